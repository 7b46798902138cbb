package org.kaohe.run;

import java.util.Optional;
import org.kaohe.error.KaoheException;
import org.kaohe.error.StorageTrouble;

/** What may be said of an exception, and which exceptions end the run. */
final class Failures {
  /** Longest text of a foreign exception: Spark's messages carry whole plans. */
  private static final int LONGEST = 500;

  private Failures() {}

  /** One line: code and message of our own exceptions, class and first line of others. */
  static String text(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof KaoheException known) {
        return known.code() + ": " + known.getMessage();
      }
    }
    Optional<KaoheException> storage = StorageTrouble.of(failure, "the workspace");
    if (storage.isPresent()) {
      return storage.get().code() + ": " + storage.get().getMessage();
    }
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).strip();
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return root.getClass().getSimpleName()
        + ": "
        + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line);
  }

  /** True when no dataset may go on: the lock is lost, so nothing may be written any more. */
  static boolean isFatal(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof KaoheException known && known.code().equals("K4003")) {
        return true;
      }
    }
    return false;
  }
}
