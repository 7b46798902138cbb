package org.kaohe.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.CsvTable.CsvRow;
import org.kaohe.config.Target.Operator;
import org.kaohe.error.ErrorCode;

/**
 * Binds the tables of {@code conf/units}, {@code conf/targets}, {@code conf/responsibilities} and
 * {@code conf/not-applicable}.
 */
final class TableReaders {
  private static final List<String> UNIT_COLUMNS =
      List.of(
          "unit",
          "name_zh",
          "name_en",
          "kind",
          "parent",
          "classes",
          "valid_from",
          "valid_to",
          "predecessors");
  private static final List<String> TARGET_COLUMNS =
      List.of(
          "indicator",
          "unit",
          "period",
          "op",
          "value",
          "low",
          "high",
          "baseline",
          "baseline_period",
          "name",
          "document",
          "approved",
          "reason");
  private static final List<String> RESPONSIBILITY_COLUMNS =
      List.of("scorecard", "item", "unit", "measured", "role", "share", "from", "to");

  private static final List<String> NOT_APPLICABLE_COLUMNS =
      List.of("scorecard", "item", "unit", "from", "to", "document");

  private TableReaders() {}

  static void units(Path file, byte[] bytes, Catalog<Unit> units, Problems problems) {
    for (CsvRow row : CsvTable.read(file, bytes, UNIT_COLUMNS, problems)) {
      if (!row.filled(problems, "unit", "name_zh", "name_en", "kind")) {
        row.optional("unit").ifPresent(units::unreadable);
        continue;
      }
      Unit unit =
          new Unit(
              row.text("unit"),
              new Label(row.text("name_zh"), row.text("name_en")),
              row.text("kind"),
              row.optional("parent"),
              Collections.unmodifiableSet(new LinkedHashSet<>(row.list("classes"))),
              row.date("valid_from", problems),
              row.date("valid_to", problems),
              row.list("predecessors"));
      units.add("unit", unit.code(), unit, Source.row(row.place()), problems);
    }
  }

  static void responsibilities(
      Path file, byte[] bytes, List<Responsibility> all, Problems problems) {
    for (CsvRow row : CsvTable.read(file, bytes, RESPONSIBILITY_COLUMNS, problems)) {
      if (!row.filled(problems, "scorecard", "item", "unit", "measured", "role")) {
        continue;
      }
      String lead = Glossary.load().word("role.lead").zh();
      String support = Glossary.load().word("role.support").zh();
      if (!List.of(lead, support).contains(row.text("role"))) {
        row.wrong(
            problems,
            "role",
            lead + " or " + support,
            "Write %s for lead, %s for support.".formatted(lead, support));
        continue;
      }
      all.add(
          new Responsibility(
              row.text("scorecard"),
              row.text("item"),
              row.text("unit"),
              row.text("measured"),
              row.text("role"),
              row.decimal("share", problems),
              row.date("from", problems),
              row.date("to", problems),
              row.place().file(),
              row.place().line()));
    }
  }

  static void notApplicable(Path file, byte[] bytes, List<NotApplicable> all, Problems problems) {
    for (CsvRow row : CsvTable.read(file, bytes, NOT_APPLICABLE_COLUMNS, problems)) {
      if (!row.filled(problems, "scorecard", "item", "unit", "from", "document")) {
        continue;
      }
      Optional<LocalDate> to = row.date("to", problems);
      row.date("from", problems)
          .ifPresent(
              from ->
                  all.add(
                      new NotApplicable(
                          row.text("scorecard"),
                          row.text("item"),
                          row.text("unit"),
                          from,
                          to,
                          row.text("document"),
                          row.place().file(),
                          row.place().line())));
    }
  }

  static void targets(Path file, byte[] bytes, List<Target> all, Problems problems) {
    for (CsvRow row : CsvTable.read(file, bytes, TARGET_COLUMNS, problems)) {
      all.addAll(targets(row, problems));
    }
  }

