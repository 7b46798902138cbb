package org.kaohe.run;

import org.kaohe.error.Causes;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import org.kaohe.error.StorageTrouble;

/** What may be said of an exception, and which exceptions end the run. */
final class Failures {
  private Failures() {}

  /** One line: code and message of our own exceptions, class and first line of others. */
  static String text(Throwable failure) {
    return StorageTrouble.of(failure, "the workspace")
        .map(known -> known.code() + ": " + known.getMessage())
        .orElseGet(() -> Causes.text(failure));
  }

  /** True when no dataset may go on: the lock is lost, so nothing may be written any more. */
  static boolean isFatal(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof KaoheException known && known.code().equals(ErrorCode.LOCK_LOST.code())) {
        return true;
      }
    }
    return false;
  }
}
