package org.kaohe.cli;

import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;

/** The exit codes, in one place. */
final class ExitCode {
  /** Done; warnings allowed. */
  static final int DONE = 0;

  /** Finished with failures, or something refused is open; nothing bad is published. */
  static final int FAILURES = 1;

  /** Did not run: usage, definitions, or an error of our own. */
  static final int DID_NOT_RUN = 2;

  /** Another run holds the lock. */
  static final int LOCKED = 3;

  /** Input not ready, or a release is held. */
  static final int NOT_READY = 4;

  /** Stopped by Ctrl-C; the Java machine itself ends with it. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** The code for an error that ended a verb. */
  static int of(KaoheException error) {
    return switch (ErrorCode.of(error.code()).orElse(ErrorCode.OWN_ERROR)) {
      case LOCKED, LOCK_LOST -> LOCKED;
      case RELEASE_HELD -> NOT_READY;
      default -> DID_NOT_RUN;
    };
  }
}
