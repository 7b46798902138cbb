package org.kaohe.config;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Indicator.Interval;
import org.kaohe.config.Indicator.Value;
import org.kaohe.config.Indicator.Version;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.error.ErrorCode;

/** Binds {@code conf/indicators/<domain>/<CODE>.yaml}. */
final class IndicatorReader {
  private IndicatorReader() {}

  static Optional<Indicator> read(YamlNode yaml, Problems problems) {
    Path file = yaml.file().file();
    List<Version> versions = new ArrayList<>();
    for (YamlNode version : yaml.items("versions")) {
      version(version, problems).ifPresent(versions::add);
    }
    if (problems.anyErrorIn(file)) {
      return Optional.empty();
    }
    return Optional.of(
        new Indicator(
            yaml.text("code"),
            yaml.label("name"),
            String.valueOf(file.getName(file.getNameCount() - 2)),
            file,
            yaml.constant("kind", Indicator.Kind.class),
            yaml.constant("dimension", Indicator.Dimension.class),
            yaml.constant("direction", Indicator.Direction.class),
            yaml.text("unit"),
            yaml.whole("decimals", 0),
            yaml.constant("frequency", PeriodKind.class),
            yaml.text("owner"),
            yaml.at("units").textSet("class"),
            yaml.constant("progress", Indicator.Progress.class, Indicator.Progress.LEVEL),
            List.copyOf(versions)));
  }

  private static Optional<Version> version(YamlNode yaml, Problems problems) {
    Optional<LocalDate> from = yaml.date("valid-from", problems);
    Optional<Value> value = value(yaml.at("value"), problems);
    if (from.isEmpty() || value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Version(
            from.get(),
            value.get(),
            yaml.constant("interval", Interval.class, Interval.NONE),
            yaml.find("small-numbers").map(s -> s.whole("expected-events", 0)),
            yaml.textMap("parameters")));
  }

  private static Optional<Value> value(YamlNode yaml, Problems problems) {
    if (!yaml.has("ratio")) {
      return part(yaml, problems).map(Value.Single::new);
    }
    YamlNode ratio = yaml.at("ratio");
    Optional<Part> numerator = part(ratio.at("numerator"), problems);
    Optional<Part> denominator = part(ratio.at("denominator"), problems);
    return numerator.isPresent() && denominator.isPresent()
        ? Optional.of(new Value.Ratio(numerator.get(), denominator.get(), ratio.whole("per", 1)))
        : Optional.empty();
  }

  private static Optional<Part> part(YamlNode yaml, Problems problems) {
    List<Aggregate> aggregates = new ArrayList<>();
    for (Aggregate aggregate : Aggregate.values()) {
      if (yaml.has(key(aggregate))) {
        aggregates.add(aggregate);
      }
    }
    if (aggregates.size() != 1) {
      problems.error(
          yaml.place(),
          ErrorCode.KEY_MISSING,
          "the part has %d of count, sum, distinct, last, given".formatted(aggregates.size()),
          "it would not be clear what is computed",
          "Keep exactly one.");
      return Optional.empty();
    }
    Aggregate aggregate = aggregates.get(0);
    return Optional.of(
        new Part(
            yaml.text("from"),
            aggregate,
            aggregate == Aggregate.COUNT ? Optional.empty() : yaml.optional(key(aggregate)),
            yaml.optional("where"),
            yaml.optional("at"),
            yaml.optional("unit"),
            yaml.flag("additive", false),
            yaml.has("hold")));
  }

  /** The key under which the argument of an aggregate stands. */
  static String key(Aggregate aggregate) {
    return aggregate.name().toLowerCase(java.util.Locale.ROOT);
  }
}
