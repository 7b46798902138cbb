package org.kaohe.gold;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part's number for a unit and period with what it was made of, or why there is none.
 *
 * @param holes some row or month behind the number came without a figure
 * @param sources empty when there is no number
 */
record PartValue(
    Optional<BigDecimal> value, Optional<Reason> reason, boolean holes, List<CellSource> sources) {

  static PartValue missing(Reason reason) {
    return new PartValue(Optional.empty(), Optional.of(reason), false, List.of());
  }

  /** Neither a number nor a reason against one: it is counted or delivered for each unit apart. */
  static PartValue apart(List<CellSource> sources) {
    return new PartValue(Optional.empty(), Optional.empty(), false, sources);
  }

  /** Numbers that add up, those that are there; without any there is none. */
  static PartValue sum(List<PartValue> values, boolean holes, Reason otherwise) {
    Optional<BigDecimal> sum =
        values.stream().flatMap(v -> v.value().stream()).reduce(BigDecimal::add);
    if (sum.isEmpty()) {
      return missing(otherwise);
    }
    List<CellSource> sources = new ArrayList<>();
    values.stream().filter(v -> v.value().isPresent()).forEach(v -> sources.addAll(v.sources()));
    return new PartValue(sum, Optional.empty(), holes, sources);
  }

  PartValue with(List<CellSource> others) {
    return new PartValue(value, reason, holes, others);
  }
}
