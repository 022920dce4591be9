/**
 * The web shell: languages, messages, problem details, security headers, the frame around every page. Must never hold
 * a feature's rule or a page's text.
 */
@NullMarked
package org.bangxiao.platform.web;

import org.jspecify.annotations.NullMarked;
