/** Pure functions of statistics; the only package where double is allowed. */
@NullMarked
package org.kaohe.stats;

import org.jspecify.annotations.NullMarked;
