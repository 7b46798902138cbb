package org.kaohe.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IntegralDivide;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.UnaryPositive;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.kaohe.config.ExactFormula.Kind;
import org.kaohe.config.ExactFormula.Made;
import org.kaohe.config.ExactFormula.Type;
import org.kaohe.exact.Exact;
import org.kaohe.exact.NoAnswer;
import org.kaohe.exact.Term;
import org.kaohe.exact.Value;

/** What Spark's operators mean in formulas. */
final class ExactOperators {
  private static final Map<Class<? extends Expression>, IntPredicate> ORDERS =
      Map.of(
          EqualTo.class,
          o -> o == 0,
          LessThan.class,
          o -> o < 0,
          LessThanOrEqual.class,
          o -> o <= 0,
          GreaterThan.class,
          o -> o > 0,
          GreaterThanOrEqual.class,
          o -> o >= 0);

  private static final Map<Class<? extends Expression>, BinaryOperator<BigDecimal>> ARITHMETIC =
      Map.of(
          Add.class,
          Exact::add,
          Subtract.class,
          Exact::subtract,
          Multiply.class,
          Exact::multiply,
          Remainder.class,
          Exact::remainder,
          IntegralDivide.class,
          Exact::wholeQuotient);

  private static final Set<Class<? extends Expression>> OTHERS =
      Set.of(
          Divide.class,
          UnaryMinus.class,
          UnaryPositive.class,
          EqualNullSafe.class,
          In.class,
          And.class,
          Or.class,
          Not.class,
          IsNull.class,
          IsNotNull.class,
          CaseWhen.class,
          Cast.class);

  private ExactOperators() {}

  /** True for what a formula may consist of, besides names, numbers and functions. */
  static boolean known(Expression node) {
    return OTHERS.contains(node.getClass())
        || ORDERS.containsKey(node.getClass())
        || ARITHMETIC.containsKey(node.getClass());
  }

  static boolean logic(Expression node) {
    return node instanceof And || node instanceof Or || node instanceof Not;
  }

  static boolean comparison(Expression node) {
    return ORDERS.containsKey(node.getClass())
        || node instanceof EqualNullSafe
        || node instanceof In;
  }

  static Term logic(Expression node, List<Made> made) {
    Term first = made.get(0).term();
    if (node instanceof Not) {
      return Term.not(first);
    }
    Term second = made.get(1).term();
    return node instanceof And ? Term.and(first, second) : Term.or(first, second);
  }

  static Term comparison(Expression node, List<Made> made) {
    Term first = made.get(0).term();
    if (node instanceof EqualNullSafe) {
      return Term.same(first, made.get(1).term());
    }
    if (node instanceof In) {
      return made.stream()
          .skip(1)
          .map(m -> Term.compared(first, m.term(), o -> o == 0))
          .reduce(Term::or)
          .orElse(Term.constant(Value.of(false)));
    }
    IntPredicate order = ORDERS.getOrDefault(node.getClass(), o -> false);
    return Term.compared(first, made.get(1).term(), order);
  }

  static Made arithmetic(Expression node, List<Made> made) {
    Made a = made.get(0);
    if (node instanceof UnaryPositive) {
      return a;
    }
    if (node instanceof UnaryMinus) {
      return new Made(Term.of(a.term(), BigDecimal::negate), Kind.SIGNED);
    }
    Made b = made.get(1);
    boolean signed = node instanceof Subtract || a.kind().signed() || b.kind().signed();
    BinaryOperator<BigDecimal> function =
        Optional.ofNullable(ARITHMETIC.get(node.getClass()))
            .orElseGet(() -> ExactFunctions.quotient(b));
    return new Made(Term.of(a.term(), b.term(), function), Kind.number(signed));
  }

  /** A rounding to so many digits; empty for a type that is no exact number. */
  static Optional<Made> cast(Cast node, Made made) {
    DataType type = node.dataType();
    if (!(type instanceof DecimalType) && !(type instanceof IntegralType)) {
      return Optional.empty();
    }
    int decimals = type instanceof DecimalType decimal ? decimal.scale() : 0;
    int whole = type instanceof DecimalType decimal ? decimal.precision() - decimals : Exact.WHOLE;
    RoundingMode mode = type instanceof DecimalType ? RoundingMode.HALF_UP : RoundingMode.DOWN;
    BinaryOperator<BigDecimal> cast =
        (x, unused) -> {
          BigDecimal rounded = Exact.rounded(x, decimals, mode);
          if (rounded.signum() != 0 && rounded.precision() - rounded.scale() > whole) {
            throw new NoAnswer(NoAnswer.Fault.OVERFLOW);
          }
          return rounded;
        };
    Term number = made.kind().type() == Type.TRUTH ? number(made.term()) : made.term();
    Term none = constant(BigDecimal.ZERO);
    return Optional.of(
        new Made(
            node.isTryCast() ? Term.tried(number, none, cast) : Term.of(number, none, cast),
            Kind.number(made.kind().signed())));
  }

  /** One for what holds, zero for what does not. */
  private static Term number(Term truth) {
    return Term.choice(
        List.of(
            new Term.Branch(truth, constant(BigDecimal.ONE)),
            new Term.Branch(Term.not(truth), constant(BigDecimal.ZERO))),
        Term.constant(Value.nothing()));
  }

  private static Term constant(BigDecimal number) {
    return Term.constant(Value.of(number));
  }
}
