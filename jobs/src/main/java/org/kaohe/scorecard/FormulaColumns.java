package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.NumericEvalContext;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.kaohe.config.SafeSql;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Input;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.error.Causes;
import org.kaohe.error.CleanText;
import org.kaohe.error.KaoheException;
import org.kaohe.stage.Stored;
import scala.Function1;
import scala.runtime.AbstractPartialFunction;

/**
 * The formula items of a scorecard as columns of one wide row per unit: inputs first, then steps
 * and points, a select for each layer of what builds on what. A hundred formulas make no more Spark
 * jobs than one.
 *
 * <p>Names in a formula are its item's own; they are resolved in the parsed expression, never in
 * its text. Dividing by zero gives no value, and neither does whatever else raises: one unit's
 * numbers must not end everybody's night, and no value is no zero points either.
 */
final class FormulaColumns {
  /** Type of every input of a formula (the numbers of gold, with their published decimals). */
  static final DecimalType INPUT = DataTypes.createDecimalType(22, 8);

  /** Type of every stored number. */
  static final DecimalType STORED = DataTypes.createDecimalType(27, Decimals.STORED);

  private final Scheme scheme;
  private final List<Formula> formulas = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /** Columns that Java fills, in order. */
  private final Map<String, Base> bases = new LinkedHashMap<>();

  /**
   * A formula item with the names of its columns.
   *
   * @param inputs input name to column
   * @param steps step name to column
   */
  private record Formula(
      Item item,
      Rule.Formula rule,
      String applies,
      String present,
      String owed,
      Map<String, String> inputs,
      Map<String, String> steps,
      String points,
      String decided) {}

  /** What Java puts into a base column. */
  sealed interface Base {
    /** A quantity of an indicator. */
    record Quantity(Item item, String indicator, String quantity) implements Base {}

    /** The points of an item that a rule in Java scores. */
    record RulePoints(Item item) implements Base {}

    /** Whether the item applies to the unit. */
    record Applies(Item item) implements Base {}

    /** Whether the item's own indicator has a value, so that there is something to score. */
    record Present(Item item) implements Base {}

    /** Whether the unit owes the item's numbers, so that missing points are zero. */
    record Owed(Item item) implements Base {}
  }

  FormulaColumns(Scheme scheme) {
    this.scheme = scheme;
    Map<String, Formula> byItem = new LinkedHashMap<>();
    Map<String, Item> earlier = new LinkedHashMap<>();
    for (Item item : scheme.card().items()) {
      if (item.rule() instanceof Rule.Formula rule) {
        Formula formula = formula(item, rule, byItem, earlier);
        byItem.put(item.code(), formula);
        formulas.add(formula);
      }
      earlier.put(item.code(), item);
    }
  }

