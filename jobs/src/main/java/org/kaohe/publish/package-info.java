/** Release to dashboard pages. */
@NullMarked
package org.kaohe.publish;

import org.jspecify.annotations.NullMarked;
