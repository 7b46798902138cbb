package org.kaohe.silver;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.error.CleanText;
import org.kaohe.landing.KeptRecord;
import org.kaohe.stage.OpenRows;
import org.kaohe.stage.StageContext;

/** Tells why rows wait in quarantine, from which cells they are dropped, and what helps. */
public final class WaitingReasons {
  /** So many cells of a reason are named. */
  private static final int TOLD = 3;

  /** Characters of a cell that are told. */
  private static final int LONGEST = 40;

  private final Definitions definitions;
  private final Function<String, Optional<Origin>> origins;
  private final Map<String, Set<String>> readers;
  private final Map<String, Found> found = new TreeMap<>();

  private WaitingReasons(Definitions definitions, Function<String, Optional<Origin>> origins) {
    this.definitions = definitions;
    this.origins = origins;
    this.readers = definitions.readers();
  }

  /**
   * What the ledger knows of a delivery.
   *
   * @param header its header as kept
   */
  public record Origin(String file, List<String> header) {}

  /** What the rows of one reason have in common. */
  private static final class Found {
    private final String dataset;
    private final String reason;
    private long rows;
    private Row example;
    private final Set<String> cells = new TreeSet<>();

    Found(String dataset, String reason, Row example) {
      this.dataset = dataset;
      this.reason = reason;
      this.example = example;
    }

    void add(long more, Row row, String cell) {
      rows += more;
      int earlier = row.getString(0).compareTo(example.getString(0));
      if (earlier < 0 || (earlier == 0 && row.getLong(1) < example.getLong(1))) {
        example = row;
      }
      cells.add(cell);
    }
  }

  /**
   * The reasons of all datasets, by dataset and reason.
   *
   * @param origins deliveries by id
   */
  public static List<WaitingReason> of(
      StageContext context, Function<String, Optional<Origin>> origins) {
    Optional<Dataset<Row>> open = OpenRows.of(context, context.definitions().contracts().keySet());
    if (open.isEmpty()) {
      return List.of();
    }
    WaitingReasons waiting = new WaitingReasons(context.definitions(), origins);
    // Bounded by units, periods and sets of reasons, not by rows.
    open.get()
        .groupBy(
            col("dataset"),
            col("reasons"),
            coalesce(col("unit"), lit("an unknown unit")).as("unit"),
            coalesce(col("period"), lit("an unknown period")).as("period"))
        .agg(
            count(lit(1)).as("rows"),
            min(struct(col("delivery"), col("line"), col("record"))).as("example"))
        .collectAsList()
        .forEach(waiting::add);
    return waiting.found.values().stream().map(waiting::told).toList();
  }

  private void add(Row row) {
    for (String reason : row.<String>getList(1)) {
      Row example = row.getStruct(5);
      String cell = (row.getString(2) + " " + row.getString(3)).strip();
      found
          .computeIfAbsent(
              row.getString(0) + " " + reason, k -> new Found(row.getString(0), reason, example))
          .add(row.getLong(4), example, cell);
    }
  }

  private WaitingReason told(Found of) {
    Contract contract = definitions.contracts().get(of.dataset);
    Optional<Origin> origin = origins.apply(of.example.getString(0));
    String value =
        contract == null || origin.isEmpty() || of.example.isNullAt(2)
            ? ""
            : value(contract, origin.get(), of.example.getString(2), of.reason);
    return new WaitingReason(
        of.dataset,
        of.reason,
        of.rows,
        origin.map(Origin::file).orElse(of.example.getString(0)),
        of.example.getLong(1),
        value,
        dropped(of),
        contract == null ? "" : WaitingCure.of(contract, of.reason, value));
  }

  /**
   * A cell of a personal column is nobody's to see, and neither is one where a person may stand.
   */
  private static String value(Contract contract, Origin origin, String record, String reason) {
    String kind = reason.substring(0, reason.indexOf(':') + 1);
    String column = reason.substring(kind.length());
    boolean hidden =
        Set.of("personal:", "covered:", "identifier:").contains(kind)
            || contract.columns().stream()
                .anyMatch(c -> c.name().equals(column) && c.person().isPresent());
    return hidden
        ? "********"
        : KeptRecord.cell(contract, origin.header(), record, column)
            .map(text -> CleanText.line(text, LONGEST))
            .orElse("");
  }

  private String dropped(Found of) {
    Set<String> reading = readers.getOrDefault(of.dataset, Set.of());
    if (reading.isEmpty()) {
      return "";
    }
    return names(reading) + " of " + names(of.cells);
  }

  private static String names(Set<String> names) {
    List<String> told = new ArrayList<>(names.stream().limit(TOLD).toList());
    if (names.size() > TOLD) {
      told.add("%,d more".formatted(names.size() - TOLD));
    }
    return String.join(", ", told);
  }
}
