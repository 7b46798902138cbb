/**
 * The sample years of Guizhou and Baoshan, generated from a seed with planted defects and a truth
 * of their own; knows nothing of what it feeds. Beside them the bench's contributions.
 */
@NullMarked
package org.kaohe.sample;

import org.jspecify.annotations.NullMarked;
