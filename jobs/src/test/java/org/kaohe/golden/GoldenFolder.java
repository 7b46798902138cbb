package org.kaohe.golden;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;

/**
 * One golden folder: a workspace with what must come out of it.
 *
 * <pre>
 * conf/ schemas/                    the definitions
 * landing/                          what lies there before the first night
 * landing-2/ landing-3/ …           what arrives before the second, third … night
 * expected/&lt;layer&gt;.&lt;table&gt;.csv      the table after the last night, in the columns named by the header:
 *                                   exactly these different rows, in any order
 * expected/&lt;name&gt;.sql + &lt;name&gt;.csv  exactly the rows of a query over all tables, which are views named
 *                                   &lt;layer&gt;_&lt;table&gt;
 * golden.properties                 update=false when the expectation came from elsewhere and is not
 *                                   ours to rewrite
 * </pre>
 *
 * Numbers may differ by {@link GoldenDiff#TOLERANCE}; an empty cell is no value; the elements of a
 * list stand with {@code ;} between them.
 */
record GoldenFolder(Path path) {

  /** The folder itself when it is a golden folder, else those directly inside it, by name. */
  static List<GoldenFolder> in(Path root) {
    if (Files.isDirectory(root.resolve("conf"))) {
      return List.of(new GoldenFolder(root));
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(f -> Files.isDirectory(f.resolve("conf")))
          .sorted()
          .map(GoldenFolder::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }

  /** Lays out an empty workspace with the definitions and no delivery yet. */
  void prepare(Path workspace) throws IOException {
    if (Files.exists(workspace)) {
      try (Stream<Path> old = Files.walk(workspace)) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    for (String part : List.of("conf", "schemas")) {
      copy(path.resolve(part), workspace.resolve(part));
    }
  }

  /** How many nights there are: one, and one more for each further landing folder. */
  int nights() {
    int nights = 1;
    while (Files.isDirectory(landing(nights + 1))) {
      nights++;
    }
    return nights;
  }

  /** Adds what arrives before a night, counted from 1. */
  void deliver(int night, Path workspace) throws IOException {
    copy(landing(night), workspace.resolve("landing"));
  }

  private Path landing(int night) {
    return path.resolve(night == 1 ? "landing" : "landing-" + night);
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  /** Compares what the nights released; empty when everything is as expected. */
  String differences(SparkSession spark, Warehouse warehouse) throws IOException {
    Map<TableId, Dataset<Row>> tables = tables(spark, warehouse);
    StringBuilder differences = new StringBuilder();
    for (Path file : expected()) {
      String name = name(file);
      try {
        differences.append(
            GoldenDiff.between(name, GoldenTable.read(spark, file), actual(spark, file, tables)));
      } catch (Exception e) {
        // Spark's checked exceptions are not declared; a missing table or column is a difference.
        differences.append("--- expected %s%n%s%n".formatted(name, e.getMessage()));
      }
    }
    return differences.toString();
  }

  /** Rewrites the expectation with what came out, unless it is not ours. */
  void update(SparkSession spark, Warehouse warehouse) throws IOException {
    Properties options = new Properties();
    Path file = path.resolve("golden.properties");
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        options.load(reader);
      }
    }
    if (options.getProperty("update", "true").equals("true")) {
      Map<TableId, Dataset<Row>> tables = tables(spark, warehouse);
      for (Path expected : expected()) {
        Files.writeString(expected, actual(spark, expected, tables).csv());
      }
    }
  }

  private List<Path> expected() throws IOException {
    try (Stream<Path> found = Files.list(path.resolve("expected"))) {
      return found.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
    }
  }

  private static String name(Path expected) {
    return expected.getFileName().toString().replaceFirst("\\.csv$", "");
  }

  /** Tables as the release holds them; those that no release names as they are. */
  private static Map<TableId, Dataset<Row>> tables(SparkSession spark, Warehouse warehouse) {
    Map<TableId, Long> released =
        new Pointer(warehouse).currentRelease().map(Release::tables).orElse(Map.of());
    Map<TableId, Dataset<Row>> tables = new HashMap<>();
    for (TableId table : warehouse.tables()) {
      long version = released.getOrDefault(table, warehouse.version(table));
      Dataset<Row> rows =
          spark
              .read()
              .format("delta")
              .option("versionAsOf", version)
              .load(warehouse.folder(table).toString());
      rows.createOrReplaceTempView(table.layer() + "_" + table.name());
      tables.put(table, rows);
    }
    return tables;
  }

  /** What came out, in the columns of the expected file. */
  private static GoldenTable actual(
      SparkSession spark, Path expected, Map<TableId, Dataset<Row>> tables) throws IOException {
    String[] columns =
        GoldenTable.header(spark, expected).stream().map(c -> "`" + c + "`").toArray(String[]::new);
    Path sql = expected.resolveSibling(name(expected) + ".sql");
    if (Files.exists(sql)) {
      return GoldenTable.of(spark.sql(Files.readString(sql)).selectExpr(columns));
    }
    Dataset<Row> table = tables.get(TableId.parse(name(expected)));
    if (table == null) {
      throw new IllegalStateException("There is no table " + name(expected));
    }
    return GoldenTable.of(table.selectExpr(columns).distinct());
  }
}
