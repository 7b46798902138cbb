/** Tests of the sample that need no engine. */
@NullMarked
package org.kaohe.sample;

import org.jspecify.annotations.NullMarked;
