package org.kaohe.quality;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.kaohe.config.Column;
import org.kaohe.config.Column.PersonKind;
import org.kaohe.config.Column.Type;
import org.kaohe.config.Contract;
import org.kaohe.config.Contract.RowMatch;

/**
 * What a task must know of a contract to type its rows: plain data that travels to executors.
 *
 * @param at index of the column that places a row in time; -1 for the delivered period
 * @param severalLines whether a quoted cell may hold line ends
 * @param unitCodes codes that a column referring to the unit tree may hold
 */
public record RowSpec(
    List<ColumnSpec> columns,
    int at,
    Match control,
    Match deleted,
    boolean severalLines,
    Set<String> unitCodes)
    implements Serializable {
  // Views of other collections, such as a map's keys, would not travel to executors.
  public RowSpec {
    columns = List.copyOf(columns);
    unitCodes = Set.copyOf(unitCodes);
  }

  /** Texts that stand where a person should: made a pseudonym, they all would be one person. */
  private static final List<String> NOBODY =
      List.of(
          "无", "暂无", "暂缺", "不详", "不明", "未知", "未填", "空", "待补", "待定", "—", "——", "-", "--", "/", "\\",
          "*", "?", "？", "N/A", "NA", "NULL", "NONE", "NIL");

  /** What the text is read as. */
  public enum Kind {
    TEXT,
    WHOLE,
    DECIMAL,
    DATE,
    PERIOD,
    FLAG
  }

  /**
   * One column; empty texts stand for what the contract does not say.
   *
   * @param code full-width forms are folded: codes, numbers and dates, not free text
   * @param longest characters that a cell may have
   * @param scanned numbers of people are looked for in it
   * @param person "" for a column that is not personal
   * @param knownUnit the value must be in the unit tree
   * @param blank a blank is a value
   * @param since day of issue, since the epoch, from which on it is required
   * @param critical a cell that can't be read sets its row aside
   */
  public record ColumnSpec(
      String name,
      Kind kind,
      int precision,
      int scale,
      List<String> formats,
      boolean required,
      boolean code,
      boolean percent,
      boolean knownUnit,
      List<String> missing,
      String extract,
      String pattern,
      Map<String, String> mapping,
      List<String> accepted,
      String minimum,
      String maximum,
      int longest,
      boolean scanned,
      boolean blank,
      int since,
      boolean critical,
      String person)
      implements Serializable {
    public ColumnSpec {
      formats = List.copyOf(formats);
      missing = List.copyOf(missing);
      mapping = Map.copyOf(mapping);
      accepted = List.copyOf(accepted);
    }

    public Optional<PersonKind> personKind() {
      return person.isEmpty() ? Optional.empty() : Optional.of(PersonKind.valueOf(person));
    }
  }

  /** Rows whose text in a column is one of the values; column -1 matches no row. */
  public record Match(int column, List<String> values) implements Serializable {
    public Match {
      values = List.copyOf(values);
    }
  }

  /** The specification of a contract. */
  public static RowSpec of(Contract contract, Set<String> unitCodes) {
    List<String> names = contract.columns().stream().map(Column::name).toList();
    boolean units = false;
    List<ColumnSpec> columns = new java.util.ArrayList<>();
    for (Column column : contract.columns()) {
      ColumnSpec spec = column(contract, column);
      units |= spec.knownUnit();
      columns.add(spec);
    }
    return new RowSpec(
        columns,
        names.indexOf(contract.at()),
        match(names, contract.controlRows()),
        match(names, contract.deleteFlag()),
        contract.severalLines(),
        units ? unitCodes : Set.of());
  }

  private static Match match(List<String> names, Optional<RowMatch> match) {
    return match
        .map(m -> new Match(names.indexOf(m.column()), m.values()))
        .orElseGet(() -> new Match(-1, List.of()));
  }

  private static ColumnSpec column(Contract contract, Column column) {
    Type type = column.type();
    String name = column.name();
    boolean key = contract.key().contains(name);
    boolean code =
        !(type instanceof Type.Text)
            || key
            || column.pattern().isPresent()
            || !column.accepted().isEmpty()
            || !column.mapping().isEmpty()
            || column.reference().isPresent();
    return new ColumnSpec(
        name,
        kind(type),
        type instanceof Type.Decimal d ? d.precision() : 0,
        type instanceof Type.Decimal d ? d.scale() : 0,
        type instanceof Type.Date d ? d.formats() : List.of(),
        column.required() || (key && !column.form().blank()) || contract.at().equals(name),
        code && column.person().isEmpty(),
        column.percent(),
        column
            .reference()
            .filter(r -> r.dataset().equals("unit") && r.severity() == Contract.Severity.ERROR)
            .isPresent(),
        missing(column),
        column.extract().orElse(""),
        column.pattern().filter(p -> column.person().isEmpty()).orElse(""),
        column.mapping(),
        column.accepted(),
        column.minimum().map(m -> m.toPlainString()).orElse(""),
        column.maximum().map(m -> m.toPlainString()).orElse(""),
        column.form().longest(),
        !column.form().noPerson(),
        column.form().blank(),
        column.form().since().map(d -> (int) d.toEpochDay()).orElse(Integer.MIN_VALUE),
        column.form().critical(),
        column.person().map(Enum::name).orElse(""));
  }

  /** What the contract says means no value, and in personal columns what means nobody anyway. */
  private static List<String> missing(Column column) {
    if (column.person().isEmpty()) {
      return column.missing();
    }
    return Stream.concat(column.missing().stream(), NOBODY.stream()).distinct().toList();
  }

  private static Kind kind(Type type) {
    if (type instanceof Type.Whole) {
      return Kind.WHOLE;
    }
    if (type instanceof Type.Decimal) {
      return Kind.DECIMAL;
    }
    if (type instanceof Type.Date) {
      return Kind.DATE;
    }
    if (type instanceof Type.PeriodText) {
      return Kind.PERIOD;
    }
    return type instanceof Type.Flag ? Kind.FLAG : Kind.TEXT;
  }
}
