package org.kaohe.golden;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A small table as text: what an {@code expected/*.csv} holds, and what a query gave.
 *
 * @param columns their names, in order
 * @param numeric the columns that hold numbers
 * @param rows cells as text, the empty one for "no value"
 */
record GoldenTable(List<String> columns, Set<String> numeric, List<List<String>> rows) {

  /** Reads a CSV file with a header; an empty cell is no value. */
  static GoldenTable read(SparkSession spark, Path file) {
    return of(csv(spark, file));
  }

  /** The column names of a CSV file. */
  static List<String> header(SparkSession spark, Path file) {
    return List.of(csv(spark, file).columns());
  }

  private static Dataset<Row> csv(SparkSession spark, Path file) {
    return spark
        .read()
        .option("header", true)
        .option("multiLine", true)
        .option("escape", "\"")
        .csv(file.toString());
  }

  /** The rows of a query; lists are written as their elements with {@code ;} between. */
  static GoldenTable of(Dataset<Row> rows) {
    Set<String> numeric = new HashSet<>();
    for (StructField field : rows.schema().fields()) {
      if (field.dataType() instanceof NumericType) {
        numeric.add(field.name());
      }
    }
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows.collectAsList()) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        texts.add(row.isNullAt(i) ? "" : text(row.get(i)));
      }
      cells.add(texts);
    }
    return new GoldenTable(List.of(rows.columns()), numeric, cells);
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Seq<?> list) {
      List<String> elements = new ArrayList<>();
      CollectionConverters.asJava(list).forEach(e -> elements.add(String.valueOf(e)));
      return String.join(";", elements);
    }
    return value.toString();
  }

  /** As CSV, rows in order. */
  String csv() {
    StringBuilder text = new StringBuilder(line(columns)).append('\n');
    rows.stream().map(GoldenTable::line).sorted().forEach(l -> text.append(l).append('\n'));
    return text.toString();
  }

  /** One row as a CSV line. */
  static String line(List<String> cells) {
    List<String> texts = new ArrayList<>();
    for (String cell : cells) {
      texts.add(cell.matches("(?s).*[,\"\n\r].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }
    return String.join(",", texts);
  }
}
