/** The only writer of tables; the only package that knows paths. */
@NullMarked
package org.kaohe.delta;

import org.jspecify.annotations.NullMarked;
