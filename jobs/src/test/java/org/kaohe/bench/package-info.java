/** Whether the yardstick measures the same work on both sides. */
@NullMarked
package org.kaohe.bench;

import org.jspecify.annotations.NullMarked;
