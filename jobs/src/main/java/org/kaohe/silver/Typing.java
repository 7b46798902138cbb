package org.kaohe.silver;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.trim;

import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.kaohe.config.Column.PersonKind;
import org.kaohe.config.Column.Type;
import org.kaohe.config.Contract;

/**
 * Text columns to typed columns by contract, each failure with its own reason {@code kind:column}.
 *
 * <p>Kinds: {@code ragged}, {@code required}, {@code type}, {@code decimals}, {@code pattern},
 * {@code range}, {@code accepted}, {@code unit}, {@code identifier}, {@code rule}. A declared
 * pattern decides before the cast (J5): Spark's own casts take {@code 2025-03-05T99} for a date and
 * round 1.239 to 1.24.
 */
final class Typing {
  static final String REASONS = "_reasons";
  static final String BAD = "_bad";
  static final String CONTROL = "_control";
  static final String DELETED = "_deleted";
  static final String SLICE = "_slice";

  private static final String TEXT = "_t_";
  private static final String FULL_WIDTH = fullWidth();
  private static final String HALF_WIDTH = halfWidth();

  private final Contract contract;
  private final Set<String> unitCodes;

  /**
   * @param unitCodes codes of the unit tree, for references to it
   */
  Typing(Contract contract, Set<String> unitCodes) {
    this.contract = contract;
    this.unitCodes = unitCodes;
  }

  /**
   * Adds the typed columns under the contract's names and {@code _slice, _control, _deleted, _bad,
   * _reasons}. Reasons are only computed where a query asks for them.
   */
  Dataset<Row> apply(Dataset<Row> text) {
    List<Column> cleaned = new ArrayList<>(technical());
    for (org.kaohe.config.Column column : contract.columns()) {
      cleaned.add(clean(column).as(TEXT + column.name()));
    }
    List<Column> typed = new ArrayList<>(technical());
    for (org.kaohe.config.Column column : contract.columns()) {
      typed.add(col(TEXT + column.name()));
      typed.add(cast(column, col(TEXT + column.name())).as(column.name()));
    }
    List<Column> judged = new ArrayList<>(technical());
    for (org.kaohe.config.Column column : contract.columns()) {
      judged.add(col(column.name()));
    }
    List<Reason> reasons = reasons();
    Column control = matches(contract.controlRows());
    judged.add(slice().as(SLICE));
    judged.add(control.as(CONTROL));
    judged.add(matches(contract.deleteFlag()).as(DELETED));
    Column bad =
        reasons.stream().map(Reason::when).reduce(Column::or).orElseGet(() -> lit(false));
    judged.add(and(not(control), bad).as(BAD));
    Column[] texts =
        reasons.stream()
            .map(r -> when(r.when(), lit(r.text())))
            .toArray(Column[]::new);
    judged.add(array_compact(array(texts)).as(REASONS));
    return select(select(select(text, cleaned), typed), judged);
  }

  private static Dataset<Row> select(Dataset<Row> frame, List<Column> columns) {
    return frame.select(columns.toArray(Column[]::new));
  }

  private static Column and(Column a, Column b) {
    return a.and(b);
  }

  private static List<Column> technical() {
    return List.of(
        col("_delivery"), col("_line"), col("_issued"), col("_period"), col("_whole"), col("record"));
  }

  /** The cell's text: missing markers gone, the wanted group cut out, codes in plain characters. */
  private Column clean(org.kaohe.config.Column column) {
    Column text = col(column.name());
    boolean code =
        !(column.type() instanceof Type.Text)
            || column.pattern().isPresent()
            || !column.accepted().isEmpty()
            || !column.mapping().isEmpty()
            || column.reference().isPresent()
            || contract.key().contains(column.name());
    if (code && column.person().isEmpty()) {
      // Full-width digits, letters and signs; plain ASCII, nearly every cell, is left untouched.
      text =
          when(expr("octet_length(`%1$s`) = char_length(`%1$s`)".formatted(column.name())), text)
              .otherwise(trim(translate(text, FULL_WIDTH, HALF_WIDTH)));
    }
    if (!column.missing().isEmpty()) {
      text = when(not(text.isin(column.missing().toArray())), text);
    }
    if (column.extract().isPresent()) {
      Column group = regexp_extract(text, column.extract().get(), 1);
      // A cell that does not fit keeps its text, so that it fails by type and is not lost as empty.
      text = when(text.rlike(column.extract().get()), group).otherwise(text);
    }
    if (!column.mapping().isEmpty()) {
      text = coalesce(expr(mapLiteral(column.mapping())).getItem(text), text);
    }
    return text;
  }

