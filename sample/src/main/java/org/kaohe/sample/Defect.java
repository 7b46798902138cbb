package org.kaohe.sample;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A defect of one cell, for any dataset.
 *
 * @param code D01–D28 of the catalogue, or a name for what it has no number for
 * @param effect {@code normalised}, {@code accepted} or {@code quarantined}
 * @param reason kind of the quarantine reason, or what was done
 * @param edit how it spoils the cell
 * @param fits cells that it can spoil
 */
record Defect(
    String code, String effect, String reason, UnaryOperator<String> edit, Predicate<String> fits) {

  static final Defect LOWER_X = mended("D03", "lower-case x", t -> t.replace('X', 'x')).ofX();
  static final Defect WIDE_X = mended("D03", "full-width X", t -> t.replace('X', 'Ｘ')).ofX();
  static final Defect TIMES_X =
      mended("D03", "multiplication sign for X", t -> t.replace('X', '×')).ofX();
  static final Defect LOWER_X_AND_BLANK =
      mended("D03", "lower-case x, trailing blank", t -> t.replace('X', 'x') + "　");
  static final Defect WIDE_DIGITS = mended("D02", "full-width digits", Writing::fullWidth);
  static final Defect WIDE_NUMBER =
      mended("D02", "full-width resident number", t -> Writing.fullWidth(t) + " ")
          .where(t -> !t.isEmpty());
  static final Defect THOUSANDS = mended("D08", "thousands separator", Writing::thousands);
  static final Defect MASKED =
      accepted(
          "D04", "masked resident number", t -> t.substring(0, 6) + "********" + t.substring(14));
  static final Defect LINE_BREAK =
      accepted("NEWLINE", "quoted line break", t -> t + "粮堆发热，\n已翻仓；\"复检\"合格");
  static final Defect LINE_BREAK_AND_QUOTES =
      accepted("NEWLINE", "quoted line break, comma and quotes", t -> t + "\n2单元，\"东\"门");
  static final Defect ONE_MORE =
      accepted(
          "D19",
          "age differs from the dates: counted",
          t -> Integer.toString(Integer.parseInt(t) + 1));
  static final Defect IN_KILOGRAMS =
      keptOut("D07", "decimals", t -> t.charAt(0) + "." + t.substring(1));

  /** The tail of a 32-bit float. */
  static final Defect FLOAT_TAIL =
      keptOut("D10", "decimals", t -> t + (t.contains(".") ? "" : ".5") + "0048828125");

  static final Defect UNCHECKED_ID =
      keptOut("D03", "identifier", t -> t.substring(0, 17) + (t.endsWith("0") ? "1" : "0"));
  static final Defect EMPTY = keptOut("EMPTY", "required", t -> "");

  static Defect mended(String code, String reason, UnaryOperator<String> edit) {
    return new Defect(code, "normalised", reason, edit, t -> true);
  }

  static Defect accepted(String code, String reason, UnaryOperator<String> edit) {
    return new Defect(code, "accepted", reason, edit, t -> true);
  }

  static Defect keptOut(String code, String reason, UnaryOperator<String> edit) {
    return new Defect(code, "quarantined", reason, edit, t -> true);
  }

  /** A word that says that there is nothing. */
  static Defect placeholder(String word) {
    return accepted("D12", "placeholder", t -> word);
  }

  Defect where(Predicate<String> cell) {
    return new Defect(code, effect, reason, edit, cell);
  }

  private Defect ofX() {
    return where(t -> t.endsWith("X"));
  }
}
