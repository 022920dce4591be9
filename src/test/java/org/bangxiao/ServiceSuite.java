package org.bangxiao;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What is tried without a browser, beside {@link BrowserSuite}. */
@Suite
@SelectPackages("org.bangxiao")
@ExcludeClassNamePatterns(".*BrowserTest")
class ServiceSuite {}
