package org.kaohe.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kaohe.config.Indicator.Interval;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Indicator.Value;
import org.kaohe.config.Indicator.Version;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.error.CleanText;
import org.kaohe.error.ErrorCode;

/** Indicators: what they read, in which unit of measure, and whether its parts fit together. */
final class IndicatorChecks {
  private final Draft draft;
  private final Problems problems;
  private final Indicator indicator;
  private final Source source;

  private IndicatorChecks(Draft draft, Problems problems, Indicator indicator) {
    this.draft = draft;
    this.problems = problems;
    this.indicator = indicator;
    this.source = draft.indicators.source(indicator.code());
  }

  static void run(Draft draft, Problems problems) {
    Set<String> classes = classes(draft);
    for (Indicator indicator : draft.indicators.values().values()) {
      new IndicatorChecks(draft, problems, indicator).check(classes);
    }
  }

  /** All classes that some unit bears. */
  static Set<String> classes(Draft draft) {
    return draft.units.values().values().stream()
        .flatMap(u -> u.classes().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void check(Set<String> classes) {
    for (String unitClass : indicator.unitClasses()) {
      if (!classes.contains(unitClass) && !draft.units.anyUnreadable()) {
        problems.error(
            source.at("/units"),
            ErrorCode.INDICATOR_CLASS_EMPTY,
            "no unit is of class %s".formatted(unitClass),
            "the indicator would have no cells there",
            Nearest.cure(
                unitClass, classes, "Known classes are " + CleanText.names(classes) + "."));
      }
    }
    if (draft.measures.find(indicator.unit()).isEmpty()) {
      problems.error(
          source.at("/unit"),
          ErrorCode.MEASURE_UNKNOWN,
          "unit of measure %s is not known".formatted(indicator.unit()),
          "its values could not be labelled, converted or compared",
          Nearest.cure(
              indicator.unit(),
              draft.measures.byId().keySet(),
              "Known are " + String.join(", ", draft.measures.byId().keySet()) + "."));
    }
    for (int i = 0; i < indicator.versions().size(); i++) {
      String pointer = "/versions/" + i;
      Version version = indicator.versions().get(i);
      if (i > 0 && !indicator.versions().get(i - 1).validFrom().isBefore(version.validFrom())) {
        problems.error(
            source.at(pointer + "/valid-from"),
            ErrorCode.VERSIONS_OUT_OF_ORDER,
            "the version of %s is not after the one before it".formatted(version.validFrom()),
            "a period takes the last version valid on its last day",
            "List versions oldest first, each with a day of its own.");
      }
      version(version, pointer);
    }
  }

  private void version(Version version, String pointer) {
    String value = pointer + "/value";
    boolean given = false;
    if (version.value() instanceof Value.Ratio ratio) {
      part(ratio.numerator(), value + "/ratio/numerator", false);
      part(ratio.denominator(), value + "/ratio/denominator", true);
      new MeasureChecks(draft, problems, indicator, source).ratio(ratio, value + "/ratio");
      if (version.interval() == Interval.PROPORTION && ratio.per() != 100 && ratio.per() != 1) {
        problems.error(
            source.at(pointer + "/interval"),
            ErrorCode.INTERVAL_NEEDS_COUNTS,
            "a proportion is given per 1 or per 100, this one per %d".formatted(ratio.per()),
            "Wilson's interval is for shares of a whole",
            "Write interval: rate, or per: 100.");
      }
      if (version.interval() != Interval.NONE && measured(ratio.numerator())) {
        problems.error(
            source.at(pointer + "/interval"),
            ErrorCode.INTERVAL_NEEDS_COUNTS,
            "the numerator is not a count of cases, and an interval is asked for",
            "the intervals are those of counted events; a sum of amounts has none",
            "Remove interval, or count rows or persons.");
      }
    } else if (version.value() instanceof Value.Single single) {
      part(single.part(), value, false);
      given = single.part().aggregate() == Aggregate.GIVEN;
      new MeasureChecks(draft, problems, indicator, source).single(single.part(), value);
      if (version.interval() != Interval.NONE) {
        problems.error(
            source.at(pointer + "/interval"),
            ErrorCode.INTERVAL_NEEDS_COUNTS,
            "an interval needs a ratio",
            "one quantity has no denominator to judge its chance by",
            "Remove interval.");
      }
      if (version.smallNumbers().isPresent()) {
        problems.error(
            source.at(pointer + "/small-numbers"),
            ErrorCode.INTERVAL_NEEDS_COUNTS,
            "small-numbers needs a ratio",
            "expected events are target x denominator",
            "Remove small-numbers.");
      }
    }
    parameters(version, given, pointer);
  }

  /** An amount of money, mass …; a sum without a unit of measure may count delivered cases. */
  private boolean measured(Part part) {
    return draft
        .contracts
        .find(part.from())
        .flatMap(c -> PartMeasures.infer(c, draft.measures, part).measure())
        .filter(m -> !MeasureChecks.COUNTED.contains(m.dimension()))
        .isPresent();
  }

  private void parameters(Version version, boolean given, String pointer) {
    if (version.parameters().isEmpty()) {
      return;
    }
    if (!given) {
      problems.error(
          source.at(pointer + "/parameters"),
          ErrorCode.PARAMETERS_NEED_GIVEN,
          "parameters need a given value",
          "they are read from the same delivered row",
          "Remove them, or take the value with given.");
      return;
    }
    Part part = ((Value.Single) version.value()).part();
    Set<String> columns = new PartChecks(draft, problems, source).columns(part.from());
    for (Map.Entry<String, String> parameter : version.parameters().entrySet()) {
      if (!columns.isEmpty() && !columns.contains(parameter.getValue())) {
        problems.error(
            source.at(pointer + "/parameters/" + parameter.getKey()),
            ErrorCode.SOURCE_COLUMN_UNKNOWN,
            "%s has no column %s".formatted(part.from(), parameter.getValue()),
            "the parameter would always be missing",
            Nearest.cure(parameter.getValue(), columns, "Name one of its columns."));
      }
    }
  }

  private void part(Part part, String pointer, boolean denominator) {
    new PartChecks(draft, problems, source).check(part, pointer);
    if (part.holdYear() && !denominator) {
      problems.error(
          source.at(pointer + "/hold"),
          ErrorCode.HELD_NUMERATOR,
          "only a denominator may be held for the year",
          "a numerator of another month would be counted again",
          "Remove hold.");
    }
    if (part.additive() && part.aggregate() != Aggregate.GIVEN) {
      problems.error(
          source.at(pointer + "/additive"),
          ErrorCode.ADDITIVE_NEEDS_GIVEN,
          "additive goes with given",
          "counts and sums are additive by themselves, distinct and last never",
          "Remove additive.");
    }
    boolean cumulative =
        indicator.progress() == Progress.CUMULATIVE_DAYS
            || indicator.progress() == Progress.CUMULATIVE_MONTHS;
    if (cumulative
        && !denominator
        && List.of(Aggregate.LAST, Aggregate.DISTINCT).contains(part.aggregate())) {
      problems.error(
          source.at(pointer),
          ErrorCode.CUMULATIVE_NEEDS_SUMS,
          "progress is cumulative, and %s does not add up over time"
              .formatted(IndicatorReader.key(part.aggregate())),
          "its year-to-date figure would be measured against a pace it does not follow",
          "Write progress: %s.".formatted(part.aggregate() == Aggregate.LAST ? "stock" : "level"));
    }
  }
}
