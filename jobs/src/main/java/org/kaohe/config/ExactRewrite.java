package org.kaohe.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Descending$;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Puts {@link ExactSql} where Spark would compute in binary fractions or cut decimals (R42). */
final class ExactRewrite {
  /** Functions of one row by their arguments and the method that computes them. */
  private static final Map<String, String> OF_ROW =
      Map.of(
          "try_divide", "tryDivide",
          "sqrt", "sqrt",
          "ln", "ln",
          "exp", "exp",
          "power", "power",
          "pow", "power");

  /** Functions of a set. */
  private static final Map<String, String> OF_SET =
      Map.of(
          "stddev", "stddevSamp",
          "stddev_samp", "stddevSamp",
          "stddev_pop", "stddevPop",
          "variance", "varSamp",
          "var_samp", "varSamp",
          "var_pop", "varPop",
          "percentile", "percentile",
          "percentile_cont", "percentile",
          "median", "percentile");

  private static final BigDecimal HALF = new BigDecimal("0.5");

  private static final Set<String> MEANS = Set.of("avg", "mean");

  private ExactRewrite() {}

  /** What stands for the expression; empty when it stays as it is. */
  static Optional<Expression> of(Expression node) {
    if (node instanceof Literal literal && literal.dataType() instanceof DoubleType) {
      return Binary.decimal(literal).map(ExactRewrite::literal);
    }
    if (node instanceof Divide divide) {
      return Optional.of(call("divide", List.of(wide(divide.left()), wide(divide.right()))));
    }
    if (node instanceof Multiply || node instanceof Add || node instanceof Subtract) {
      return Optional.of(new Widening(node));
    }
    if (node instanceof WindowExpression window
        && window.windowFunction() instanceof StaticInvoke call
        && call.staticObject().equals(ExactSql.class)) {
      // The set is what the window gathers; the function is one of the row that has it.
      List<Expression> arguments = CollectionConverters.asJava(call.arguments());
      List<Expression> over = new java.util.ArrayList<>(arguments);
      over.set(0, new WindowExpression(arguments.get(0), window.windowSpec()));
      return Optional.of(call(call.functionName(), over));
    }
    return node instanceof UnresolvedFunction function ? function(function) : Optional.empty();
  }

  private static Optional<Expression> function(UnresolvedFunction function) {
    if (function.nameParts().size() != 1 || function.arguments().isEmpty()) {
      return Optional.empty();
    }
    String name = function.nameParts().head().toLowerCase(Locale.ROOT);
    List<Expression> arguments = CollectionConverters.asJava(function.arguments());
    String ofRow = OF_ROW.get(name);
    if (ofRow != null) {
      return Optional.of(call(ofRow, arguments.stream().map(ExactRewrite::wide).toList()));
    }
    if (MEANS.contains(name)) {
      return Optional.of(renamed(function, name, wide(arguments.get(0))));
    }
    String ofSet = OF_SET.get(name);
    if (ofSet == null) {
      return Optional.empty();
    }
    Expression set = renamed(function, "collect_list", wide(arguments.get(0)));
    if (!ofSet.equals("percentile")) {
      return Optional.of(call(ofSet, List.of(set)));
    }
    if (name.equals("median")) {
      return Optional.of(call(ofSet, List.of(set, wide(literal(HALF)))));
    }
    // percentile_cont(share) WITHIN GROUP (ORDER BY x) and percentile(x, share).
    if (function.orderingWithinGroup().nonEmpty()) {
      Expression of = function.orderingWithinGroup().head().child();
      boolean falling = function.orderingWithinGroup().head().direction() == Descending$.MODULE$;
      Expression share = wide(arguments.get(0));
      return Optional.of(
          call(
              ofSet,
              List.of(
                  renamed(function, "collect_list", wide(of)),
                  falling
                      ? call("subtract", List.of(wide(literal(BigDecimal.ONE)), share))
                      : share)));
    }
    return arguments.size() == 2
        ? Optional.of(call(ofSet, List.of(set, wide(arguments.get(1)))))
        : Optional.empty();
  }

  private static UnresolvedFunction renamed(
      UnresolvedFunction function, String name, Expression argument) {
    return function.copy(
        seq(List.of(name)),
        seq(List.of(argument)),
        function.isDistinct(),
        function.filter(),
        function.ignoreNulls(),
        seq(List.of()),
        function.isInternal());
  }

  static Expression literal(BigDecimal number) {
    BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
    int precision = Math.max(plain.precision(), plain.scale());
    return new Literal(
        Decimal.apply(
            scala.math.BigDecimal.javaBigDecimal2bigDecimal(plain), precision, plain.scale()),
        DataTypes.createDecimalType(precision, plain.scale()));
  }

  /** Spark's own mark of a written cast does not outlive the analysis. */
  private static Expression wide(Expression expression) {
    return new Coalesce(seq(List.<Expression>of(cast(expression))));
  }

  private static Cast cast(Expression expression) {
    return new Cast(expression, ExactSql.TYPE, Option.empty(), Cast.apply$default$4());
  }

  private static Expression call(String method, List<Expression> arguments) {
    return new StaticInvoke(
        ExactSql.class,
        ExactSql.TYPE,
        method,
        seq(arguments),
        seq(List.of()),
        true,
        true,
        true,
        Option.empty());
  }

  /** A sum or product that Spark would cut, once its types are known; otherwise itself. */
  static Expression widened(Expression node) {
    if (!(node.dataType() instanceof DecimalType result)) {
      return node;
    }
    List<Expression> sides = CollectionConverters.asJava(node.children());
    if (!(sides.get(0).dataType() instanceof DecimalType a)
        || !(sides.get(1).dataType() instanceof DecimalType b)) {
      return node;
    }
    boolean product = node instanceof Multiply;
    int due = product ? a.scale() + b.scale() : Math.max(a.scale(), b.scale());
    if (result.scale() >= Math.min(due, ExactSql.TYPE.scale())) {
      return node;
    }
    String method = product ? "multiply" : node instanceof Add ? "add" : "subtract";
    return call(method, sides.stream().<Expression>map(ExactRewrite::cast).toList());
  }

  private static <T> Seq<T> seq(List<? extends T> list) {
    return CollectionConverters.<T>asScala(List.<T>copyOf(list)).toSeq();
  }
}
