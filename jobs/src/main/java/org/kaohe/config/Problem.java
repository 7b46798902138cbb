package org.kaohe.config;

import java.nio.file.Path;
import org.kaohe.error.CleanText;

/**
 * One mistake in a definition, told to the person who can mend it.
 *
 * @param file path relative to the workspace
 * @param line one-based; 0 when the file as a whole is meant
 * @param code stable code, K1000–K2999
 * @param what what is wrong
 * @param why why it matters
 * @param cure what to type
 */
public record Problem(
    Path file, int line, String code, Severity severity, String what, String why, String cure) {

  /** Errors stop a run before it starts; warnings are shown and the run goes on. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public Problem {
    // Cells and keys are foreign, and as long as they please.
    what = CleanText.bounded(what);
    why = CleanText.bounded(why);
    cure = CleanText.bounded(cure);
  }

  /** The one-line form {@code file:line: code: what, why, cure}. */
  public String text() {
    return CleanText.message("%s:%d: %s: %s; %s. %s".formatted(file, line, code, what, why, cure));
  }
}
