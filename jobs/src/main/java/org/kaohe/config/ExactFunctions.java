package org.kaohe.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.kaohe.config.ExactFormula.Kind;
import org.kaohe.config.ExactFormula.Made;
import org.kaohe.config.ExactFormula.Type;
import org.kaohe.exact.Exact;
import org.kaohe.exact.Term;
import org.kaohe.exact.Value;

/** The functions of formulas, all of them; conf/README.md lists the same. */
final class ExactFunctions {
  /** Arguments of a function. */
  private enum Shape {
    /** Numbers. */
    NUMBERS,
    /** Numbers or conditions, all of one kind. */
    ALIKE,
    /** A condition, and two results of one kind. */
    CONDITION_FIRST,
    /** Anything, and two results of one kind. */
    ANYTHING_FIRST
  }

  @FunctionalInterface
  private interface Maker {
    Made make(List<Made> arguments);
  }

  private record Function(int least, int most, Shape shape, Maker maker) {}

  /** Functions that ask whether their arguments are NULL. */
  static final Set<String> ASKING =
      Set.of("coalesce", "nvl", "ifnull", "nvl2", "isnull", "isnotnull");

  private static final int MANY = 100;
  private static final Map<String, Function> ALL = new TreeMap<>();

  static {
    one("abs", BigDecimal::abs, false);
    one("sign", x -> BigDecimal.valueOf(Exact.sign(x)), true);
    one("signum", x -> BigDecimal.valueOf(Exact.sign(x)), true);
    one("sqrt", Exact::sqrt, false);
    one("exp", Exact::exp, false);
    one("ln", Exact::ln, true);
    one("log10", Exact::log10, true);
    rounding("round", RoundingMode.HALF_UP);
    rounding("ceil", RoundingMode.CEILING);
    rounding("ceiling", RoundingMode.CEILING);
    rounding("floor", RoundingMode.FLOOR);
    two("power", Exact::power);
    two("pow", Exact::power);
    two("mod", Exact::remainder);
    two("pmod", Exact::positiveRemainder);
    add(
        "log",
        2,
        2,
        Shape.NUMBERS,
        a -> pair(a, (b, x) -> Exact.divide(Exact.ln(x), Exact.ln(b)), true));
    add("try_add", 2, 2, Shape.NUMBERS, a -> tried(a, Exact::add, false));
    add("try_subtract", 2, 2, Shape.NUMBERS, a -> tried(a, Exact::subtract, true));
    add("try_multiply", 2, 2, Shape.NUMBERS, a -> tried(a, Exact::multiply, false));
    add("try_divide", 2, 2, Shape.NUMBERS, a -> tried(a, quotient(a.get(1)), false));
    add("least", 2, MANY, Shape.NUMBERS, a -> folded(a, BigDecimal::min));
    add("greatest", 2, MANY, Shape.NUMBERS, a -> folded(a, BigDecimal::max));
    add("coalesce", 1, MANY, Shape.ALIKE, ExactFunctions::coalesce);
    add("nvl", 2, 2, Shape.ALIKE, ExactFunctions::coalesce);
    add("ifnull", 2, 2, Shape.ALIKE, ExactFunctions::coalesce);
    add(
        "nullif",
        2,
        2,
        Shape.ALIKE,
        a ->
            choice(
                Term.compared(a.get(0).term(), a.get(1).term(), o -> o == 0),
                Optional.empty(),
                a.get(0)));
    add(
        "if",
        3,
        3,
        Shape.CONDITION_FIRST,
        a -> choice(a.get(0).term(), Optional.of(a.get(1)), a.get(2)));
    add(
        "nvl2",
        3,
        3,
        Shape.ANYTHING_FIRST,
        a -> choice(Term.not(Term.isNothing(a.get(0).term())), Optional.of(a.get(1)), a.get(2)));
    add("isnull", 1, 1, Shape.ALIKE, a -> truth(Term.isNothing(a.get(0).term())));
    add("isnotnull", 1, 1, Shape.ALIKE, a -> truth(Term.not(Term.isNothing(a.get(0).term()))));
    add(
        "between",
        3,
        3,
        Shape.NUMBERS,
        a ->
            truth(
                Term.and(
                    Term.compared(a.get(0).term(), a.get(1).term(), o -> o >= 0),
                    Term.compared(a.get(0).term(), a.get(2).term(), o -> o <= 0))));
  }

  private ExactFunctions() {}

  static Set<String> names() {
    return ALL.keySet();
  }

  static String listed() {
    return String.join(", ", ALL.keySet());
  }

