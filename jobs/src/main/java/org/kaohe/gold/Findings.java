package org.kaohe.gold;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.kaohe.config.Definitions;
import org.kaohe.config.Unit;
import org.kaohe.stage.StageResult;

/**
 * What a night has to say of the rows behind measures: how many were read, which could not be
 * placed and why, and which parts can't be computed.
 */
final class Findings {
  private static final int NAMED_CODES = 5;

  private final LocalDate businessDate;
  private final Definitions definitions;
  private final Map<String, String> failing;
  private final Set<String> waiting;

  /**
   * @param failing why parts can't be computed, by part
   * @param waiting parts that could not in an earlier night, and were not tried
   */
  Findings(
      LocalDate businessDate,
      Definitions definitions,
      Map<String, String> failing,
      Set<String> waiting) {
    this.businessDate = businessDate;
    this.definitions = definitions;
    this.failing = failing;
    this.waiting = waiting;
  }

  /** Of no rows at all. */
  StageResult nothing() {
    return new StageResult("gold.measure", Map.of(), List.of(), failures());
  }

  /** A row after its unit's last day, before its first, or after today (RULES R38). */
  private Column outside() {
    Column start = PeriodColumns.start(col("period"));
    Column outside = start.gt(lit(businessDate.toString()));
    for (Unit unit : definitions.units().values()) {
      Column its = col("unit").equalTo(unit.code());
      if (unit.validFrom().isPresent()) {
        outside =
            outside.or(
                its.and(
                    PeriodColumns.end(col("period"))
                        .lt(unit.validFrom().orElseThrow().toString())));
      }
      if (unit.validTo().isPresent()) {
        outside = outside.or(its.and(start.gt(unit.validTo().orElseThrow().toString())));
      }
    }
    return coalesce(outside.and(col("period").isNotNull()), lit(false));
  }

  /** Counts what was read and names what could not be placed. */
  StageResult of(Dataset<Row> read, int parts) {
    Column unknown = not(col("unit").isInCollection(definitions.units().keySet()));
    List<Row> rows =
        read.withColumn("timeless", col("period").isNull())
            .withColumn("outside", outside())
            .groupBy("part", "timeless")
            .agg(
                sum("rows").as("n"),
                sum(when(unknown, col("rows"))).as("lost"),
                // The same code may come with several months: more than are named, to be thinned
                // out.
                max_by(
                        when(unknown, col("unit")),
                        when(unknown, col("rows")),
                        NAMED_CODES * NAMED_CODES)
                    .as("named"),
                sum(when(col("outside"), col("rows"))).as("out"),
                max_by(
                        when(col("outside"), concat_ws(" ", col("unit"), col("period"))),
                        when(col("outside"), col("rows")),
                        NAMED_CODES * NAMED_CODES)
                    .as("where"))
            .orderBy("part")
            .collectAsList();
    Map<String, Long> counts = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    for (Row row : rows) {
      String source = row.getString(0);
      counts.merge("rows", row.getLong(2), Long::sum);
      if (row.getBoolean(1)) {
        counts.merge("no period", row.getLong(2), Long::sum);
        warnings.add(
            "%s: %,d rows without a period are in no cell".formatted(source, row.getLong(2)));
      }
      if (!row.isNullAt(3)) {
        counts.merge("no such unit", row.getLong(3), Long::sum);
        String codes =
            row.<String>getList(4).stream()
                .map(c -> c.isEmpty() ? "(empty)" : c)
                .distinct()
                .limit(NAMED_CODES)
                .collect(Collectors.joining(", "));
        warnings.add(
            "%s: no such unit: %,d rows are in no cell (%s)"
                .formatted(source, row.getLong(3), codes));
      }
      if (!row.isNullAt(5)) {
        counts.merge("outside", row.getLong(5), Long::sum);
        warnings.add(
            "K5012: %s: %,d rows are in no cell, because their unit did not exist then or their date is in the future (%s)"
                .formatted(
                    source,
                    row.getLong(5),
                    row.<String>getList(6).stream()
                        .distinct()
                        .limit(NAMED_CODES)
                        .collect(Collectors.joining(", "))));
      }
    }
    counts.put("parts", (long) parts);
    return new StageResult("gold.measure", counts, warnings, failures());
  }

  /** A sentence for each part that is marked, tonight or since an earlier night. */
  private List<String> failures() {
    List<String> sentences = new ArrayList<>();
    for (Parts.Read read : Parts.all(definitions).toList()) {
      String from =
          (definitions.views().containsKey(read.part().from()) ? "view " : "dataset ")
              + read.part().from();
      String why = failing.get(read.id());
      if (why != null) {
        sentences.add(
            "K5010: %s can't be computed from %s, so all cells of the indicator %s say not-computable: %s. Mend the definition or the data."
                .formatted(read.id(), from, read.indicator().code(), why));
      } else if (waiting.contains(read.id())) {
        sentences.add(
            "K5010: %s still can't be computed from %s, which has not changed since it failed. Mend the definition or the data."
                .formatted(read.id(), from));
      }
    }
    return sentences;
  }
}
