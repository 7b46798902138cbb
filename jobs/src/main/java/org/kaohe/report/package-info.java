/** What a person reads about a run and its numbers: run report, explanation, listings. */
@NullMarked
package org.kaohe.report;

import org.jspecify.annotations.NullMarked;
