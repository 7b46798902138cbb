package org.kaohe.golden;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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

  /** Compares what came out; empty when everything is as expected. */
  String differences(SparkSession spark, Warehouse warehouse) throws IOException {
    StringBuilder differences = new StringBuilder();
    for (Expectation expectation : expectations(spark, warehouse)) {
      differences.append(
          GoldenDiff.between(
              expectation.name(),
              GoldenTable.read(spark, expectation.file()),
              expectation.actual()));
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
      for (Expectation expectation : expectations(spark, warehouse)) {
        Files.writeString(expectation.file(), expectation.actual().csv());
      }
    }
  }

  private record Expectation(String name, Path file, GoldenTable actual) {}

  private List<Expectation> expectations(SparkSession spark, Warehouse warehouse)
      throws IOException {
    for (TableId table : warehouse.tables()) {
      warehouse.read(spark, table).createOrReplaceTempView(table.layer() + "_" + table.name());
    }
    List<Path> files;
    try (Stream<Path> found = Files.list(path.resolve("expected"))) {
      files = found.filter(f -> f.toString().endsWith(".csv")).sorted().toList();
    }
    List<Expectation> expectations = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString().replaceFirst("\\.csv$", "");
      Path sql = file.resolveSibling(name + ".sql");
      List<String> columns = GoldenTable.header(spark, file);
      if (Files.exists(sql)) {
        expectations.add(
            new Expectation(
                name, file, GoldenTable.of(columns(spark.sql(Files.readString(sql)), columns))));
      } else {
        Dataset<Row> rows = columns(warehouse.read(spark, TableId.parse(name)), columns);
        expectations.add(new Expectation(name, file, GoldenTable.of(rows.distinct())));
      }
    }
    return expectations;
  }

  private static Dataset<Row> columns(Dataset<Row> rows, List<String> columns) {
    return rows.selectExpr(columns.stream().map(c -> "`" + c + "`").toArray(String[]::new));
  }
}
