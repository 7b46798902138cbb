package org.kaohe.gold;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.try_sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.kaohe.config.Part;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.SafeSql;
import org.kaohe.error.KaoheException;

/**
 * One aggregation over a source for all the parts that read it, at leaf unit x period x delivery.
 *
 * <p>Parts differ in which columns place a row (death by place of residence and date of death, by
 * place and date of registration …); a row is expanded to its distinct placements and every part
 * looks at its own.
 */
final class Aggregation {
  /** What gold's numbers are written as. */
  static final DecimalType NUMBER = DataTypes.createDecimalType(27, 9);

  /** Kind of a row that is added up with its like. */
  static final String ADDITIVE = "additive";

  /** Kind of a row that stands for its unit and period as delivered. */
  static final String AS_IS = "as-is";

  /** Kind of a row that only tells where distinct values were found. */
  static final String DISTINCT = "distinct";

  /** Kind of a row that counts what was read, whatever the parts made of it. */
  static final String READ = "read";

  /** Lines that are named of a delivery. */
  static final int LINES = 5;

  /** Columns that place a row; {@code daily} keeps the days of a month apart. */
  record Placement(String unit, String at, boolean daily) {}

  private final Source source;
  private final List<Parts.Read> reads;
  private final List<Placement> placements;

  private final List<PartAmount> amounts;

  Aggregation(Source source, List<Parts.Read> reads) {
    this.source = source;
    this.reads = reads;
    Map<String, DataType> types = new HashMap<>();
    this.amounts = reads.stream().map(r -> new PartAmount(source, r, types)).toList();
    this.placements = reads.stream().map(r -> placement(source, r)).distinct().toList();
  }

  static Placement placement(Source source, Parts.Read read) {
    Part part = read.part();
    String unit =
        part.unit()
            .or(source::unit)
            .orElseThrow(
                () ->
                    new KaoheException(
                        "K2803",
                        "%s reads %s, which names no unit column. Name one in the part or the contract."
                            .formatted(read.id(), source.name())));
    return new Placement(unit, part.at().orElse(source.at()), part.aggregate() == Aggregate.LAST);
  }

  /**
   * The parts in long form: {@code part, kind, unit, period, thing, day, delivery, rows, empty,
   * value, reason, lines}. {@code period} is NULL and {@code unit} empty where the row has none;
   * {@code empty} rows are counted by no part of a ratio, because one of its parts has no figure in
   * them (RULES R37); {@code reason} says why there is no value although there are rows: it could
   * not be computed from one of them, or is too large to be written down.
   */
  Dataset<Row> frame() {
    Dataset<Row> placed = placed();
    List<Column> measures = new ArrayList<>();
    measures.add(count(lit(1)).as("_n"));
    for (int i = 0; i < reads.size(); i++) {
      measures.addAll(aggregates(i));
    }
    Dataset<Row> groups =
        placed
            .groupBy("_k", "_unit", "_month", "_text", "_thing", "_day", "_delivery")
            .agg(measures.get(0), measures.subList(1, measures.size()).toArray(Column[]::new));
    List<Column> results = new ArrayList<>();
    results.add(
        struct(
            lit(source.name()).as("part"),
            lit(READ).as("kind"),
            col("_n").as("rows"),
            lit(0L).as("empty"),
            lit(null).cast(NUMBER).as("value"),
            lit(null).cast("string").as("reason"),
            lit("").as("lines")));
    for (int i = 0; i < reads.size(); i++) {
      results.add(result(i));
    }
    return groups
        .select(
            coalesce(col("_unit"), lit("")).as("unit"),
            PeriodColumns.text(col("_month"), col("_text")).as("period"),
            col("_thing").as("thing"),
            col("_day").as("day"),
            coalesce(col("_delivery"), lit("")).as("delivery"),
            explode(array_compact(array(results.toArray(Column[]::new)))).as("r"))
        .select(
            col("r.part").as("part"),
            col("r.kind").as("kind"),
            col("unit"),
            col("period"),
            col("thing"),
            col("day"),
            col("delivery"),
            col("r.rows").as("rows"),
            col("r.empty").as("empty"),
            col("r.value").as("value"),
            col("r.reason").as("reason"),
            col("r.lines").as("lines"));
  }

