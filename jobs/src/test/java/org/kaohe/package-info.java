/** What all tests share: the Spark session, the comparison of frames, the rules of the house. */
@NullMarked
package org.kaohe;

import org.jspecify.annotations.NullMarked;
