/**
 * Files that people send and papers that they print: pictures and PDFs, judged by their content, pictures written anew
 * without what the camera knew, kept once by their hash; sheets with the typeface for Chinese. Must never know whose a
 * file is: features keep their own links and serve files on their own routes.
 */
@NullMarked
package org.bangxiao.document;

import org.jspecify.annotations.NullMarked;
