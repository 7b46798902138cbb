/** Records to text as delivered, with delivery and line. */
@NullMarked
package org.kaohe.bronze;

import org.jspecify.annotations.NullMarked;
