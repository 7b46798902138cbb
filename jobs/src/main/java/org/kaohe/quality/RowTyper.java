package org.kaohe.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.kaohe.quality.RowSpec.ColumnSpec;
import org.kaohe.quality.RowSpec.Match;

/**
 * Types the cells of one record after another, collecting for each record the reasons why it can't
 * be accepted, {@code kind:column}.
 *
 * <p>Kinds: {@code ragged} (fields shifted or quotes that can't be trusted), {@code required},
 * {@code length}, {@code type}, {@code decimals} (more than declared, which are never rounded
 * away), {@code pattern}, {@code range}, {@code accepted}, {@code unit} (not in the unit tree),
 * {@code identifier} (a resident number that can't be one); the reader of records adds {@code
 * personal} (a number of a person in a column that is not personal) and {@code covered} (such a
 * cell was made unreadable before it was kept). Not safe for use by several threads.
 */
public final class RowTyper {
  /** Decoration, as inside 合 计. */
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u3000]+");

  private final RowSpec spec;
  private final CellTyper[] cells;
  private final List<String> reasons = new ArrayList<>();

  /** Those of {@link #reasons} for which a cell was left empty. */
  private final List<String> emptied = new ArrayList<>();

  private final Set<String> control;
  private final Set<String> deleted;
  private boolean isControl;
  private boolean isDeleted;

  public RowTyper(RowSpec spec) {
    this.spec = spec;
    this.cells = new CellTyper[spec.columns().size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new CellTyper(spec.columns().get(i), spec.unitCodes());
    }
    this.control = Set.copyOf(spec.control().values());
    this.deleted = Set.copyOf(spec.deleted().values());
  }

  /** The Spark type of a column. */
  public static DataType type(ColumnSpec column) {
    return switch (column.kind()) {
      case TEXT, PERIOD -> DataTypes.StringType;
      case WHOLE -> DataTypes.LongType;
      case DECIMAL -> DataTypes.createDecimalType(column.precision(), column.scale());
      case DATE -> DataTypes.DateType;
      case FLAG -> DataTypes.BooleanType;
    };
  }

  /**
   * Begins a delivery.
   *
   * @param day of issue, since the epoch
   */
  public void issued(int day) {
    for (CellTyper cell : cells) {
      cell.issued(day);
    }
  }

  /**
   * Begins a record.
   *
   * @param whole false when its fields are shifted or its quotes do not close
   */
  public void begin(boolean whole) {
    reasons.clear();
    emptied.clear();
    isControl = false;
    isDeleted = false;
    if (!whole) {
      reasons.add("ragged:record");
    }
  }

  /**
   * Types a cell.
   *
   * @param bytes UTF-8, blanks at the ends already gone; an empty stretch is a missing value
   * @return the value in Spark's internal form, NULL when missing or failed
   */
  public @Nullable Object cell(int column, byte[] bytes, int from, int to) {
    int before = reasons.size();
    Object value = cells[column].read(bytes, from, to, reasons);
    if (reasons.size() > before && !spec.columns().get(column).critical()) {
      emptied.addAll(reasons.subList(before, reasons.size()));
      value = null;
    }
    if (spec.control().column() == column) {
      isControl = matches(spec.control(), control, bytes, from, to);
    }
    if (spec.deleted().column() == column) {
      isDeleted = matches(spec.deleted(), deleted, bytes, from, to);
    }
    return value;
  }

  /** A cell of a column that the delivery's header does not have. */
  public @Nullable Object undelivered(int column) {
    return cells[column].nothing(reasons);
  }

  private static boolean matches(Match match, Set<String> values, byte[] bytes, int from, int to) {
    if (match.column() < 0 || from == to) {
      return false;
    }
    String text = UTF8String.fromBytes(bytes, from, to - from).toString();
    return values.contains(BLANKS.matcher(text).replaceAll(""));
  }

  /** The reasons of the record, none for a control row. */
  public List<String> reasons() {
    if (isControl) {
      return List.of();
    }
    return emptied.isEmpty()
        ? reasons
        : reasons.stream().filter(r -> !emptied.contains(r)).toList();
  }

  /** Why cells that nobody reads were left empty; none for a control row. */
  public List<String> emptied() {
    return isControl ? List.of() : emptied;
  }

  /** What was found so far, in the order of the cells, of control rows too. */
  public List<String> found() {
    return reasons;
  }

  /** Adds a reason that the reader of the record found. */
  public void add(String reason) {
    reasons.add(reason);
  }

  /** The record is a total or the like. */
  public boolean control() {
    return isControl;
  }

  /** The record withdraws its key. */
  public boolean deleted() {
    return isDeleted;
  }

  /**
   * The slice of a record: the month of a date, a period as it is.
   *
   * @param at value of the column that places the row in time
   */
  public @Nullable UTF8String slice(@Nullable Object at) {
    if (at instanceof Integer days) {
      String date = java.time.LocalDate.ofEpochDay(days).toString();
      return UTF8String.fromString(date.substring(0, date.length() - 3));
    }
    return (UTF8String) at;
  }
}
