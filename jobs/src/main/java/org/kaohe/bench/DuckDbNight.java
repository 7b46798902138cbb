package org.kaohe.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.kaohe.sample.BenchContributions;

/**
 * The yardstick: DuckDB doing a night's work from the same deliveries, in a process of its own.
 * Text as delivered, typed rows with one per key (the later delivery wins), failing rows with their
 * reasons, and the cube county x month, each written to Parquet. Of several ways to say it this was
 * the fastest: a table of typed rows or {@code arg_max} instead of the window took as much time and
 * more memory.
 */
final class DuckDbNight {
  static final String SILVER = "silver.parquet";
  static final String QUARANTINE = "quarantine.parquet";
  static final String CUBE = "cube.parquet";

  /** What makes a row fail; the same reasons that the contract gives rise to. */
  private static final Map<String, String> REASONS = new LinkedHashMap<>();

  static {
    REASONS.put("required:person", "person IS NULL");
    REASONS.put("required:county", "county IS NULL");
    REASONS.put("required:month", "month IS NULL");
    REASONS.put("required:base", "base IS NULL");
    REASONS.put("required:status", "status IS NULL");
    REASONS.put("unit:county", "county NOT IN (SELECT code FROM county)");
    REASONS.put("type:month", "NOT regexp_full_match(month, '\\d{4}-(0[1-9]|1[0-2])')");
    REASONS.put("type:base", "base IS NOT NULL AND base_value IS NULL");
    REASONS.put("decimals:base", "length(split_part(base, '.', 2)) > 2");
    REASONS.put("range:base", "base_value < 0");
    REASONS.put("type:paid", "paid IS NOT NULL AND paid_value IS NULL");
    REASONS.put("decimals:paid", "length(split_part(paid, '.', 2)) > 2");
    REASONS.put("accepted:status", "status NOT IN ('1', '2', '3')");
    REASONS.put("type:paid_on", "paid_on IS NOT NULL AND paid_date IS NULL");
  }

  private DuckDbNight() {}

  /**
   * Works and ends.
   *
   * @param args folder of the deliveries, folder for the results, threads
   */
  public static void main(String[] args) throws IOException, SQLException {
    Path landing = Path.of(args[0]);
    Path out = Files.createDirectories(Path.of(args[1]));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + Integer.parseInt(args[2]));
      // Order within a Parquet file means nothing here, and keeping it costs memory.
      statement.execute("SET preserve_insertion_order = false");
      for (String sql : night(landing, out).split(";\\s*\n")) {
        statement.execute(sql);
      }
    }
  }

  private static String night(Path landing, Path out) {
    String fails =
        REASONS.values().stream()
            .map("coalesce(%s, false)"::formatted)
            .collect(Collectors.joining(" OR "));
    String reasons =
        REASONS.entrySet().stream()
            .map(r -> "CASE WHEN %s THEN '%s' END".formatted(r.getValue(), r.getKey()))
            .collect(Collectors.joining(", "));
    return """
        COPY (
          SELECT * FROM read_csv('${landing}/contribution_*.csv',
            header = true, all_varchar = true, filename = true)
        ) TO '${out}/bronze.parquet' (FORMAT parquet);
        CREATE TABLE county AS
          SELECT CAST(range AS VARCHAR) AS code FROM range(${county}, ${county} + ${counties});
        CREATE VIEW typed AS
          SELECT *,
            TRY_CAST(base AS DECIMAL(12, 2)) AS base_value,
            TRY_CAST(paid AS DECIMAL(12, 2)) AS paid_value,
            TRY_CAST(paid_on AS DATE) AS paid_date,
            CAST(strptime(regexp_extract(filename, '_(\\d{8})[.]csv$', 1), '%Y%m%d') AS DATE)
              AS issued
          FROM '${out}/bronze.parquet';
        COPY (
          SELECT *, list_filter([${reasons}], reason -> reason IS NOT NULL) AS reasons
          FROM typed WHERE ${fails}
        ) TO '${out}/quarantine.parquet' (FORMAT parquet);
        COPY (
          SELECT person, county, month, base_value AS base, paid_value AS paid, status,
            paid_date AS paid_on, issued, filename
          FROM typed WHERE NOT (${fails})
          QUALIFY row_number() OVER (PARTITION BY person, month ORDER BY issued DESC) = 1
        ) TO '${out}/silver.parquet' (FORMAT parquet);
        COPY (
          SELECT county, month, count(*) AS contributions, sum(paid) AS paid, sum(base) AS base,
            count(*) FILTER (status = '1') AS in_full
          FROM '${out}/silver.parquet' GROUP BY county, month
        ) TO '${out}/cube.parquet' (FORMAT parquet);
        """
        .replace("${reasons}", reasons)
        .replace("${fails}", fails)
        .replace("${landing}", quoted(landing))
        .replace("${out}", quoted(out))
        .replace("${county}", Integer.toString(BenchContributions.county(0)))
        .replace("${counties}", Integer.toString(BenchContributions.COUNTIES));
  }

  /** A path for use inside a SQL string. */
  static String quoted(Path path) {
    return path.toAbsolutePath().toString().replace("'", "''");
  }
}
