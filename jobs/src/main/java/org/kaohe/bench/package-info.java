/** The yardstick: the same work by Kaohe and by DuckDB, measured in one run. */
@NullMarked
package org.kaohe.bench;

import org.jspecify.annotations.NullMarked;
