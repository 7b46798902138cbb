/** Dirty deliveries made by the hundred, and what must hold whatever they are. */
@NullMarked
package org.kaohe.fuzz;

import org.jspecify.annotations.NullMarked;
