/** How the service is run: its health, its image, its manifests. */
@NullMarked
package org.bangxiao.operations;

import org.jspecify.annotations.NullMarked;
