package org.kaohe.landing;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.kaohe.config.Period;
import org.kaohe.error.CleanText;
import org.kaohe.error.ErrorCode;

/**
 * Why a file is refused.
 *
 * @param retry whether it may pass without anybody touching the file
 */
record Trouble(String code, String detail, boolean retry) {
  /** What names, manifests and file systems say is told without numbers of people. */
  Trouble {
    detail = PersonalNumbers.covered(detail);
  }

  /** One that stays until somebody acts. */
  static Trouble lasting(String code, String detail) {
    return new Trouble(code, detail, false);
  }

  /** A file that can't be read now. */
  static Trouble unread(IOException cause) {
    return passing(reason(cause));
  }

  static Trouble passing(String reason) {
    return new Trouble(
        ErrorCode.FILE_NOT_READ.code(),
        "The file could not be read whole (" + reason + "). It is tried again next time.",
        true);
  }

  /** In words that stay the same from night to night, and without a path of this machine. */
  static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "it vanished after it was listed";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    return CleanText.line(
        cause instanceof FileSystemException of && of.getReason() != null
            ? of.getReason()
            : cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
  }

  Refusal of(Listing listing, Optional<Period> period) {
    return new Refusal(listing.dataset(), listing.file(), code, detail, period, retry);
  }
}
