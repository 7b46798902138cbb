package org.kaohe.gold;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;
import org.kaohe.config.Contract.Severity;
import org.kaohe.config.Part;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.delta.Extent;
import org.kaohe.error.ErrorCode;
import org.kaohe.quality.CheckResult;
import org.kaohe.stage.StageContext;

/**
 * What every night proves of the cells that it wrote, from the table itself: the sources of a
 * numerator or denominator add up to it (RULES R41), and a unit is the sum of what the units below
 * it show, with what was delivered for itself (R37). One Spark job, whatever the number of
 * indicators.
 */
public final class SourceChecks {
  private static final DecimalType SUM = DataTypes.createDecimalType(38, 9);
  private static final int NAMED = 5;

  /**
   * A check.
   *
   * @param at column of {@link #sums} that counts what differs; the next names some of it
   * @param other what the number is compared with
   */
  private record Check(int at, String name, String other, ErrorCode code) {}

  private static final List<Check> CHECKS =
      List.of(
          new Check(1, "sources_add_up", "its sources come to", ErrorCode.SOURCES_DO_NOT_ADD_UP),
          new Check(3, "units_add_up", "the units below show", ErrorCode.UNITS_DO_NOT_ADD_UP));

  private final StageContext context;

  private SourceChecks(StageContext context) {
    this.context = context;
  }

  /**
   * What came of the checks.
   *
   * @param cells numerators and denominators that were looked at
   * @param failures a sentence for each check that failed
   */
  public record Outcome(long cells, List<CheckResult> results, List<String> failures) {}

  /** Checks the cells of the indicators that the changes touch. */
  public static Outcome of(StageContext context, Changes changes) {
    Set<String> indicators = CellStage.affected(context.definitions(), changes);
    if (indicators.isEmpty() || !context.warehouse().exists(CellStage.TABLE)) {
      return new Outcome(0, List.of(), List.of());
    }
    return new SourceChecks(context).of(indicators);
  }

