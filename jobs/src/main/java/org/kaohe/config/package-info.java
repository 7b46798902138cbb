/** Definitions as immutable records, their loader, and the problems found in them. */
@NullMarked
package org.kaohe.config;

import org.jspecify.annotations.NullMarked;
