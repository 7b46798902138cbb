package org.kaohe.silver;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_date;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.kaohe.config.Contract;
import org.kaohe.delta.Staged;
import org.kaohe.delta.WriteOptions;
import org.kaohe.landing.DeliveryReader;
import org.kaohe.stage.StageContext;

/**
 * What re-issued tables withdraw ({@code delivery: {mode: replace}}, J22): of a period and a
 * reporter only the last issue stands, and a row of an earlier one whose key it lacks is withdrawn.
 * Such rows stay in silver as withdrawn, so that none comes back when an older version of it
 * arrives late. A key whose row of the last issue is in quarantine is not lacking: as without
 * {@code replace}, what was known of it stands until the row is mended.
 *
 * <p>The period is the delivery's declared one, else that of the row. The reporter is the row's
 * unit where each unit delivers its own, else the one provider; then an issue without a row
 * withdraws as well, if it declares its period.
 */
final class Reissues {
  private static final String PERIOD = "_scope";
  private static final String REPORTER = "_reporter";
  private static final String ISSUE = "_issue";
  private static final String LAST = "_last";
  private static final String OLD = "_old";
  private static final String WITHDRAWN = "_withdrawn";

  private final StageContext context;
  private final Contract contract;
  private final WriteOptions options;

  Reissues(StageContext context, Contract contract, WriteOptions options) {
    this.context = context;
    this.contract = contract;
    this.options = options;
  }

  /**
   * An issue that declares its period.
   *
   * @param issued days since the epoch
   */
  record Issue(String period, int issued, long serial) {}

  /**
   * Rows that are withdrawn.
   *
   * @param rows delivery and line of each; empty when there is none
   * @param arriving slices of those that arrive
   * @param standing slices of those in silver
   */
  record Withdrawn(
      Optional<Dataset<Row>> rows, Set<String> arriving, Set<String> standing, long number) {
    static final Withdrawn NONE = new Withdrawn(Optional.empty(), Set.of(), Set.of(), 0);

    /** The rows, those that are withdrawn flagged. */
    Dataset<Row> flagged(Dataset<Row> all) {
      if (rows.isEmpty()) {
        return all;
      }
      Column now = col(DeliveryReader.DELETED).or(coalesce(col(WITHDRAWN), lit(false)));
      return all.join(
              broadcast(rows.get().withColumn(WITHDRAWN, lit(true))),
              new String[] {DeliveryReader.DELIVERY, DeliveryReader.LINE},
              "left")
          .withColumn(DeliveryReader.DELETED, now)
          .select(Stream.of(all.columns()).map(c -> col(c)).toArray(Column[]::new));
    }
  }

  /**
   * Finds them.
   *
   * @param arrivals rows that passed
   * @param silver what the table holds; empty when it is made anew
   * @param contest rows that lost their key are no matter any more
   * @param rejected rows that did not pass
   * @param issues the arriving ones, and those known of the same periods
   */
  Withdrawn withdrawn(
      Dataset<Row> arrivals,
      Optional<Dataset<Row>> silver,
      Contest contest,
      Dataset<Row> rejected,
      List<Issue> issues) {
    Dataset<Row> rows = scoped(arrivals).withColumn(OLD, lit(false));
    Dataset<Row> said = rows.select(PERIOD, REPORTER, ISSUE);
    if (!each()) {
      said = said.unionByName(declared(issues));
    }
    if (silver.isPresent()) {
      rows =
          rows.unionByName(
              scoped(silver.get())
                  .withColumn(OLD, lit(true))
                  .join(
                      broadcast(said.select(PERIOD, REPORTER).distinct()),
                      new String[] {PERIOD, REPORTER},
                      "left_semi")
                  .select(columns(rows)));
      said = said.unionByName(rows.select(PERIOD, REPORTER, ISSUE));
    }
    // As many as there are periods and reporters.
    Dataset<Row> last =
        broadcast(
            context
                .warehouse()
                .stage(said.groupBy(PERIOD, REPORTER).agg(max(ISSUE).as(LAST)).coalesce(1), options)
                .read());
    String[] scope = {PERIOD, REPORTER};
    Dataset<Row> gone =
        rows.filter(not(col(DeliveryReader.DELETED)))
            .join(last, scope)
            .filter(col(ISSUE).lt(col(LAST)));
    if (contest.losers().isPresent()) {
      gone =
          gone.join(
              contest.losers().get(),
              new String[] {DeliveryReader.DELIVERY, DeliveryReader.LINE},
              "left_anti");
    }
    String[] keys = contract.key().toArray(String[]::new);
    Dataset<Row> waiting =
        scoped(rejected)
            .join(last, scope)
            .filter(col(ISSUE).equalTo(col(LAST)))
            .select(Stream.of(keys).map(k -> col(k)).toArray(Column[]::new));
    Staged staged =
        context
            .warehouse()
            .stage(
                gone.join(waiting, keys, "left_anti")
                    .select(DeliveryReader.DELIVERY, DeliveryReader.LINE, DeliveryReader.SLICE, OLD)
                    .coalesce(1),
                options);
    return staged.isEmpty() ? Withdrawn.NONE : found(staged);
  }

  private static Withdrawn found(Staged staged) {
    Map<Boolean, Set<String>> slices = new HashMap<>();
    for (Row r : staged.read().select(DeliveryReader.SLICE, OLD).distinct().collectAsList()) {
      slices.computeIfAbsent(r.getBoolean(1), k -> new TreeSet<>()).add(r.getString(0));
    }
    return new Withdrawn(
        Optional.of(staged.read().select(DeliveryReader.DELIVERY, DeliveryReader.LINE)),
        slices.getOrDefault(false, Set.of()),
        slices.getOrDefault(true, Set.of()),
        staged.rows());
  }

  private boolean each() {
    return contract.provider().filter(Contract.EACH::equals).isPresent()
        && contract.unit().isPresent();
  }

  private Dataset<Row> scoped(Dataset<Row> rows) {
    Column reporter = each() ? coalesce(col(contract.unit().orElseThrow()), lit("")) : lit("");
    return rows.withColumn(
            PERIOD,
            coalesce(nullif(col(DeliveryReader.PERIOD), lit("")), col(DeliveryReader.SLICE)))
        .withColumn(REPORTER, reporter)
        .withColumn(
            ISSUE,
            struct(
                unix_date(col(DeliveryReader.ISSUED)).as("day"),
                col(DeliveryReader.SERIAL).as("serial")));
  }

  private Dataset<Row> declared(List<Issue> issues) {
    return context
        .spark()
        .createDataFrame(
            issues.stream()
                .map(i -> RowFactory.create(i.period(), "", i.issued(), i.serial()))
                .toList(),
            StructType.fromDDL(
                "%s STRING, %s STRING, day INT, serial BIGINT".formatted(PERIOD, REPORTER)))
        .withColumn(ISSUE, struct(col("day"), col("serial")))
        .drop("day", "serial");
  }

  private static Column[] columns(Dataset<Row> rows) {
    return Stream.of(rows.columns()).map(c -> col(c)).toArray(Column[]::new);
  }
}
