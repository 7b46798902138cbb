/** What arrived: discovered, identified, decoded, read as records with line numbers. */
@NullMarked
package org.kaohe.landing;

import org.jspecify.annotations.NullMarked;
