package org.kaohe.exact;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.kaohe.exact.NoAnswer.Fault;

/**
 * A checked expression. It asks only for what it needs: a branch that is not taken may lack its
 * inputs, and one false side makes AND false whatever the other is. What it does need and does not
 * get, it has no answer without (R42): no function makes a value of a missing one.
 */
@FunctionalInterface
public interface Term {
  /** Where names get their values. */
  @FunctionalInterface
  interface Scope {
    /**
     * @throws NoAnswer where the name has none
     */
    Value get(String name);

    /** Values by name; a name without one is missing. */
    static Scope of(Map<String, Value> values) {
      return name ->
          Optional.ofNullable(values.get(name)).orElseThrow(() -> new NoAnswer(Fault.MISSING));
    }
  }

  /** A condition and what it leads to. */
  record Branch(Term condition, Term result) {}

  /**
   * Its value.
   *
   * @throws NoAnswer where it has none
   */
  Value value(Scope scope);

  static Term constant(Value value) {
    return scope -> value;
  }

  static Term name(String name) {
    return scope -> scope.get(name);
  }

  /** A function of a number; of nothing it makes nothing. */
  static Term of(Term a, UnaryOperator<BigDecimal> function) {
    return scope -> {
      Value x = a.value(scope);
      return x.isNothing() ? x : Value.of(function.apply(x.decimal()));
    };
  }

  /** A function of two numbers; of nothing it makes nothing. */
  static Term of(Term a, Term b, BinaryOperator<BigDecimal> function) {
    return scope -> {
      Value x = a.value(scope);
      Value y = b.value(scope);
      return x.isNothing() || y.isNothing()
          ? Value.nothing()
          : Value.of(function.apply(x.decimal(), y.decimal()));
    };
  }

  /** The same, and nothing where the function itself has no answer: the author asked for that. */
  static Term tried(Term a, Term b, BinaryOperator<BigDecimal> function) {
    return scope -> {
      Value x = a.value(scope);
      Value y = b.value(scope);
      if (x.isNothing() || y.isNothing()) {
        return Value.nothing();
      }
      try {
        return Value.of(function.apply(x.decimal(), y.decimal()));
      } catch (NoAnswer e) {
        return Value.nothing();
      }
    };
  }

  /** How two numbers stand to each other. */
  static Term compared(Term a, Term b, IntPredicate order) {
    return scope -> {
      Value x = a.value(scope);
      Value y = b.value(scope);
      return x.isNothing() || y.isNothing() ? Value.nothing() : Value.of(order.test(order(x, y)));
    };
  }

  /** Equal, where nothing equals nothing. */
  static Term same(Term a, Term b) {
    return scope -> {
      Value x = a.value(scope);
      Value y = b.value(scope);
      if (x.isNothing() || y.isNothing()) {
        return Value.of(x.isNothing() && y.isNothing());
      }
      return Value.of(order(x, y) == 0);
    };
  }

  private static int order(Value x, Value y) {
    return x instanceof Value.Truth
        ? Boolean.compare(x.truth(), y.truth())
        : Exact.compare(x.decimal(), y.decimal());
  }

  static Term not(Term a) {
    return scope -> {
      Value x = a.value(scope);
      return x.isNothing() ? x : Value.of(!x.truth());
    };
  }

  static Term and(Term a, Term b) {
    return decided(a, b, false);
  }

  static Term or(Term a, Term b) {
    return decided(a, b, true);
  }

  /** One side that decides is enough. */
  private static Term decided(Term a, Term b, boolean by) {
    return scope -> {
      Optional<NoAnswer> failed = Optional.empty();
      Value x = Value.nothing();
      try {
        x = a.value(scope);
      } catch (NoAnswer e) {
        failed = Optional.of(e);
      }
      if (!x.isNothing() && x.truth() == by) {
        return x;
      }
      Value y = b.value(scope);
      if (!y.isNothing() && y.truth() == by) {
        return y;
      }
      if (failed.isPresent()) {
        throw failed.get();
      }
      return x.isNothing() ? x : y;
    };
  }

  /** The first branch whose condition holds. */
  static Term choice(List<Branch> branches, Term otherwise) {
    return scope -> {
      for (Branch branch : branches) {
        Value condition = branch.condition().value(scope);
        if (!condition.isNothing() && condition.truth()) {
          return branch.result().value(scope);
        }
      }
      return otherwise.value(scope);
    };
  }

  /** The first that is something. */
  static Term coalesce(List<Term> terms) {
    return scope -> {
      for (Term term : terms) {
        Value value = term.value(scope);
        if (!value.isNothing()) {
          return value;
        }
      }
      return Value.nothing();
    };
  }

  static Term isNothing(Term a) {
    return scope -> Value.of(a.value(scope).isNothing());
  }
}
