package org.bangxiao;

import org.junit.platform.suite.api.ExcludeEngines;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What is tried in a real browser or on database servers of its own, and one long walk; a JVM of its own runs it. */
@Suite
@SelectPackages("org.bangxiao")
@ExcludeEngines("archunit")
@IncludeClassNamePatterns(BrowserSuite.OWN)
class BrowserSuite {
    static final String OWN = ".*(BrowserTest|EmbeddedDatabaseTest|ChainHttpTest)";
}
