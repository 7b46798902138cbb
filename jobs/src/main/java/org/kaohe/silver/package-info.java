/** Records to typed, de-duplicated, current rows; failures to quarantine with reasons. */
@NullMarked
package org.kaohe.silver;

import org.jspecify.annotations.NullMarked;