  private Outcome of(Set<String> indicators) {
    Row found = sums(indicators).first();
    long cells = found.getLong(0);
    List<CheckResult> results = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Check check : CHECKS) {
      long wrong = found.getLong(check.at());
      String observed = "%d of %d numbers differ".formatted(wrong, cells);
      results.add(
          new CheckResult("", "", check.name(), Severity.ERROR, wrong == 0, observed, "0 differ"));
      if (wrong > 0) {
        failures.add(
            check
                .code()
                .told(
                    "%s, each with what %s: %s. This is a fault of the program, or somebody has"
                        + " written to gold/indicator_value: any change of a definition has all"
                        + " cells computed again. Please report it.")
                .formatted(
                    observed,
                    check.other(),
                    String.join("; ", found.<String>getList(check.at() + 1))));
      }
    }
    return new Outcome(cells, results, failures);
  }

  /**
   * One row: numbers checked, and of each check how many differ and some of them by name.
   *
   * <p>A cell is taken apart by the units next below it. What it has from one that shows a number
   * must be that number; the rest is its own.
   */
  private Dataset<Row> sums(Set<String> indicators) {
    Dataset<Row> sides = sides(indicators);
    Column adds = side(p -> addsUp(p.part()));
    Dataset<Row> own =
        sides.select(
            col("indicator"),
            col("period"),
            col("side"),
            col("unit"),
            lit(null).cast("string").as("child"),
            col("stated"),
            lit(null).cast(SUM).as("through"),
            lit(null).cast(SUM).as("shown"));
    Dataset<Row> made =
        sides
            .select(
                col("indicator"),
                col("period"),
                col("side"),
                col("unit"),
                explode(col("sources")).as("s"))
            .join(
                broadcast(below()),
                col("unit").equalTo(col("above")).and(col("s.unit").equalTo(col("leaf"))),
                "left")
            .select(
                col("indicator"),
                col("period"),
                col("side"),
                col("unit"),
                col("next").as("child"),
                lit(null).cast(SUM).as("stated"),
                col("s.value").cast(SUM).as("through"),
                lit(null).cast(SUM).as("shown"));
    Dataset<Row> shown =
        sides
            .filter(adds)
            .join(broadcast(parents()), col("unit").equalTo(col("next")))
            .select(
                col("indicator"),
                col("period"),
                col("side"),
                col("above").as("unit"),
                col("unit").as("child"),
                lit(null).cast(SUM).as("stated"),
                lit(null).cast(SUM).as("through"),
                col("stated").as("shown"));
    Dataset<Row> cells =
        own.union(made)
            .union(shown)
            .repartition(col("indicator"), col("period"), col("unit"))
            .groupBy("indicator", "period", "unit", "side", "child")
            .agg(max("stated").as("stated"), sum("through").as("through"), sum("shown").as("shown"))
            .groupBy("indicator", "period", "unit", "side")
            .agg(
                max("stated").as("stated"),
                coalesce(sum("through"), lit(0)).cast(SUM).as("sources"),
                sum(coalesce(col("shown"), col("through"), lit(0))).cast(SUM).as("below"),
                count(col("shown")).as("units"))
            .filter(col("stated").isNotNull());
    Column apart = col("stated").notEqual(col("sources"));
    Column uneven = adds.and(col("units").gt(0)).and(col("stated").notEqual(col("below")));
    return cells.agg(
        count(lit(1)),
        count(when(apart, 1)),
        named(apart, col("sources")),
        count(when(uneven, 1)),
        named(uneven, col("below")));
  }

  private static Column named(Column wrong, Column sum) {
    Column text =
        concat_ws(
            " ",
            col("indicator"),
            col("unit"),
            col("period"),
            col("side"),
            col("stated").cast("string"),
            lit("≠"),
            sum.cast("string"));
    Column some = max_by(when(wrong, text), when(wrong, text), NAMED);
    return coalesce(some, array().cast(DataTypes.createArrayType(DataTypes.StringType)));
  }

  /** Numerators and denominators that are made of numbers, with their sources. */
  private Dataset<Row> sides(Set<String> indicators) {
    return context
        .warehouse()
        .read(context.spark(), CellStage.TABLE, Extent.of("indicator", indicators))
        .select(
            col("indicator"),
            col("unit"),
            col("period"),
            explode(
                    array(
                        side("numerator", p -> p.role() != Parts.Role.DENOMINATOR),
                        side("denominator", p -> p.role() == Parts.Role.DENOMINATOR)))
                .as("x"))
        .select("indicator", "unit", "period", "x.*")
        .filter(col("stated").isNotNull())
        .filter(side(p -> p.part().aggregate() != Aggregate.DISTINCT));
  }

  private Column side(String column, Predicate<Parts.Read> its) {
    Set<String> ids = ids(its);
    return struct(
        lit(column).as("side"),
        col(column).cast(SUM).as("stated"),
        filter(col("sources"), s -> s.getField("part").isInCollection(ids)).as("sources"));
  }

  private Set<String> ids(Predicate<Parts.Read> wanted) {
    Set<String> ids = new TreeSet<>();
    Parts.all(context.definitions()).filter(wanted).forEach(r -> ids.add(r.id()));
    return ids;
  }

  private static boolean addsUp(Part part) {
    return part.aggregate() != Aggregate.DISTINCT
        && (part.aggregate() != Aggregate.GIVEN || part.additive());
  }

  /** Sides of which every version is of a kind. */
  private Column side(Predicate<Parts.Read> kind) {
    Set<String> others = new TreeSet<>();
    Parts.all(context.definitions())
        .filter(kind.negate())
        .forEach(
            r ->
                others.add(
                    r.indicator().code()
                        + (r.role() == Parts.Role.DENOMINATOR ? " denominator" : " numerator")));
    return not(concat_ws(" ", col("indicator"), col("side")).isInCollection(others));
  }

  /** {@code above, leaf, next}: the unit next below a unit that a unit further below is under. */
  private Dataset<Row> below() {
    List<Row> rows = new ArrayList<>();
    CellPlan.places(context.definitions())
        .forEach(
            (unit, place) -> {
              for (int i = 1; i < place.chain().size(); i++) {
                rows.add(RowFactory.create(place.chain().get(i), unit, place.chain().get(i - 1)));
              }
            });
    return context
        .spark()
        .createDataFrame(
            rows,
            new StructType()
                .add("above", DataTypes.StringType)
                .add("leaf", DataTypes.StringType)
                .add("next", DataTypes.StringType));
  }

  private Dataset<Row> parents() {
    return below().filter(col("leaf").equalTo(col("next"))).select("above", "next");
  }
}
