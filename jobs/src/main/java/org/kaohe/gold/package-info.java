/** Silver to measures, and measures to indicator cells with interval, target and judgement. */
@NullMarked
package org.kaohe.gold;

import org.jspecify.annotations.NullMarked;
