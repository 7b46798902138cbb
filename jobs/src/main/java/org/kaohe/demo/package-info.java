/**
 * The sample year of Guizhou and Baoshan, generated from a seed with planted defects and a truth
 * file; knows nothing of the rooms it feeds.
 */
@NullMarked
package org.kaohe.demo;

import org.jspecify.annotations.NullMarked;
