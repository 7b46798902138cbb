/** What the five rooms share: a stage, its context, its result and its progress. */
@NullMarked
package org.kaohe.stage;

import org.jspecify.annotations.NullMarked;
