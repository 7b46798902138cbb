/** The exception of user errors, with a stable code and the cure. */
@NullMarked
package org.kaohe.error;

import org.jspecify.annotations.NullMarked;
