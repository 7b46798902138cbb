package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Label;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Target;
import org.kaohe.config.TargetValue;
import org.kaohe.stage.Stored;

/** The rows that this room reads and writes, to and from plain values. */
final class Tables {
  private static final DataType TEXT = DataTypes.StringType;

  /** Type of every stored number. */
  static final DecimalType NUMBER = DataTypes.createDecimalType(27, Decimals.STORED);

  /** Type of every number that is read: as many decimals as there may be (R42). */
  private static final DecimalType READ = DataTypes.createDecimalType(38, 18);

  /**
   * What is known of one cell or target row of a unit; one kind leaves the other's columns empty.
   * Dates travel as text, because what a Row holds for a date is a setting of the session.
   */
  static final StructType FACT =
      new StructType()
          .add("item", TEXT)
          .add("indicator", TEXT)
          .add("measured", TEXT)
          .add("name", TEXT)
          .add("depth", DataTypes.IntegerType)
          .add("data_status", TEXT)
          .add("numerator", READ)
          .add("denominator", READ)
          .add("value", READ)
          .add("value_exact", READ)
          .add("coverage", READ)
          .add("op", TEXT)
          .add("bound", READ)
          .add("low", READ)
          .add("high", READ)
          .add("source", TEXT)
          .add("reason", TEXT)
          .add("silent", TEXT)
          .add("data_as_of", TEXT)
          .add("above", DataTypes.BooleanType)
          .add("back", DataTypes.IntegerType);

  static final StructType INPUT =
      new StructType()
          .add("scorecard", TEXT)
          .add("period", TEXT)
          .add("unit", TEXT)
          .add("item", TEXT)
          .add("name", TEXT)
          .add("value", NUMBER)
          .add("source", TEXT);

  static final StructType LINE =
      new StructType()
          .add("scorecard", TEXT)
          .add("period", TEXT)
          .add("unit", TEXT)
          .add("class", TEXT)
          .add("section", TEXT)
          .add("item", TEXT)
          .add("indicator", TEXT)
          .add("measured", TEXT)
          .add("rule", TEXT)
          .add("branch", TEXT)
          .add("status", TEXT)
          .add("counted", DataTypes.BooleanType)
          .add("value", NUMBER)
          .add("target", NUMBER)
          .add("full_points", NUMBER)
          .add("points", NUMBER)
          .add("points_exact", NUMBER)
          .add("lost_points", NUMBER)
          .add("rounding_decided", DataTypes.BooleanType)
          .add("sentence_zh", TEXT)
          .add("sentence_en", TEXT)
          .add("ordinal", DataTypes.IntegerType);

  static final StructType TOTAL =
      new StructType()
          .add("scorecard", TEXT)
          .add("period", TEXT)
          .add("unit", TEXT)
          .add("class", TEXT)
          .add("section", TEXT)
          .add("weight", NUMBER)
          .add("points", NUMBER)
          .add("full_points", NUMBER)
          .add("score", NUMBER)
          .add("score_exact", NUMBER)
          .add("low", NUMBER)
          .add("high", NUMBER)
          .add("grade", TEXT)
          .add("rank", DataTypes.IntegerType)
          .add("ranked_units", DataTypes.IntegerType)
          .add("reason", TEXT)
          .add("reason_zh", TEXT)
          .add("reason_en", TEXT)
          .add("state", TEXT)
          .add("open", DataTypes.BooleanType)
          .add("data_as_of", TEXT);

  /** One unit with all its rows. */
  static final StructType RESULT =
      new StructType()
          .add("inputs", DataTypes.createArrayType(INPUT))
          .add("lines", DataTypes.createArrayType(LINE))
          .add("totals", DataTypes.createArrayType(TOTAL));

  /** Until somebody begins to check the result (R27). */
  private static final String MONITORING = "监测";

  private Tables() {}

  /** The facts of a unit, from a row with its code, class and array of facts. */
  static UnitFacts facts(Row row) {
    List<CellFact> cells = new ArrayList<>();
    List<AimFact> aims = new ArrayList<>();
    List<UnitFacts.Spare> spare = new ArrayList<>();
    for (Row fact : row.<Row>getList(row.fieldIndex("facts"))) {
      Optional<String> item = text(fact, "item");
      if (item.isEmpty()) {
        continue;
      }
      String indicator = text(fact, "indicator").orElseThrow();
      String measured = text(fact, "measured").orElseThrow();
      Optional<String> name = text(fact, "name");
      if (name.isPresent()) {
        int depth = fact.getInt(fact.fieldIndex("depth"));
        aim(fact)
            .ifPresent(
                aim ->
                    aims.add(new AimFact(item.get(), indicator, measured, name.get(), depth, aim)));
      } else {
        int at = fact.fieldIndex("back");
        CellFact cell =
            new CellFact(
                item.get(),
                indicator,
                measured,
                text(fact, "data_status"),
                number(fact, "numerator"),
                number(fact, "denominator"),
                number(fact, "value"),
                number(fact, "value_exact"),
                number(fact, "coverage"),
                aim(fact),
                text(fact, "reason").orElse(""),
                text(fact, "silent").orElse(""),
                text(fact, "data_as_of").map(LocalDate::parse));
        if (fact.isNullAt(at)) {
          cells.add(cell);
        } else {
          spare.add(
              new UnitFacts.Spare(
                  fact.getBoolean(fact.fieldIndex("above")), fact.getInt(at), cell));
        }
      }
    }
    return UnitFacts.of(
            row.getString(row.fieldIndex("unit")),
            row.getString(row.fieldIndex("class")),
            cells,
            aims)
        .withSpare(spare);
  }

