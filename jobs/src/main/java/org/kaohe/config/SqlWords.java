package org.kaohe.config;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.MultiAlias;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedHaving;
import org.apache.spark.sql.catalyst.analysis.UnresolvedOrdinal;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedSubqueryColumnAliases;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.CurrentRow$;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.ILike;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.ListQuery;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.StringLocate;
import org.apache.spark.sql.catalyst.expressions.Substring;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.UnaryPositive;
import org.apache.spark.sql.catalyst.expressions.UnboundedFollowing$;
import org.apache.spark.sql.catalyst.expressions.UnboundedPreceding$;
import org.apache.spark.sql.catalyst.expressions.UnspecifiedFrame$;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Unpivot;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;

/**
 * The words of SQL that definitions may use. All else is refused: what reads the session, the clock
 * or the machine, what differs from run to run, and what computes in binary fractions.
 */
final class SqlWords {
  /** Functions of one row that give a number. */
  static final Set<String> NUMBER_FUNCTIONS =
      Set.of(
          "abs",
          "ceil",
          "ceiling",
          "floor",
          "round",
          "sign",
          "signum",
          "mod",
          "pmod",
          "try_add",
          "try_subtract",
          "try_multiply",
          "try_divide",
          "sqrt",
          "ln",
          "exp",
          "power",
          "pow",
          "length",
          "char_length",
          "character_length",
          "instr",
          "locate",
          "year",
          "quarter",
          "month",
          "day",
          "dayofmonth",
          "weekday",
          "extract",
          "datediff",
          "date_diff");

  /** Those that give a text. */
  static final Set<String> TEXT_FUNCTIONS =
      Set.of(
          "substr",
          "substring",
          "left",
          "right",
          "upper",
          "lower",
          "trim",
          "ltrim",
          "rtrim",
          "btrim",
          "lpad",
          "rpad",
          "concat",
          "concat_ws",
          "replace",
          "split_part",
          "date_format");

  /** Those that give one of their arguments. */
  static final Set<String> CHOICE_FUNCTIONS =
      Set.of("coalesce", "nvl", "ifnull", "nullif", "greatest", "least");

  /** The others. */
  private static final Set<String> OTHER_FUNCTIONS =
      Set.of(
          "nvl2",
          "if",
          "isnull",
          "isnotnull",
          "between",
          "like",
          "startswith",
          "endswith",
          "contains",
          "regexp_like",
          "rlike",
          "date_add",
          "date_sub",
          "add_months",
          "last_day",
          "make_date",
          "to_date",
          "try_to_date");

  /** Functions of one row, exact and the same in every run. */
  static final Set<String> ROW_FUNCTIONS =
      Stream.of(NUMBER_FUNCTIONS, TEXT_FUNCTIONS, CHOICE_FUNCTIONS, OTHER_FUNCTIONS)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  /** For whoever writes another one. */
  static final String CURE =
      "Use operators, CASE and functions such as coalesce, least, greatest, round, try_divide,"
          + " substr and datediff; conf/README.md lists them all.";

  /** Functions whose second argument is a number of characters or digits. */
  static final Set<String> SIZED = Set.of("lpad", "rpad", "round", "ceil", "ceiling", "floor");

  /** The most that such an argument may be. */
  static final int LARGEST = 1000;

  /** Besides, in views: aggregates and windows that do not depend on the order of rows. */
  static final Set<String> SET_FUNCTIONS =
      Set.of(
          "sum",
          "try_sum",
          "count",
          "count_if",
          "min",
          "max",
          "avg",
          "mean",
          "median",
          "percentile",
          "percentile_cont",
          "stddev",
          "stddev_samp",
          "stddev_pop",
          "variance",
          "var_samp",
          "var_pop",
          "min_by",
          "max_by",
          "bool_and",
          "bool_or",
          "every",
          "some",
          "any",
          "row_number",
          "rank",
          "dense_rank",
          "ntile",
          "lag",
          "lead",
          "stack");

  /** Words that Spark takes for a function when no column bears the name. */
  static final Set<String> SESSION_WORDS =
      Set.of(
          "current_date",
          "current_timestamp",
          "current_time",
          "localtimestamp",
          "current_user",
          "user",
          "session_user",
          "current_catalog",
          "current_database",
          "current_schema",
          "grouping__id");

  private static final Set<Class<? extends Expression>> ROW_FORMS =
      Set.of(
          UnresolvedAttribute.class,
          UnresolvedFunction.class,
          Literal.class,
          Add.class,
          Subtract.class,
          Multiply.class,
          Divide.class,
          IntegralDivide.class,
          Remainder.class,
          UnaryMinus.class,
          UnaryPositive.class,
          EqualTo.class,
          EqualNullSafe.class,
          LessThan.class,
          LessThanOrEqual.class,
          GreaterThan.class,
          GreaterThanOrEqual.class,
          And.class,
          Or.class,
          Not.class,
          IsNull.class,
          IsNotNull.class,
          In.class,
          Like.class,
          ILike.class,
          RLike.class,
          CaseWhen.class,
          If.class,
          Cast.class,
          Concat.class,
          Substring.class,
          StringLocate.class);

  private static final Set<Class<? extends Expression>> SET_FORMS =
      Set.of(
          Alias.class,
          // UNPIVOT's own, that leaves empty cells out.
          Coalesce.class,
          UnresolvedAlias.class,
          MultiAlias.class,
          UnresolvedGenerator.class,
          UnresolvedOrdinal.class,
          SortOrder.class,
          WindowExpression.class,
          WindowSpecDefinition.class,
          SpecifiedWindowFrame.class,
          UnspecifiedFrame$.class,
          CurrentRow$.class,
          UnboundedPreceding$.class,
          UnboundedFollowing$.class,
          Exists.class,
          InSubquery.class,
          ListQuery.class,
          ScalarSubquery.class);

  private static final Set<Class<? extends LogicalPlan>> PLANS =
      Set.of(
          Project.class,
          Filter.class,
          Join.class,
          Aggregate.class,
          Distinct.class,
          Union.class,
          Except.class,
          Intersect.class,
          SubqueryAlias.class,
          Unpivot.class,
          Generate.class,
          UnresolvedHaving.class,
          UnresolvedRelation.class,
          UnresolvedSubqueryColumnAliases.class,
          UnresolvedWith.class);

  private SqlWords() {}

  /** True for a size that is written down and that a text may have. */
  static boolean small(Expression expression) {
    Expression size = expression instanceof UnaryMinus minus ? minus.child() : expression;
    return size instanceof Literal literal
        && literal.value() instanceof Integer number
        && number <= LARGEST;
  }

  /** True for the forms of an expression over one row. */
  static boolean ofRow(Expression expression) {
    return ROW_FORMS.contains(expression.getClass());
  }

  /** True for the forms of an expression in a view. */
  static boolean ofView(Expression expression) {
    return ofRow(expression) || SET_FORMS.contains(expression.getClass());
  }

  /** True for the parts of a query that a view may consist of. */
  static boolean ofView(LogicalPlan plan) {
    return PLANS.contains(plan.getClass());
  }
}
