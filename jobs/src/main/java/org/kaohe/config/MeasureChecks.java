package org.kaohe.config;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.kaohe.config.Indicator.Value;
import org.kaohe.config.Measures.Measure;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.error.ErrorCode;

/** Units of measure: quantities of different dimensions never mix (DESIGN section 5). */
final class MeasureChecks {
  private static final String PROPORTION = "proportion";

  /** Dimensions of which rows or different values may be counted. */
  static final Set<String> COUNTED = Set.of("count", "person", "person-time", "household", "bed");

  private final Draft draft;
  private final Problems problems;
  private final Indicator indicator;
  private final Source source;

  MeasureChecks(Draft draft, Problems problems, Indicator indicator, Source source) {
    this.draft = draft;
    this.problems = problems;
    this.indicator = indicator;
    this.source = source;
  }

  void single(Part part, String pointer) {
    Optional<Measure> to = draft.measures.find(indicator.unit());
    if (to.isEmpty()) {
      return;
    }
    Optional<Measure> from = measure(part, pointer);
    if (counts(part) && !COUNTED.contains(to.get().dimension())) {
      problems.error(
          source.at("/unit"),
          ErrorCode.MEASURES_DIFFER,
          "the value is a count, the unit of measure is %s".formatted(indicator.unit()),
          "a number of rows is no %s".formatted(to.get().dimension()),
          "Write unit: piece, person or the like, or sum a column.");
    } else if (from.isPresent() && !from.get().dimension().equals(to.get().dimension())) {
      problems.error(
          source.at("/unit"),
          ErrorCode.MEASURES_DIFFER,
          "the value comes out in %s, the unit of measure is %s"
              .formatted(name(from.get()), indicator.unit()),
          "%s does not turn into %s".formatted(from.get().dimension(), to.get().dimension()),
          "Change unit, or the expression.");
    }
  }

  void ratio(Value.Ratio ratio, String pointer) {
    Optional<Measure> to = draft.measures.find(indicator.unit());
    if (to.isEmpty()) {
      return;
    }
    Optional<Measure> above = measure(ratio.numerator(), pointer + "/numerator");
    Optional<Measure> below = measure(ratio.denominator(), pointer + "/denominator");
    boolean share = to.get().dimension().equals(PROPORTION);
    if (above.isPresent() && below.isPresent()) {
      String quotient = quotient(above.get(), below.get());
      if (!quotient.equals(to.get().dimension())) {
        problems.error(
            source.at(pointer),
            ErrorCode.MEASURES_OF_QUOTIENT,
            "%s over %s is %s, the unit of measure is %s"
                .formatted(name(above.get()), name(below.get()), quotient, indicator.unit()),
            "quantities of different dimensions never mix",
            "Change unit, or the numerator or denominator.");
        return;
      }
    } else if (share
        && ((above.isPresent() && counts(ratio.denominator()))
            || (below.isPresent() && counts(ratio.numerator())))) {
      problems.error(
          source.at(pointer),
          ErrorCode.MEASURES_OF_QUOTIENT,
          "one side is a count and the other %s, the unit of measure is %s"
              .formatted(name(above.or(() -> below).orElseThrow()), indicator.unit()),
          "an amount over a number of cases is a mean, never a share",
          "Write the unit of the mean, or count on both sides.");
      return;
    }
    BigDecimal times = BigDecimal.valueOf(ratio.per()).multiply(to.get().factor());
    if (share && times.compareTo(BigDecimal.ONE) != 0) {
      problems.error(
          source.at(pointer + "/per"),
          ErrorCode.MEASURE_OF_PER,
          "per %d does not give %s".formatted(ratio.per(), indicator.unit()),
          "the number would be read a thousand or a hundred times too large or small",
          "Write per: %s."
              .formatted(
                  BigDecimal.ONE.divide(to.get().factor()).stripTrailingZeros().toPlainString()));
    }
  }

  /** The measure of a part; what its expression adds up wrongly is a problem. */
  private Optional<Measure> measure(Part part, String pointer) {
    Optional<Contract> contract = draft.contracts.find(part.from());
    if (contract.isEmpty()) {
      return Optional.empty();
    }
    PartMeasures.Inferred inferred = PartMeasures.infer(contract.get(), draft.measures, part);
    for (String mixed : inferred.mixed()) {
      problems.error(
          source.at(pointer + "/" + IndicatorReader.key(part.aggregate())),
          ErrorCode.MEASURES_MIXED,
          "%s puts different units of measure together".formatted(mixed),
          "the sum would be neither the one nor the other",
          "Convert first: net_kg / 1000 is tonnes.");
    }
    return inferred.measure();
  }

  private static boolean counts(Part part) {
    return part.aggregate() == Aggregate.COUNT || part.aggregate() == Aggregate.DISTINCT;
  }

  private static String quotient(Measure above, Measure below) {
    if (above.dimension().equals(below.dimension())) {
      return PROPORTION;
    }
    if (below.dimension().equals(PROPORTION)) {
      return above.dimension();
    }
    return (above.dimension().equals(PROPORTION) ? "1" : above.dimension())
        + "/"
        + below.dimension();
  }

  private static String name(Measure measure) {
    return measure.id().isEmpty() ? measure.dimension() : measure.id();
  }
}