  /**
   * The rows behind {@link #frame()}, one by one: {@code part, unit, period, thing, day, delivery,
   * line}. {@code line} is NULL for a row that the part looks at and does not count.
   */
  Dataset<Row> lines() {
    List<Column> results = new ArrayList<>();
    for (int i = 0; i < reads.size(); i++) {
      results.add(mine(i, struct(lit(reads.get(i).id()).as("part"), counted(i).as("line"))));
    }
    return placed()
        .select(
            coalesce(col("_unit"), lit("")).as("unit"),
            PeriodColumns.text(col("_month"), col("_text")).as("period"),
            col("_thing").as("thing"),
            col("_day").as("day"),
            coalesce(col("_delivery"), lit("")).as("delivery"),
            explode(array_compact(array(results.toArray(Column[]::new)))).as("r"))
        .select(
            col("r.part").as("part"),
            col("unit"),
            col("period"),
            col("thing"),
            col("day"),
            col("delivery"),
            col("r.line").as("line"));
  }

  /** Rows with their placement, and for each part the line and argument where it counts them. */
  private Dataset<Row> placed() {
    List<Column> inputs = new ArrayList<>();
    inputs.add(col("_delivery"));
    for (int i = 0; i < reads.size(); i++) {
      Part part = reads.get(i).part();
      PartAmount amount = amounts.get(i);
      Column line = amount.line();
      Optional<Column> hole = amount.hole();
      for (int other : partners(i)) {
        Optional<Column> theirs = amounts.get(other).hole();
        hole = hole.isEmpty() ? theirs : hole.map(h -> theirs.map(h::or).orElse(h));
      }
      boolean paired = !partners(i).isEmpty() && hole.isPresent();
      if (paired) {
        inputs.add(when(line.isNotNull().and(hole.orElseThrow()), true).as("_e" + i));
        line = when(not(hole.orElseThrow()), line);
      } else if (amount.owed() && hole.isPresent()) {
        inputs.add(when(hole.orElseThrow(), true).as("_e" + i));
      }
      inputs.add(line.as("_l" + i));
      if (amount.summed()) {
        Column argument = amount.value();
        inputs.add((paired ? when(not(hole.orElseThrow()), argument) : argument).as("_a" + i));
      } else if (part.aggregate() == Aggregate.DISTINCT) {
        Column key = SafeSql.column(part.argument().orElseThrow());
        inputs.add(SafeSql.value(PartAmount.chosen(part, key)).isNotNull().as("_a" + i));
      }
      if (amount.computed()) {
        inputs.add(amount.raised().as("_x" + i));
      }
    }
    List<Column> structs = new ArrayList<>();
    for (int k = 0; k < placements.size(); k++) {
      Placement p = placements.get(k);
      Column at = PeriodColumns.named(p.at());
      DataType type = source.type(p.at());
      structs.add(
          struct(
              lit(k).as("_k"),
              PeriodColumns.named(p.unit()).cast("string").as("_unit"),
              PeriodColumns.monthNumber(at, type).as("_month"),
              PeriodColumns.periodText(at, type).as("_text"),
              (p.daily() ? thing(p) : lit("")).as("_thing"),
              (p.daily() ? PeriodColumns.day(at, type) : lit(0)).as("_day")));
    }
    // A single placement needs no row generator, which would break the pipeline of generated code.
    inputs.add(
        structs.size() == 1
            ? structs.get(0).as("_p")
            : explode(array(structs.toArray(Column[]::new))).as("_p"));
    return source
        .rows()
        .select(inputs.toArray(Column[]::new))
        .select(col("_p.*"), col("*"))
        .drop("_p");
  }

  /** What a stock is of, within its unit: each has a last reading of its own (RULES R37). */
  private Column thing(Placement placement) {
    List<String> things = source.things(placement.unit(), placement.at());
    return things.isEmpty()
        ? lit("")
        : concat_ws(
            "\u001f",
            things.stream()
                .map(c -> coalesce(PeriodColumns.named(c).cast("string"), lit("")))
                .toArray(Column[]::new));
  }

  /** The other part of a ratio of which both sides come from the same rows. */
  private List<Integer> partners(int i) {
    Parts.Read read = reads.get(i);
    List<Integer> found = new ArrayList<>();
    for (int j = 0; j < reads.size(); j++) {
      Parts.Read other = reads.get(j);
      boolean pair =
          j != i
              && other.indicator().code().equals(read.indicator().code())
              && other.version().equals(read.version())
              && !other.part().holdYear()
              && !read.part().holdYear()
              && other.part().aggregate() != Aggregate.DISTINCT
              && read.part().aggregate() != Aggregate.DISTINCT
              && placement(source, other).equals(placement(source, read));
      if (pair) {
        found.add(j);
      }
    }
    return found;
  }

