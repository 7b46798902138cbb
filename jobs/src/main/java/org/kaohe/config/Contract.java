package org.kaohe.config;

import com.google.re2j.Pattern;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A dataset: {@code schemas/<department>/<dataset>.yaml}, Open Data Contract Standard v3.1.
 *
 * @param id {@code <department>_<dataset>}, the name of its tables
 * @param landing folder of its deliveries, relative to the project's landing folder
 * @param charset declared; a delivery that does not decode strictly is refused whole
 * @param fileName names of its files, with named groups {@code period} and {@code issued} when the
 *     name tells them; a {@code manifest.csv} in the folder overrides
 * @param key columns of the business key, in order; never empty
 * @param orderBy column that orders versions of a key before the issue date (J1)
 * @param at column (date or period text) that places a row in time, or {@code _period}, the
 *     delivery's declared period
 * @param unit column of the unit where the quantity arises
 * @param reporting who owes its deliveries, and so what is missing (RULES R19, R34)
 * @param deleteFlag rows that withdraw their key
 * @param controlRows rows that are totals, counted and kept apart (合计)
 * @param role what the rows are when they are no ordinary record
 * @param mode what a later issue does to an earlier one of its period and reporter (J22)
 */
public record Contract(
    String id,
    String department,
    String version,
    Label name,
    Path file,
    String landing,
    Charset charset,
    Pattern fileName,
    List<String> key,
    Optional<String> orderBy,
    String at,
    Optional<String> unit,
    Reporting reporting,
    Optional<RowMatch> deleteFlag,
    Optional<RowMatch> controlRows,
    List<Column> columns,
    List<RowRule> rowRules,
    List<DatasetCheck> checks,
    Optional<Role> role,
    Mode mode) {

  /** As provider: every unit delivers its own rows. */
  public static final String EACH = "each";

  /** Name of the technical column that carries the delivery's declared period. */
  public static final String DELIVERED_PERIOD = "_period";

  /** The unit that delivers the dataset, or {@link #EACH} for its own rows. */
  public Optional<String> provider() {
    return reporting.provider();
  }

  public Column column(String name) {
    return columns.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(id + " has no column " + name));
  }

  public boolean hasColumn(String name) {
    return columns.stream().anyMatch(c -> c.name().equals(name));
  }

  /** The same with other columns. */
  Contract withColumns(List<Column> other) {
    return new Contract(
        id,
        department,
        version,
        name,
        file,
        landing,
        charset,
        fileName,
        key,
        orderBy,
        at,
        unit,
        reporting,
        deleteFlag,
        controlRows,
        other,
        rowRules,
        checks,
        role,
        mode);
  }

  /** True when some column names or describes a person, so that a pseudonym key is needed. */
  public boolean personal() {
    return columns.stream().anyMatch(c -> c.person().isPresent());
  }

  /** True when a record may span lines, because a cell of some column may. */
  public boolean severalLines() {
    return columns.stream().anyMatch(c -> c.form().severalLines());
  }

  /** What a later issue does to an earlier one. */
  public enum Mode {
    /** Its rows correct those of their keys. */
    UPSERT,
    /** It is the whole table of its period and reporter: what it lacks is withdrawn. */
    REPLACE
  }

  /** A dataset whose rows are more than a record of what happened (J12). */
  public enum Role {
    /** What people think of each other: told as counts, never row by row (RULES R31). */
    RATING
  }

  /** Rows whose text in {@code column} is one of {@code values}. */
  public record RowMatch(String column, List<String> values) {}

  /**
   * A named plausibility rule on one row, a Spark SQL condition over its typed columns that must
   * hold; NULL passes, because presence is the business of {@code required}.
   */
  public record RowRule(String name, String condition, Severity severity, String description) {}

  /** A check of a whole delivery, made before its silver commit (J3). */
  public record DatasetCheck(String name, Metric metric, long least, Severity severity) {}

  /** What a dataset check measures. */
  public enum Metric {
    /** Accepted rows of the delivery. */
    ROW_COUNT,
    /** Accepted rows in percent of the delivered ones. */
    ACCEPTED_PERCENT
  }

  /** What a failed rule does. */
  public enum Severity {
    /** Counted and shown. */
    WARN,
    /** The row goes to quarantine, or the delivery is refused. */
    ERROR
  }

  /** Datasets without whose rows some of this one's wait (J4). */
  public java.util.Set<String> waitsFor() {
    return columns.stream()
        .flatMap(c -> c.reference().stream())
        .filter(Column.Reference::needed)
        .map(Column.Reference::dataset)
        .collect(java.util.stream.Collectors.toCollection(java.util.TreeSet::new));
  }
}
