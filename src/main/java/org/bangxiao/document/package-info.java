/**
 * Files that people send: pictures and PDFs, judged by their content, pictures written anew without what the camera
 * knew, kept once by their hash. Must never know whose a file is: features keep their own links and serve files on
 * their own routes.
 */
@NullMarked
package org.bangxiao.document;

import org.jspecify.annotations.NullMarked;
