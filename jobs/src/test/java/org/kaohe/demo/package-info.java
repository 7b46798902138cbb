/** Tests of the engine against the truth of the sample years. */
@NullMarked
package org.kaohe.demo;

import org.jspecify.annotations.NullMarked;
