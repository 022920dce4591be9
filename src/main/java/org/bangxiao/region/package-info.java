/**
 * The regions: what a certification office wrote down as data. Each folder under {@code certification} is one policy
 * pack; it is read and checked whole when the service starts, and a broken pack stops the start with file, line and
 * reason. A pack's version is the digest of its files and is pinned to everything decided under it. This room hands
 * facts out and must never decide a case, speak of products or households in particular, or hold a fact in Java.
 */
@NullMarked
package org.bangxiao.region;

import org.jspecify.annotations.NullMarked;