  /** What the function takes instead of these arguments; empty when they fit. */
  static Optional<String> fault(String name, List<Made> arguments) {
    Function function = function(name);
    if (arguments.size() < function.least() || arguments.size() > function.most()) {
      return Optional.of(
          function.least() == function.most()
              ? "%d arguments".formatted(function.least())
              : "%d to %d arguments".formatted(function.least(), function.most()));
    }
    return switch (function.shape()) {
      case NUMBERS ->
          common(arguments).filter(k -> k.type() != Type.TRUTH).isPresent()
              ? Optional.empty()
              : Optional.of("numbers");
      case ALIKE ->
          common(arguments).isPresent() ? Optional.empty() : Optional.of("values of one kind");
      case CONDITION_FIRST, ANYTHING_FIRST ->
          (function.shape() == Shape.CONDITION_FIRST && !arguments.get(0).is(Type.TRUTH))
                  || common(arguments.subList(1, arguments.size())).isEmpty()
              ? Optional.of("a condition and two results of one kind")
              : Optional.empty();
    };
  }

  static Made make(String name, List<Made> arguments) {
    return function(name).maker().make(arguments);
  }

  private static Function function(String name) {
    Function function = ALL.get(name);
    if (function == null) {
      throw new IllegalArgumentException("No such function: " + name);
    }
    return function;
  }

  /** The one kind of several values; a text stands for a number, NULL for anything. */
  static Optional<Kind> common(List<Made> values) {
    boolean signed = values.stream().anyMatch(m -> m.kind().signed());
    List<Type> types =
        values.stream()
            .map(m -> m.kind().type())
            .filter(t -> t != Type.NOTHING)
            .map(t -> t == Type.TEXT ? Type.NUMBER : t)
            .distinct()
            .toList();
    return types.size() > 1
        ? Optional.empty()
        : Optional.of(new Kind(types.isEmpty() ? Type.NOTHING : types.get(0), signed));
  }

  /** Dividing by a quantity, which must be above zero, or by a number with a sign of its own. */
  static BinaryOperator<BigDecimal> quotient(Made divisor) {
    return divisor.kind().signed() ? Exact::divide : (a, b) -> Exact.divide(a, Exact.positive(b));
  }

  private static void add(String name, int least, int most, Shape shape, Maker maker) {
    ALL.put(name, new Function(least, most, shape, maker));
  }

  private static void one(String name, UnaryOperator<BigDecimal> function, boolean signed) {
    add(
        name,
        1,
        1,
        Shape.NUMBERS,
        a -> new Made(Term.of(a.get(0).term(), function), Kind.number(signed)));
  }

  private static void two(String name, BinaryOperator<BigDecimal> function) {
    add(name, 2, 2, Shape.NUMBERS, a -> pair(a, function, signed(a)));
  }

  private static void rounding(String name, RoundingMode mode) {
    add(
        name,
        1,
        2,
        Shape.NUMBERS,
        a -> {
          Term digits = a.size() > 1 ? a.get(1).term() : Term.constant(Value.of(BigDecimal.ZERO));
          return new Made(
              Term.of(a.get(0).term(), digits, (x, d) -> Exact.rounded(x, d.intValue(), mode)),
              Kind.number(a.get(0).kind().signed()));
        });
  }

  private static Made pair(List<Made> a, BinaryOperator<BigDecimal> function, boolean signed) {
    return new Made(Term.of(a.get(0).term(), a.get(1).term(), function), Kind.number(signed));
  }

  private static Made tried(List<Made> a, BinaryOperator<BigDecimal> function, boolean signed) {
    return new Made(
        Term.tried(a.get(0).term(), a.get(1).term(), function), Kind.number(signed || signed(a)));
  }

  /** Of nothing and something, the least is not the something. */
  private static Made folded(List<Made> a, BinaryOperator<BigDecimal> function) {
    Term folded =
        a.stream().map(Made::term).reduce((x, y) -> Term.of(x, y, function)).orElseThrow();
    return new Made(folded, Kind.number(signed(a)));
  }

  private static Made coalesce(List<Made> a) {
    return new Made(Term.coalesce(a.stream().map(Made::term).toList()), common(a).orElseThrow());
  }

  private static Made choice(Term condition, Optional<Made> then, Made otherwise) {
    Term result = then.map(Made::term).orElse(Term.constant(Value.nothing()));
    Kind kind =
        common(then.map(t -> List.of(t, otherwise)).orElse(List.of(otherwise))).orElseThrow();
    return new Made(
        Term.choice(List.of(new Term.Branch(condition, result)), otherwise.term()), kind);
  }

  private static Made truth(Term term) {
    return new Made(term, Kind.TRUTH);
  }

  private static boolean signed(List<Made> arguments) {
    return arguments.stream().anyMatch(m -> m.kind().signed());
  }
}
