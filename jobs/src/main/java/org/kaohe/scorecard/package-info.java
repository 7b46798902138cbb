/** Indicators to item points, totals, grades, ranks and their explanations. */
@NullMarked
package org.kaohe.scorecard;

import org.jspecify.annotations.NullMarked;
