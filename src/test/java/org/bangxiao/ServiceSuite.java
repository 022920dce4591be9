package org.bangxiao;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Everything else, beside {@link BrowserSuite}. */
@Suite
@SelectPackages("org.bangxiao")
@ExcludeClassNamePatterns(BrowserSuite.OWN)
class ServiceSuite {}
