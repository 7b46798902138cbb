package org.kaohe.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.kaohe.bench.BenchReport.Work;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import org.kaohe.sample.BenchWorkspace;

/**
 * Whether both did the same work. DuckDB counts both sides, ours from the files of the release.
 *
 * @param silver current rows
 * @param quarantine failing rows of all deliveries
 * @param cells counties x months of the cube
 * @param differing cells of the cube that one side lacks or where a count or sum is not the same
 */
public record Agreement(Work work, Count silver, Count quarantine, Count cells, long differing) {

  /** A number of rows on either side. */
  public record Count(long kaohe, long duckdb) {
    boolean same() {
      return kaohe == duckdb;
    }
  }

  /** True when nothing differs. */
  public boolean complete() {
    return silver.same() && quarantine.same() && cells.same() && differing == 0;
  }

  static Agreement of(Work work, BenchWorkspace workspace, Path duckdb) {
    Warehouse warehouse = new Warehouse(workspace.folder().resolve("warehouse"));
    Release release =
        new Pointer(warehouse)
            .currentRelease()
            .orElseThrow(() -> new IllegalStateException("The night left no release"));
    TableReader reader = new TableReader(warehouse);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      table(
          statement, "our_silver", files(reader, release, TableId.silver(BenchWorkspace.DATASET)));
      table(statement, "our_quarantine", files(reader, release, TableId.ops("quarantine")));
      table(statement, "our_measure", files(reader, release, TableId.gold("measure")));
      table(statement, "silver", one(duckdb.resolve(DuckDbNight.SILVER)));
      table(statement, "quarantine", one(duckdb.resolve(DuckDbNight.QUARANTINE)));
      table(statement, "cube", one(duckdb.resolve(DuckDbNight.CUBE)));
      statement.execute(
          """
          CREATE VIEW our_cube AS
            SELECT unit AS county, period AS month,
              sum(value) FILTER (part = 'BEN-001.value') AS contributions,
              sum(value) FILTER (part = 'BEN-002.value') AS paid,
              sum(value) FILTER (part = 'BEN-004.denominator') AS base,
              sum(value) FILTER (part = 'BEN-003.numerator') AS in_full
            FROM our_measure
            GROUP BY unit, period
          """);
      return new Agreement(
          work,
          count(statement, "our_silver", "silver"),
          count(statement, "our_quarantine", "quarantine"),
          count(statement, "our_cube", "cube"),
          number(
              statement,
              """
              SELECT count(*) FROM our_cube o FULL JOIN cube c USING (county, month)
              WHERE o.contributions IS DISTINCT FROM c.contributions
                OR o.paid IS DISTINCT FROM c.paid
                OR o.base IS DISTINCT FROM c.base
                OR o.in_full IS DISTINCT FROM c.in_full
              """));
    } catch (SQLException e) {
      throw new KaoheException(
          ErrorCode.BENCH_RESULTS, "The results can't be compared: " + e.getMessage(), e);
    }
  }

  private static String files(TableReader reader, Release release, TableId table) {
    Long version = release.tables().get(table);
    if (version == null) {
      throw new KaoheException(
          ErrorCode.BENCH_RESULTS,
          "The release does not name %s, so there is nothing to compare.".formatted(table));
    }
    return reader.files(table, version).stream()
        .map(Agreement::one)
        .collect(Collectors.joining(", "));
  }

  private static String one(Path file) {
    return "'" + DuckDbNight.quoted(file) + "'";
  }

  private static void table(Statement statement, String name, String files) throws SQLException {
    statement.execute("CREATE VIEW %s AS SELECT * FROM read_parquet([%s])".formatted(name, files));
  }

  private static Count count(Statement statement, String ours, String theirs) throws SQLException {
    String sql = "SELECT count(*) FROM ";
    return new Count(number(statement, sql + ours), number(statement, sql + theirs));
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
