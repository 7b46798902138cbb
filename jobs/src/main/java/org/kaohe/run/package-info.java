/** Plan, nightly, ledger, lock and release. */
@NullMarked
package org.kaohe.run;

import org.jspecify.annotations.NullMarked;
