package org.kaohe.report;

import org.kaohe.error.CleanText;

/** A text of lines. What is added is one line of bounded length, whatever it was made of (J26). */
public final class Lines {
  private final StringBuilder text = new StringBuilder();

  /** Adds a line. */
  public Lines add(String line) {
    text.append(CleanText.message(line)).append('\n');
    return this;
  }

  /** Adds a table, whose cells are clean. */
  public Lines add(TextTable table) {
    text.append(table.text());
    return this;
  }

  /** The lines; each ends with a line feed. */
  public String text() {
    return text.toString();
  }
}
