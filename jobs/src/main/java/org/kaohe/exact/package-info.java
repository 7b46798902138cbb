/** Decimal arithmetic of formulas (R42): wide, never binary, and a failure has a name. */
@NullMarked
package org.kaohe.exact;

import org.jspecify.annotations.NullMarked;
