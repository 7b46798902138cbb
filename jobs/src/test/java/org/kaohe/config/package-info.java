/** Tests of the definitions: planted mistakes, expressions, periods, units of measure. */
@NullMarked
package org.kaohe.config;

import org.jspecify.annotations.NullMarked;
