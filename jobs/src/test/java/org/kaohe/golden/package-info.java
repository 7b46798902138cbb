/** Whole nights over folders of input, compared table by table with what others have computed. */
@NullMarked
package org.kaohe.golden;

import org.jspecify.annotations.NullMarked;
