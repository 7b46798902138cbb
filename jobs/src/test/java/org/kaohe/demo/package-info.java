/** Tests of the sample years and of the engine against their truth. */
@NullMarked
package org.kaohe.demo;

import org.jspecify.annotations.NullMarked;
