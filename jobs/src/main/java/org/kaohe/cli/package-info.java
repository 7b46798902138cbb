/** Verbs: arguments in, exit code out, nothing else. */
@NullMarked
package org.kaohe.cli;

import org.jspecify.annotations.NullMarked;
