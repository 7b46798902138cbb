package org.kaohe.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Picks rows of a file and plants defects in them, never two in one; the writer notes each. */
final class DefectPicker {
  private final DeliveryWriter out;
  private final DeliveryFile file;
  private final List<DeliveredRow> left;

  DefectPicker(DeliveryWriter out, DeliveryFile file, SeededRandom random) {
    this.out = out;
    this.file = file;
    this.left = new ArrayList<>(file.rows);
    random.shuffle(left);
  }

  /** How often something that befalls one row in {@code rows} befalls this file, at least once. */
  int times(int rows) {
    return Math.max(1, file.rows.size() / rows);
  }

  /** A row that fits; empty when a small file has none left. */
  Optional<DeliveredRow> next(Predicate<DeliveredRow> fits) {
    // A file keeps some rows as they are, however small the sample.
    for (int i = 0; i < left.size() && left.size() > file.rows.size() / 3; i++) {
      if (fits.test(left.get(i))) {
        return Optional.of(left.remove(i));
      }
    }
    return Optional.empty();
  }

  Optional<DeliveredRow> next() {
    return next(row -> true);
  }

  void plant(Defect defect, String column) {
    plant(defect, column, row -> true);
  }

  void plant(Defect defect, String column, Predicate<DeliveredRow> fits) {
    plant(defect, column, fits, Optional.empty());
  }

  /**
   * @param corrected when the row as it should be comes in a later file
   */
  void plant(
      Defect defect, String column, Predicate<DeliveredRow> fits, Optional<LocalDate> corrected) {
    next(row -> defect.fits().test(row.get(column)) && fits.test(row))
        .ifPresent(
            row -> {
              DeliveredRow right = row.again();
              out.plant(defect, column, file, row);
              corrected.ifPresent(issued -> out.later(file, issued).add(right));
            });
  }

  /** A code is written as people call it. */
  void inWords(String column, String reason) {
    plant(Defect.mended("D14", reason, code -> file.layout.word(column, code)), column);
  }

  /** Another code for the same thing. */
  void recode(String column, String from, String to, String code, String reason) {
    plant(Defect.mended(code, reason, t -> to).where(from::equals), column);
  }

  /** Cells are missing, or too many. */
  void ragged(Predicate<DeliveredRow> fits, int cells) {
    next(fits)
        .ifPresent(
            row -> {
              row.ragged = cells;
              out.quarantine("RAGGED", file, row, "ragged");
            });
  }

  /** The same row twice in a file; the second one counts. */
  void twin(String reason) {
    next()
        .ifPresent(
            row -> {
              file.add(row.again());
              out.supersede("D16", file, row, reason);
            });
  }
}