  private static String mapLiteral(Map<String, String> mapping) {
    StringBuilder map = new StringBuilder("map(");
    mapping.forEach((from, to) -> map.append(sql(from)).append(',').append(sql(to)).append(','));
    map.setCharAt(map.length() - 1, ')');
    return map.toString();
  }

  /** A SQL string literal. */
  static String sql(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static Column cast(org.kaohe.config.Column column, Column text) {
    String name = "`" + TEXT + column.name() + "`";
    Type type = column.type();
    if (type instanceof Type.Whole) {
      return plainNumber(column, text).try_cast(DataTypes.LongType);
    }
    if (type instanceof Type.Decimal d) {
      return plainNumber(column, text)
          .try_cast(DataTypes.createDecimalType(d.precision(), d.scale()));
    }
    if (type instanceof Type.Date d) {
      return d.formats().stream()
          .map(format -> expr(date(name, format)))
          .reduce((first, next) -> coalesce(first, next))
          .orElseThrow();
    }
    if (type instanceof Type.PeriodText) {
      return expr(period(name));
    }
    if (type instanceof Type.Flag) {
      return when(lower(text).isin("1", "y", "yes", "true", "t", "是", "有"), lit(true))
          .when(lower(text).isin("0", "n", "no", "false", "f", "否", "无"), lit(false));
    }
    return text;
  }

  /** Thousands separators are dropped where they stand right, a percent sign where it is declared. */
  private static Column plainNumber(org.kaohe.config.Column column, Column text) {
    Column number = text;
    if (column.percent()) {
      number = when(number.endsWith("%"), regexp_replace(number, "\\s*%$", "")).otherwise(number);
    }
    return when(
            number.contains(","),
            when(
                number.rlike("^[+-]?\\d{1,3}(,\\d{3})+(\\.\\d+)?$"),
                regexp_replace(number, ",", "")))
        .when(lower(number).contains("e"), lit(null).cast("string"))
        .otherwise(number);
  }

  private static String date(String name, String format) {
    return switch (format) {
      case "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd" -> {
        char separator = format.charAt(4);
        yield "IF(%1$s LIKE '____%2$s__%2$s__', try_cast(%3$s AS DATE), NULL)"
            .formatted(
                name,
                separator,
                separator == '-' ? name : "replace(" + name + ", '" + separator + "', '-')");
      }
      case "yyyyMMdd" ->
          ("IF(%1$s LIKE '________' AND try_cast(%1$s AS INT) IS NOT NULL, try_cast(concat("
                  + "substr(%1$s,1,4),'-',substr(%1$s,5,2),'-',substr(%1$s,7,2)) AS DATE), NULL)")
              .formatted(name);
      default -> "to_date(try_to_timestamp(%s, %s))".formatted(name, sql(format));
    };
  }

  /** The canonical text of a month, quarter, half-year or year, else NULL. */
  private static String period(String name) {
    return ("CASE WHEN %1$s RLIKE '^\\\\d{4}(0[1-9]|1[0-2])$'"
            + " THEN concat(substr(%1$s,1,4),'-',substr(%1$s,5,2))"
            + " WHEN %1$s RLIKE '^\\\\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$' THEN %1$s"
            + " WHEN %1$s RLIKE '^\\\\d{4}(Q[1-4]|H[12])$'"
            + " THEN concat(substr(%1$s,1,4),'-',substr(%1$s,5,2))"
            + " WHEN %1$s RLIKE '^\\\\d{4}年$' THEN substr(%1$s,1,4)"
            + " WHEN %1$s RLIKE '^\\\\d{4}年(0?[1-9]|1[0-2])月$'"
            + " THEN concat(substr(%1$s,1,4),'-',lpad(regexp_extract(%1$s,'年(\\\\d+)月',1),2,'0'))"
            + " END")
        .formatted(name);
  }

  private Column slice() {
    String at = contract.at();
    if (at.equals(Contract.DELIVERED_PERIOD)) {
      return col(at);
    }
    return contract.column(at).type() instanceof Type.Date
        ? substring(col(at).cast("string"), 1, 7)
        : col(at);
  }

  private static Column matches(java.util.Optional<Contract.RowMatch> match) {
    // Blanks inside 合 计 are decoration.
    return match
        .map(
            m ->
                coalesce(
                    regexp_replace(col(TEXT + m.column()), "[\\s\\u3000]+", "")
                        .isin(m.values().toArray()),
                    lit(false)))
        .orElseGet(() -> lit(false));
  }

  private record Reason(String text, Column when) {}

  private List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason("ragged:record", not(col("_whole"))));
    for (org.kaohe.config.Column column : contract.columns()) {
      String name = column.name();
      Column text = col(TEXT + name);
      Column typed = col(name);
      Column present = text.isNotNull();
      boolean needed =
          column.required() || contract.key().contains(name) || contract.at().equals(name);
      if (needed) {
        reasons.add(new Reason("required:" + name, text.isNull()));
      }
      column
          .pattern()
          .filter(p -> column.person().isEmpty())
          .ifPresent(
              p ->
                  reasons.add(
                      new Reason(
                          "pattern:" + name, present.and(not(text.rlike("^(?:" + p + ")$"))))));
      if (!(column.type() instanceof Type.Text)) {
        reasons.add(new Reason("type:" + name, present.and(typed.isNull())));
      }
      if (column.type() instanceof Type.Decimal d) {
        reasons.add(new Reason("decimals:" + name, excess(column, text, typed, d.scale())));
      }
      if (!column.accepted().isEmpty()) {
        Column outside = not(text.isin(column.accepted().toArray()));
        reasons.add(new Reason("accepted:" + name, present.and(outside)));
      }
      column
          .minimum()
          .ifPresent(
              m -> reasons.add(new Reason("range:" + name, falseIfNull(typed.lt(lit(m))))));
      column
          .maximum()
          .ifPresent(
              m -> reasons.add(new Reason("range:" + name, falseIfNull(typed.gt(lit(m))))));
      if (column.person().equals(java.util.Optional.of(PersonKind.RESIDENT_ID))) {
        reasons.add(new Reason("identifier:" + name, falseIfNull(text.startsWith("idx_"))));
      }
      column
          .reference()
          .filter(
              r ->
                  r.dataset().equals("unit") && r.severity() == Contract.Severity.ERROR)
          .ifPresent(
              r -> {
                Column unknown = not(text.isInCollection(unitCodes));
                reasons.add(new Reason("unit:" + name, present.and(unknown)));
              });
    }
    for (Contract.RowRule rule : contract.rowRules()) {
      if (rule.severity() == Contract.Severity.ERROR) {
        reasons.add(
            new Reason("rule:" + rule.name(), not(coalesce(expr(rule.condition()), lit(true)))));
      }
    }
    return reasons;
  }

  private static Column falseIfNull(Column condition) {
    return coalesce(condition, lit(false));
  }

  /** More decimals than declared, unless they are zeros: never rounded away. */
  private static Column excess(
      org.kaohe.config.Column column, Column text, Column typed, int scale) {
    Column digits = expr("substring_index(`%s`, '.', -1)".formatted(TEXT + column.name()));
    Column many =
        text.contains(".")
            .and(
                org.apache.spark.sql.functions.length(digits)
                    .gt(lit(scale + (column.percent() ? 1 : 0))));
    Column exact = plainNumber(column, text).try_cast(DataTypes.createDecimalType(38, 18));
    return falseIfNull(many.and(exact.notEqual(typed)));
  }

  private static String fullWidth() {
    StringBuilder text = new StringBuilder();
    for (char c = '\uFF01'; c <= '\uFF5E'; c++) {
      text.append(c);
    }
    return text.append('\u3000').append('\u00A0').toString();
  }

  private static String halfWidth() {
    StringBuilder text = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      text.append(c);
    }
    return text.append("  ").toString();
  }
}
