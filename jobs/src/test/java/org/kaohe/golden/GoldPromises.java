package org.kaohe.golden;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;

/** Holds the gold tables of a release to the contracts in {@code schemas/gold}. */
public final class GoldPromises {
  private static final Path CONTRACTS = Path.of("..", "schemas", "gold");

  private GoldPromises() {}

  /** What the tables don't keep: columns, types, keys that repeat, cells that are required. */
  public static List<String> broken(SparkSession spark, Warehouse warehouse, Release release)
      throws IOException {
    List<String> broken = new ArrayList<>();
    for (Map.Entry<TableId, Long> table : new TreeMap<>(release.tables()).entrySet()) {
      if (table.getKey().layer().equals("gold")) {
        Path contract = CONTRACTS.resolve(table.getKey().name() + ".yaml");
        if (Files.exists(contract)) {
          JsonNode columns =
              new YAMLMapper()
                  .readTree(contract.toFile())
                  .path("schema")
                  .path(0)
                  .path("properties");
          broken(warehouse.read(spark, table.getKey(), table.getValue()), columns)
              .forEach(b -> broken.add(table.getKey() + ": " + b));
        } else {
          broken.add(table.getKey() + " has no contract");
        }
      }
    }
    unproved(spark, warehouse, broken);
    return broken;
  }

  /** Every night proves of all its cells that sources and units add up (R37, R41). */
  private static void unproved(SparkSession spark, Warehouse warehouse, List<String> broken) {
    for (String check : List.of("sources_add_up", "units_add_up")) {
      List<Row> results =
          warehouse
              .read(spark, TableId.ops("check_result"))
              .where(col("check").equalTo(check))
              .select("passed", "observed")
              .collectAsList();
      if (results.stream().noneMatch(r -> r.getString(1).matches("0 of [1-9]\\d* .*"))) {
        broken.add(check + " has seen no number: " + results);
      }
      results.stream()
          .filter(r -> !r.getBoolean(0))
          .forEach(r -> broken.add(check + ": " + r.getString(1)));
    }
  }

  private static List<String> broken(Dataset<Row> rows, JsonNode columns) {
    List<String> promised = new ArrayList<>();
    List<String> required = new ArrayList<>();
    List<String> key = new ArrayList<>(Collections.nCopies(columns.size(), ""));
    for (JsonNode column : columns) {
      String name = column.path("name").asText();
      promised.add(name + " " + column.path("physicalType").asText());
      if (column.path("required").asBoolean()) {
        required.add(name);
      }
      if (column.path("primaryKey").asBoolean()) {
        key.set(column.path("primaryKeyPosition").asInt() - 1, name);
      }
    }
    key.removeIf(String::isEmpty);
    List<String> real =
        Arrays.stream(rows.schema().fields())
            .map(f -> f.name() + " " + f.dataType().catalogString())
            .toList();
    if (!real.equals(promised)) {
      return List.of("columns are %s, promised are %s".formatted(real, promised));
    }
    List<String> broken = new ArrayList<>();
    // One pass: all rows, the different keys among them, and for each required column the empty
    // ones.
    List<Column> counts = new ArrayList<>();
    counts.add(count_distinct(col(key.get(0)), columns(key.subList(1, key.size()))));
    required.forEach(c -> counts.add(count(when(col(c).isNull(), 1))));
    Row counted = rows.agg(count(lit(1)), counts.toArray(Column[]::new)).collectAsList().get(0);
    for (int i = 0; i < required.size(); i++) {
      if (counted.getLong(i + 2) > 0) {
        broken.add("%d rows have no %s".formatted(counted.getLong(i + 2), required.get(i)));
      }
    }
    if (counted.getLong(1) != counted.getLong(0)) {
      broken.add("%d keys %s for %d rows".formatted(counted.getLong(1), key, counted.getLong(0)));
    }
    return broken;
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(n -> col(n)).toArray(Column[]::new);
  }
}