  private Formula formula(
      Item item, Rule.Formula rule, Map<String, Formula> byItem, Map<String, Item> earlier) {
    String prefix = "f" + formulas.size();
    String applies = prefix + "_applies";
    String present = prefix + "_present";
    String owed = prefix + "_owed";
    bases.put(applies, new Base.Applies(item));
    bases.put(present, new Base.Present(item));
    bases.put(owed, new Base.Owed(item));
    Map<String, String> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, Input> entry : rule.inputs().entrySet()) {
      Input input = entry.getValue();
      if (input.item().isPresent()) {
        inputs.put(entry.getKey(), itemColumn(item, input, byItem, earlier));
      } else {
        String column = prefix + "_in" + inputs.size();
        bases.put(
            column, new Base.Quantity(item, Scheme.indicatorOf(item, input), input.quantity()));
        inputs.put(entry.getKey(), column);
      }
    }
    Map<String, String> steps = new LinkedHashMap<>();
    for (String step : rule.steps().keySet()) {
      steps.put(step, prefix + "_step" + steps.size());
    }
    return new Formula(
        item, rule, applies, present, owed, inputs, steps, prefix + "_points", prefix + "_decided");
  }

  /** The column of another item's step or points. */
  private String itemColumn(
      Item item, Input input, Map<String, Formula> byItem, Map<String, Item> earlier) {
    String code = input.item().orElseThrow();
    String step = input.step().orElse("points");
    Formula other = byItem.get(code);
    if (other != null) {
      String column = step.equals("points") ? other.decided() : other.steps().get(step);
      if (column != null) {
        return column;
      }
    } else if (earlier.containsKey(code) && step.equals("points")) {
      String column = "r_" + code;
      bases.put(column, new Base.RulePoints(earlier.get(code)));
      return column;
    }
    throw new KaoheException(
        "K2108",
        "%s: item %s reads %s of item %s, which no earlier item gives"
            .formatted(scheme.card().file(), item.code(), step, code));
  }

  boolean isEmpty() {
    return formulas.isEmpty();
  }

  /** Names that formulas read from the target table, besides the target itself. */
  static List<String> targetNames(Scorecard card) {
    return card.items().stream()
        .filter(i -> i.rule() instanceof Rule.Formula)
        .flatMap(i -> ((Rule.Formula) i.rule()).inputs().values().stream())
        .filter(i -> i.item().isEmpty() && i.quantity().startsWith("target:"))
        .map(i -> i.quantity().substring("target:".length()))
        .distinct()
        .toList();
  }

  /** The columns that Java fills, to be added to the row. */
  StructType extend(StructType schema) {
    StructType extended = schema;
    for (Map.Entry<String, Base> base : bases.entrySet()) {
      boolean flag =
          !(base.getValue() instanceof Base.Quantity)
              && !(base.getValue() instanceof Base.RulePoints);
      DataType type = flag ? DataTypes.BooleanType : INPUT;
      extended = extended.add(base.getKey(), type, true);
    }
    return extended;
  }

  /** The values of those columns for a unit, null where there is none. */
  List<Optional<Object>> baseValues(Lines lines) {
    List<Optional<Object>> values = new ArrayList<>();
    for (Base base : bases.values()) {
      values.add(baseValue(base, lines));
    }
    return values;
  }

  private Optional<Object> baseValue(Base base, Lines lines) {
    if (base instanceof Base.Quantity quantity) {
      if (!lines.applies(quantity.item())) {
        return Optional.empty();
      }
      return lines
          .reading(quantity.item(), quantity.indicator())
          .quantity(quantity.quantity(), scheme.card().exact())
          // What is too large for a formula is missing in it, like what is missing (R42).
          .flatMap(x -> Stored.fit(x, INPUT));
    }
    if (base instanceof Base.RulePoints points) {
      return lines.rulePoints(points.item()).flatMap(x -> Stored.fit(x, INPUT));
    }
    if (base instanceof Base.Present present) {
      return Optional.of(state(present.item(), Reading.State.PRESENT, lines));
    }
    if (base instanceof Base.Owed owed) {
      return Optional.of(
          lines.applies(owed.item()) && lines.policy(owed.item()) == Scorecard.MissingItem.ZERO);
    }
    Item item = ((Base.Applies) base).item();
    return Optional.of(
        lines.applies(item)
            && (item.indicator().isEmpty() || !state(item, Reading.State.NOT_APPLICABLE, lines)));
  }

  /** True when the item's own indicator is in the state, or when it has none of its own. */
  private static boolean state(Item item, Reading.State state, Lines lines) {
    return item.indicator().map(i -> lines.reading(item, i).state() == state).orElse(true);
  }

  /** Adds the steps and points of all formulas to rows that carry the base columns. */
  Dataset<Row> evaluate(Dataset<Row> rows) {
    Map<String, Integer> levels = new LinkedHashMap<>();
    bases.keySet().forEach(column -> levels.put(column, 0));
    Map<Integer, Map<String, Column>> layers = new LinkedHashMap<>();
    for (Formula formula : formulas) {
      Map<String, String> scope = new LinkedHashMap<>(formula.inputs());
      formula
          .rule()
          .steps()
          .forEach(
              (name, sql) -> {
                String column = column(formula.steps(), name);
                place(formula, sql, scope, column, levels, layers);
                scope.put(name, column);
              });
      place(formula, formula.rule().points(), scope, formula.points(), levels, layers);
      int level = level(levels, formula.points()) + 1;
      levels.put(formula.decided(), level);
      layer(layers, level).put(formula.decided(), decided(formula));
    }
    Dataset<Row> wide = rows;
    for (int level = 1; layers.containsKey(level); level++) {
      wide = added(wide, layer(layers, level));
    }
    return stored(wide);
  }

  private static Map<String, Column> layer(Map<Integer, Map<String, Column>> layers, int level) {
    return layers.computeIfAbsent(level, l -> new LinkedHashMap<>());
  }

  /** A formula whose types do not fit has no value, and the others have theirs (J25). */
  private Dataset<Row> added(Dataset<Row> wide, Map<String, Column> columns) {
    try {
      return wide.withColumns(columns);
    } catch (Exception e) {
      Map<String, Column> possible = new LinkedHashMap<>(columns);
      for (Map.Entry<String, Column> column : possible.entrySet()) {
        try {
          wide.select(column.getValue());
        } catch (Exception why) {
          column.setValue(functions.lit(null).cast(STORED));
          failures.add(
              "K5014: the formula of item %s of scorecard %s can't be computed, so nobody has points of it: %s. Mend the formula."
                  .formatted(itemOf(column.getKey()), scheme.card().name(), Causes.text(why)));
        }
      }
      return wide.withColumns(possible);
    }
  }

  private String itemOf(String column) {
    return formulas.stream()
        .filter(f -> column.startsWith(f.points().substring(0, f.points().indexOf('_') + 1)))
        .map(f -> f.item().code())
        .findFirst()
        .orElse(column);
  }

  /** Formulas that could not be computed, and why. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private static String column(Map<String, String> names, String name) {
    String column = names.get(name);
    if (column == null) {
      throw new IllegalStateException("No column for " + name);
    }
    return column;
  }

  private static int level(Map<String, Integer> levels, String column) {
    Integer level = levels.get(column);
    if (level == null) {
      throw new IllegalStateException("Column " + column + " is used before it is made");
    }
    return level;
  }

  private void place(
      Formula formula,
      String sql,
      Map<String, String> scope,
      String column,
      Map<String, Integer> levels,
      Map<Integer, Map<String, Column>> layers) {
    Resolver resolver = new Resolver(formula.item(), scope);
    Expression resolved = resolver.resolve(sql);
    int level = 1;
    for (String used : resolver.used) {
      level = Math.max(level, level(levels, used) + 1);
    }
    levels.put(column, level);
    // least() and greatest() skip NULL: a formula must not make points of a missing value.
    Column present =
        functions.when(functions.col(formula.present()), ExpressionUtils.column(resolved));
    layer(layers, level).put(column, SafeSql.value(present));
  }

  /**
   * The points as later items see them: within floor and full marks, published unless the scheme
   * decides on exact numbers, zero where the unit owed them, none where the item does not apply.
   */
  private Column decided(Formula formula) {
    Item item = formula.item();
    Column points = functions.col(formula.points()).try_cast(STORED);
    Column clamped =
        functions.least(
            functions.greatest(points, functions.lit(item.floor()).cast(STORED)),
            functions.lit(item.points()).cast(STORED));
    // greatest and least skip NULL; a missing number of points must stay missing.
    Column present = functions.when(points.isNotNull(), clamped);
    Column rounded =
        scheme.card().exact()
            ? present
            : functions.round(present, scheme.card().pointsDecimals()).cast(STORED);
    Column filled =
        functions
            .when(
                functions.col(formula.owed()),
                functions.coalesce(rounded, functions.lit(BigDecimal.ZERO).cast(STORED)))
            .otherwise(rounded);
    return functions.when(functions.col(formula.applies()), filled);
  }

  /** Numbers and truths cast to what the tables store; other steps serve later steps only. */
  private Dataset<Row> stored(Dataset<Row> wide) {
    List<String> results = new ArrayList<>();
    for (Formula formula : formulas) {
      results.addAll(formula.steps().values());
      results.add(formula.points());
    }
    List<Column> columns = new ArrayList<>();
    for (StructField field : wide.schema().fields()) {
      Column column = functions.col(field.name());
      if (results.contains(field.name())) {
        if (field.dataType() instanceof BooleanType) {
          column = column.cast(DataTypes.IntegerType).cast(STORED);
        } else if (field.dataType() instanceof NumericType) {
          column = column.try_cast(STORED);
        } else {
          column = functions.lit(null).cast(STORED);
        }
        column = column.as(field.name());
      }
      columns.add(column);
    }
    return wide.select(columns.toArray(Column[]::new));
  }

  /** What the columns say about each formula item of a unit. */
  Map<String, UnitFacts.FormulaValues> values(Row row) {
    Map<String, UnitFacts.FormulaValues> values = new LinkedHashMap<>();
    for (Formula formula : formulas) {
      Map<String, Optional<BigDecimal>> inputs = new LinkedHashMap<>();
      formula.inputs().forEach((name, column) -> inputs.put(name, number(row, column)));
      Map<String, Optional<BigDecimal>> steps = new LinkedHashMap<>();
      formula.steps().forEach((name, column) -> steps.put(name, number(row, column)));
      values.put(
          formula.item().code(),
          new UnitFacts.FormulaValues(number(row, formula.points()), inputs, steps));
    }
    return values;
  }

  private static Optional<BigDecimal> number(Row row, String column) {
    int index = row.fieldIndex(column);
    return row.isNullAt(index) ? Optional.empty() : Optional.of(row.getDecimal(index));
  }

  /** Replaces the names of a formula by the columns of its item. */
  private final class Resolver extends AbstractPartialFunction<Expression, Expression> {
    private final Item item;
    private final Map<String, String> scope;
    private final List<String> used = new ArrayList<>();

    Resolver(Item item, Map<String, String> scope) {
      this.item = item;
      this.scope = scope;
    }

    Expression resolve(String sql) {
      return SafeSql.expression(sql).transform(this);
    }

    @Override
    public boolean isDefinedAt(Expression expression) {
      return expression instanceof UnresolvedAttribute
          || expression instanceof Divide
          || expression instanceof Remainder
          || expression instanceof IntegralDivide;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends Expression, B> B applyOrElse(A expression, Function1<A, B> otherwise) {
      return isDefinedAt(expression) ? (B) replaced(expression) : otherwise.apply(expression);
    }

    private Expression replaced(Expression expression) {
      if (expression instanceof UnresolvedAttribute name) {
        return UnresolvedAttribute.quoted(columnOf(name));
      }
      if (expression instanceof Divide divide) {
        return new Divide(divide.left(), divide.right(), lenient(divide.evalContext()));
      }
      if (expression instanceof Remainder remainder) {
        return new Remainder(remainder.left(), remainder.right(), lenient(remainder.evalContext()));
      }
      IntegralDivide division = (IntegralDivide) expression;
      return new IntegralDivide(division.left(), division.right(), lenient(division.evalContext()));
    }

    private NumericEvalContext lenient(NumericEvalContext context) {
      return context.copy(EvalMode.TRY(), context.allowDecimalPrecisionLoss());
    }

    private String columnOf(UnresolvedAttribute attribute) {
      String name = attribute.nameParts().mkString(".");
      for (Map.Entry<String, String> known : scope.entrySet()) {
        if (known.getKey().equalsIgnoreCase(name)) {
          used.add(known.getValue());
          return known.getValue();
        }
      }
      throw new KaoheException(
          "K2109",
          "%s:%d: formula of item %s names %s; it may name %s"
              .formatted(
                  scheme.card().file(),
                  item.line(),
                  item.code(),
                  name,
                  CleanText.names(scope.keySet())));
    }
  }
}