  private static List<Target> targets(CsvRow row, Problems problems) {
    if (!row.filled(problems, "indicator", "unit", "period")) {
      return List.of();
    }
    Optional<Period> period = Period.parse(row.text("period"));
    if (period.isEmpty()) {
      row.wrong(problems, "period", "a period", "Write 2025, 2025-H1, 2025-Q1 or 2025-03.");
    }
    Optional<BigDecimal> value = row.decimal("value", problems);
    Optional<BigDecimal> low = row.decimal("low", problems);
    Optional<BigDecimal> high = row.decimal("high", problems);
    Optional<BigDecimal> baseline = row.decimal("baseline", problems);
    Optional<LocalDate> approved = row.date("approved", problems);
    String name = row.optional("name").orElse("target");
    Optional<Operator> op = operator(row, problems);
    if (period.isEmpty() || op.isEmpty()) {
      return List.of();
    }
    List<Target> targets = new ArrayList<>();
    if (value.isPresent() || low.isPresent() || high.isPresent()) {
      checkShape(row, op.get(), value, low, high, problems);
      targets.add(
          target(
              row, period.get(), name, op.get(), value, low, high, row.text("reason"), approved));
    }
    if (baseline.isPresent()) {
      String of =
          row.optional("baseline_period")
              .map(Glossary.load().word("word.base-period").zh()::concat)
              .orElse("");
      targets.add(
          target(
              row,
              period.get(),
              "baseline",
              Operator.REACH,
              baseline,
              Optional.empty(),
              Optional.empty(),
              of,
              approved));
    }
    if (targets.isEmpty() && row.optional("value").isEmpty()) {
      problems.error(
          row.place(),
          ErrorCode.TARGET_SHAPE,
          "the target of %s has neither value nor range".formatted(row.text("indicator")),
          "it sets nothing",
          "Fill in value, or low and high with the operator between.");
    }
    return targets;
  }

  private static Target target(
      CsvRow row,
      Period period,
      String name,
      Operator op,
      Optional<BigDecimal> value,
      Optional<BigDecimal> low,
      Optional<BigDecimal> high,
      String reason,
      Optional<LocalDate> approved) {
    return new Target(
        row.text("indicator"),
        row.text("unit"),
        period,
        name,
        op,
        value,
        low,
        high,
        row.text("document"),
        approved,
        reason,
        row.place().file(),
        row.place().line());
  }

  private static Optional<Operator> operator(CsvRow row, Problems problems) {
    String sign = row.optional("op").orElse("=");
    for (Operator op : Operator.values()) {
      if (op.sign().equals(sign)) {
        return Optional.of(op);
      }
    }
    row.wrong(problems, "op", "an operator", "Write one of >=, <=, = and between.");
    return Optional.empty();
  }

  private static void checkShape(
      CsvRow row,
      Operator op,
      Optional<BigDecimal> value,
      Optional<BigDecimal> low,
      Optional<BigDecimal> high,
      Problems problems) {
    boolean range = op == Operator.BETWEEN;
    if (range && (low.isEmpty() || high.isEmpty() || value.isPresent())) {
      problems.error(
          row.place(),
          ErrorCode.TARGET_SHAPE,
          "a target between needs low and high, and no value",
          "the range would be open or doubtful",
          "Fill in low and high, leave value empty.");
    } else if (!range && (value.isEmpty() || low.isPresent() || high.isPresent())) {
      problems.error(
          row.place(),
          ErrorCode.TARGET_SHAPE,
          "a target %s needs a value, and neither low nor high".formatted(op.sign()),
          "it would not be clear what counts",
          "Fill in value, or write the operator between.");
    } else if (range && low.get().compareTo(high.get()) > 0) {
      problems.error(
          row.place(),
          ErrorCode.TARGET_SHAPE,
          "low %s is above high %s"
              .formatted(low.get().toPlainString(), high.get().toPlainString()),
          "no value could meet it",
          "Exchange the two.");
    }
  }
}
