package org.kaohe.error;

/**
 * An error that a user can mend: a stable code, what is wrong, why it matters and what to do.
 * Programmer errors stay plain exceptions with their stack. Whatever foreign text the message
 * holds, it is at most {@value CleanText#LONGEST_MESSAGE} characters long.
 */
public final class KaoheException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  public KaoheException(ErrorCode error, String message) {
    this(error.code(), message);
  }

  public KaoheException(ErrorCode error, String message, Throwable cause) {
    this(error.code(), message, cause);
  }

  public KaoheException(String code, String message) {
    super(CleanText.bounded(message));
    this.code = code;
  }

  public KaoheException(String code, String message, Throwable cause) {
    super(CleanText.bounded(message), cause);
    this.code = code;
  }

  /** The stable, searchable code: K and four digits, never reused. */
  public String code() {
    return code;
  }
}
