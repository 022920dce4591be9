package org.bangxiao;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What is tried in a real browser; a JVM of its own runs it. */
@Suite
@SelectPackages("org.bangxiao")
@IncludeClassNamePatterns(".*BrowserTest")
class BrowserSuite {}
