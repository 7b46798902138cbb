package org.kaohe.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Picks lines of a sheet for planting a defect, never one twice. */
final class DefectPicker {
  private final DeliveryFile sheet;
  private final List<DeliveredRow> left;

  DefectPicker(DeliveryFile sheet, SeededRandom dice) {
    this.sheet = sheet;
    this.left = new ArrayList<>(sheet.lines);
    dice.shuffle(left);
  }

  /** How often something that befalls one row in {@code rows} befalls this sheet, at least once. */
  int times(int rows) {
    return Math.max(1, sheet.lines.size() / rows);
  }

  /** A line that fits; empty when a small sheet has none left. */
  Optional<DeliveredRow> next(Predicate<DeliveredRow> fits) {
    // A sheet keeps some rows as they are, however small the sample.
    for (int i = 0; i < left.size() && left.size() > sheet.lines.size() / 3; i++) {
      if (fits.test(left.get(i))) {
        return Optional.of(left.remove(i));
      }
    }
    return Optional.empty();
  }

  /** A line with a cell rewritten. */
  Optional<DeliveredRow> edit(
      String column, UnaryOperator<String> edit, Predicate<DeliveredRow> fits) {
    int at = sheet.form.column(column);
    Optional<DeliveredRow> line = next(fits);
    line.ifPresent(l -> l.cells[at] = edit.apply(l.cells[at]));
    return line;
  }
}