  private static Optional<Aim> aim(Row fact) {
    return TargetValue.of(
            operator(text(fact, "op")),
            number(fact, "bound"),
            number(fact, "low"),
            number(fact, "high"))
        .map(goal -> new Aim(goal, text(fact, "source").orElse("")));
  }

  /** A delivered parameter has no operator of its own: it is to be reached. */
  private static Target.Operator operator(Optional<String> sign) {
    for (Target.Operator operator : Target.Operator.values()) {
      if (sign.filter(operator.sign()::equals).isPresent()) {
        return operator;
      }
    }
    return Target.Operator.REACH;
  }

  /** The result row of a unit. */
  static Row result(Scheme scheme, String period, Ranking.Place place) {
    Scorecard card = scheme.card();
    Totals.UnitTotal total = place.total();
    List<Row> inputs = new ArrayList<>();
    List<Row> lines = new ArrayList<>();
    for (ItemLine line : total.lines()) {
      for (ItemLine.Input input : line.inputs()) {
        inputs.add(
            RowFactory.create(
                card.name(),
                period,
                total.unit(),
                line.item().code(),
                input.name(),
                cell(input.value()),
                input.source()));
      }
      lines.add(line(card, period, total, line));
    }
    return RowFactory.create(
        inputs.toArray(), lines.toArray(), totals(scheme, period, place).toArray());
  }

  private static Row line(Scorecard card, String period, Totals.UnitTotal total, ItemLine line) {
    Optional<Reading> reading = line.reading();
    return RowFactory.create(
        card.name(),
        period,
        total.unit(),
        total.unitClass(),
        line.section(),
        line.item().code(),
        line.item().indicator().orElse(null),
        reading.map(r -> String.join(";", r.measured())).orElse(null),
        rule(line.item().rule()),
        line.branch().text(),
        line.status().text(),
        line.counted(),
        cell(reading.flatMap(r -> card.exact() ? r.exact() : r.value())),
        cell(line.aim().flatMap(Aim::value)),
        cell(Optional.of(line.item().points())),
        cell(line.points()),
        cell(line.pointsExact()),
        cell(line.points().map(p -> line.item().points().subtract(p))),
        line.roundingDecided(),
        line.sentence().zh(),
        line.sentence().en(),
        line.ordinal());
  }

  private static List<Row> totals(Scheme scheme, String period, Ranking.Place place) {
    Scorecard card = scheme.card();
    boolean open = scheme.open(Period.parse(period).orElseThrow());
    Totals.UnitTotal total = place.total();
    Optional<LocalDate> asOf =
        total.lines().stream()
            .flatMap(l -> l.reading().stream())
            .flatMap(r -> r.asOf().stream())
            .min(Comparator.naturalOrder());
    List<Row> rows = new ArrayList<>();
    for (Totals.Section section : total.sections()) {
      rows.add(
          RowFactory.create(
              card.name(),
              period,
              total.unit(),
              total.unitClass(),
              section.code(),
              cell(section.weight()),
              cell(section.points()),
              cell(Optional.of(section.full())),
              cell(section.score()),
              cell(section.exact()),
              cell(Optional.of(section.low())),
              cell(Optional.of(section.high())),
              null,
              null,
              place.rankedUnits(),
              reason(section.reasons()),
              words(card, section.reasons(), Label::zh),
              words(card, section.reasons(), Label::en),
              MONITORING,
              open,
              asOf.map(LocalDate::toString).orElse(null)));
    }
    BigDecimal weight =
        total.sections().stream()
            .flatMap(s -> s.weight().stream())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    rows.add(
        RowFactory.create(
            card.name(),
            period,
            total.unit(),
            total.unitClass(),
            Totals.TOTAL,
            cell(Optional.of(weight)),
            cell(total.total()),
            cell(Optional.of(card.fullMarks())),
            cell(total.total()),
            cell(total.exact()),
            cell(Optional.of(total.low())),
            cell(Optional.of(total.high())),
            place.grade().orElse(null),
            place.rank().orElse(null),
            place.rankedUnits(),
            reason(place.reasons()),
            words(card, place.reasons(), Label::zh),
            words(card, place.reasons(), Label::en),
            MONITORING,
            open,
            asOf.map(LocalDate::toString).orElse(null)));
    return rows;
  }

  private static @Nullable String reason(List<TotalReason> reasons) {
    return reasons.isEmpty() ? null : TotalReason.text(reasons);
  }

  private static @Nullable String words(
      Scorecard card, List<TotalReason> reasons, Function<Label, String> language) {
    return reasons.isEmpty() ? null : language.apply(TotalReason.words(card, reasons));
  }

  private static String rule(Scorecard.Rule rule) {
    if (rule instanceof Scorecard.Rule.Ratio) {
      return "ratio";
    }
    if (rule instanceof Scorecard.Rule.Step) {
      return "step";
    }
    if (rule instanceof Scorecard.Rule.Band) {
      return "band";
    }
    if (rule instanceof Scorecard.Rule.YesNo) {
      return "yes-no";
    }
    if (rule instanceof Scorecard.Rule.CountDeduct) {
      return "count-deduct";
    }
    if (rule instanceof Scorecard.Rule.Compare) {
      return "compare";
    }
    return "formula";
  }

  private static @Nullable BigDecimal cell(Optional<BigDecimal> number) {
    return number.flatMap(n -> Stored.fit(n, NUMBER)).orElse(null);
  }

  private static Optional<String> text(Row row, String column) {
    int index = row.fieldIndex(column);
    return row.isNullAt(index) ? Optional.empty() : Optional.of(row.getString(index));
  }

  private static Optional<BigDecimal> number(Row row, String column) {
    int index = row.fieldIndex(column);
    return row.isNullAt(index) ? Optional.empty() : Optional.of(row.getDecimal(index));
  }
}