  private boolean empties(int i) {
    boolean hole = amounts.get(i).hole().isPresent();
    return partners(i).isEmpty()
        ? amounts.get(i).owed() && hole
        : hole || partners(i).stream().anyMatch(j -> amounts.get(j).hole().isPresent());
  }

  private Column mine(int i, Column column) {
    return placements.size() == 1
        ? column
        : when(col("_k").equalTo(placements.indexOf(placement(source, reads.get(i)))), column);
  }

  /** Line of a row that the part counts, else NULL. */
  private Column counted(int i) {
    Column line = mine(i, col("_l" + i));
    return reads.get(i).part().aggregate() == Aggregate.DISTINCT ? when(col("_a" + i), line) : line;
  }

  private List<Column> aggregates(int i) {
    Part part = reads.get(i).part();
    Column line = counted(i);
    List<Column> columns = new ArrayList<>();
    columns.add(count(line).as("_r" + i));
    columns.add(Smallest.of(line, LINES).as("_f" + i));
    if (amounts.get(i).summed()) {
      Column argument = mine(i, col("_a" + i));
      boolean once = part.aggregate() == Aggregate.GIVEN && !part.additive();
      // A sum too large is none, though there was something to add up.
      columns.add((once ? max(argument) : try_sum(argument)).as("_v" + i));
      columns.add(count(argument).as("_c" + i));
    }
    if (empties(i)) {
      columns.add(count(mine(i, col("_e" + i))).as("_e" + i));
    }
    if (amounts.get(i).computed()) {
      columns.add(bool_or(mine(i, col("_x" + i))).as("_x" + i));
    }
    return columns;
  }

  private Column result(int i) {
    Parts.Read read = reads.get(i);
    Part part = read.part();
    Column rows = col("_r" + i);
    Column empty = empties(i) ? col("_e" + i) : lit(0L);
    Column some = empties(i) ? rows.gt(0).or(empty.gt(0)) : rows.gt(0);
    // Rows were read and none counted: that is a zero, not a missing value.
    Column zero = empties(i) ? rows.equalTo(0).and(empty.equalTo(0)) : rows.equalTo(0);
    Column value =
        switch (part.aggregate()) {
          case COUNT ->
              empties(i) ? when(rows.gt(0).or(zero), rows.cast(NUMBER)) : rows.cast(NUMBER);
          case SUM, LAST -> when(zero, lit(0).cast(NUMBER)).otherwise(number(i));
          case GIVEN -> part.additive() ? number(i) : when(rows.equalTo(1), number(i));
          case DISTINCT -> lit(null).cast(NUMBER);
        };
    String kind =
        switch (part.aggregate()) {
          case COUNT, SUM, LAST -> ADDITIVE;
          case GIVEN -> part.additive() ? ADDITIVE : AS_IS;
          case DISTINCT -> DISTINCT;
        };
    Column reason = reason(i);
    Column result =
        struct(
            lit(read.id()).as("part"),
            lit(kind).as("kind"),
            rows.as("rows"),
            empty.as("empty"),
            when(reason.isNull(), value).as("value"),
            reason.as("reason"),
            lines(i).as("lines"));
    Column present = lit(true);
    if (placements.size() > 1) {
      present = col("_k").equalTo(placements.indexOf(placement(source, read)));
    }
    if (part.aggregate() == Aggregate.GIVEN || part.aggregate() == Aggregate.DISTINCT) {
      present = present.and(some.or(reason.isNotNull()));
    }
    return when(present, result);
  }

  /** A row without an answer, or a number that is too large. */
  private Column reason(int i) {
    Column raised = amounts.get(i).computed() ? col("_x" + i) : lit(false);
    Column large =
        amounts.get(i).summed() ? col("_c" + i).gt(0).and(number(i).isNull()) : lit(false);
    return when(raised, lit(Reason.NOT_COMPUTABLE.code())).when(large, lit(Reason.OVERFLOW.code()));
  }

  private Column number(int i) {
    return amounts.get(i).number(col("_v" + i));
  }

  /** The first lines, separated by semicolons. */
  private static Column lines(int i) {
    List<Column> texts = new ArrayList<>();
    for (int n = 0; n < LINES; n++) {
      Column line = col("_f" + i).getItem(n);
      texts.add(when(line.notEqual(Smallest.NONE), line.cast("string")));
    }
    return concat_ws(";", texts.toArray(Column[]::new));
  }
}
