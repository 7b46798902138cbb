/** Contract checks: counts, failing rows and reasons. */
@NullMarked
package org.kaohe.quality;

import org.jspecify.annotations.NullMarked;
