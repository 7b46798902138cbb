package org.kaohe.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Multiply;
import org.apache.spark.sql.catalyst.expressions.Subtract;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.types.Decimal;
import org.kaohe.config.Measures.Measure;
import org.kaohe.config.Part.Aggregate;
import scala.jdk.javaapi.CollectionConverters;

/**
 * In which unit of measure a part comes out, from the units of its columns and the arithmetic of
 * its expression: {@code net_kg / 1000} is tonnes, {@code amount * 10000} of 万元 is 元. A factor that
 * is a power of ten changes the unit; any other scales the quantity.
 */
public final class PartMeasures {
  /** A quantity has none of the dimensions; its factor still counts. */
  private static final String PROPORTION = "proportion";

  private static final Set<String> CHOOSING =
      Set.of("coalesce", "nvl", "ifnull", "greatest", "least", "nullif");
  private static final Set<String> KEEPING = Set.of("round", "abs", "floor", "ceil", "ceiling");

  private final Function<String, Optional<Measure>> columns;
  private final List<String> mixed = new ArrayList<>();

  private PartMeasures(Function<String, Optional<Measure>> columns) {
    this.columns = columns;
  }

  /**
   * The unit of measure of a summed, last or given quantity: its dimension and factor count, its id
   * is empty when {@code measures.yaml} has none such. Empty for counts, for columns of views, and
   * when a column does not say what it is measured in.
   */
  public static Optional<Measure> of(Definitions definitions, Part part) {
    return Optional.ofNullable(definitions.contracts().get(part.from()))
        .flatMap(c -> infer(c, definitions.measures(), part).measure());
  }

  /**
   * Units of measure of a ratio's numerator and denominator, where both are known and not the same;
   * empty too when versions of the definition do not agree on them.
   */
  public static Optional<List<Label>> labels(Definitions definitions, Indicator indicator) {
    Set<List<Label>> found = new LinkedHashSet<>();
    for (Indicator.Version version : indicator.versions()) {
      found.add(
          version.value() instanceof Indicator.Value.Ratio ratio
              ? labels(of(definitions, ratio.numerator()), of(definitions, ratio.denominator()))
              : List.of());
    }
    List<Label> only = found.iterator().next();
    return found.size() > 1 || only.isEmpty() ? Optional.empty() : Optional.of(only);
  }

  private static List<Label> labels(Optional<Measure> above, Optional<Measure> below) {
    if (above.isEmpty() || below.isEmpty()) {
      return List.of();
    }
    boolean same =
        above.get().dimension().equals(below.get().dimension())
            && above.get().factor().compareTo(below.get().factor()) == 0;
    boolean named = !above.get().id().isEmpty() && !below.get().id().isEmpty();
    return same || !named ? List.of() : List.of(above.get().label(), below.get().label());
  }

  /**
   * @param mixed additions and choices between different units, in words
   */
  record Inferred(Optional<Measure> measure, List<String> mixed) {}

  static Inferred infer(Contract contract, Measures measures, Part part) {
    if (part.aggregate() == Aggregate.COUNT || part.aggregate() == Aggregate.DISTINCT) {
      return new Inferred(Optional.empty(), List.of());
    }
    PartMeasures walk =
        new PartMeasures(
            name ->
                contract.columns().stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .flatMap(Column::measure)
                    .flatMap(measures::find));
    Optional<Measure> found =
        part.argument()
            .flatMap(sql -> Formula.parse(sql, new ArrayList<>()))
            .map(walk::quantity)
            .filter(Known.class::isInstance)
            .map(q -> ((Known) q).measure(measures));
    return new Inferred(found, walk.mixed);
  }

  /** What an expression comes out as. */
  private sealed interface Quantity {}

  /** A plain number. */
  @SuppressWarnings("JavaLangClash")
  private record Number(Optional<BigDecimal> value) implements Quantity {}

  /** Not known, because a column does not say it or the arithmetic is beyond this. */
  private record Unknown() implements Quantity {}

  /**
   * @param powers dimension to power, none of them 0
   * @param factor base units in one
   */
  private record Known(Map<String, Integer> powers, BigDecimal factor) implements Quantity {
    static Known of(Measure measure) {
      Map<String, Integer> powers = new TreeMap<>();
      int sign = 1;
      for (String dimension : measure.dimension().split("/")) {
        if (!dimension.equals(PROPORTION)) {
          powers.merge(dimension, sign, Integer::sum);
        }
        sign = -1;
      }
      return new Known(powers, measure.factor());
    }

    Quantity times(Known other, int sign) {
      Map<String, Integer> product = new TreeMap<>(powers);
      other.powers.forEach((d, p) -> product.merge(d, sign * p, Integer::sum));
      product.values().removeIf(p -> p == 0);
      try {
        return new Known(
            product, sign > 0 ? factor.multiply(other.factor) : factor.divide(other.factor));
      } catch (ArithmeticException e) {
        return new Unknown(); // No finite decimal, such as a third.
      }
    }

    Measure measure(Measures measures) {
      StringBuilder above = new StringBuilder();
      StringBuilder below = new StringBuilder();
      powers.forEach(
          (d, p) -> {
            for (int i = 0; i < Math.abs(p); i++) {
              (p > 0 ? above.append(above.isEmpty() ? "" : "*") : below.append('/')).append(d);
            }
          });
      String dimension =
          powers.isEmpty() ? PROPORTION : (above.isEmpty() ? "1" : above.toString()) + below;
      return measures.byId().values().stream()
          .filter(m -> m.dimension().equals(dimension) && m.factor().compareTo(factor) == 0)
          .findFirst()
          .orElse(new Measure("", Label.of(dimension), dimension, factor));
    }
  }

  private Quantity quantity(Expression e) {
    List<Expression> parts = CollectionConverters.asJava(e.children());
    if (e instanceof UnresolvedAttribute attribute) {
      Optional<Measure> measure = columns.apply(attribute.nameParts().mkString("."));
      return measure.isPresent() ? Known.of(measure.get()) : new Unknown();
    }
    if (e instanceof Literal literal) {
      return new Number(number(literal));
    }
    if (e instanceof Multiply) {
      return product(quantity(parts.get(0)), quantity(parts.get(1)), 1);
    }
    if (e instanceof Divide) {
      return product(quantity(parts.get(0)), quantity(parts.get(1)), -1);
    }
    if (e instanceof Add || e instanceof Subtract) {
      return same(e, parts);
    }
    if (e instanceof UnaryMinus || e instanceof Cast) {
      return quantity(parts.get(0));
    }
    if (e instanceof CaseWhen choice) {
      List<Expression> results = new ArrayList<>();
      CollectionConverters.asJava(choice.branches()).forEach(b -> results.add(b._2()));
      if (choice.elseValue().isDefined()) {
        results.add(choice.elseValue().get());
      }
      return same(e, results);
    }
    if (e instanceof UnresolvedFunction function) {
      String name = function.nameParts().mkString(".");
      if (KEEPING.contains(name)) {
        return quantity(parts.get(0));
      }
      if (name.equals("try_divide")) {
        return product(quantity(parts.get(0)), quantity(parts.get(1)), -1);
      }
      if (name.equals("if") && parts.size() == 3) {
        return same(e, parts.subList(1, 3));
      }
      if (CHOOSING.contains(name)) {
        return same(e, parts);
      }
    }
    return new Unknown();
  }

  private static Optional<BigDecimal> number(Literal literal) {
    Object value = literal.value();
    if (value instanceof Decimal decimal) {
      return Optional.of(decimal.toJavaBigDecimal());
    }
    return value instanceof Integer || value instanceof Long
        ? Optional.of(new BigDecimal(value.toString()))
        : Optional.empty();
  }

  private static Quantity product(Quantity a, Quantity b, int sign) {
    if (a instanceof Known x && b instanceof Known y) {
      return x.times(y, sign);
    }
    if (a instanceof Known x && b instanceof Number n) {
      return scaled(x, n, -sign);
    }
    if (a instanceof Number n && b instanceof Known y) {
      Quantity inverse = new Known(Map.of(), BigDecimal.ONE).times(y, sign);
      return inverse instanceof Known known ? scaled(known, n, -1) : inverse;
    }
    return a instanceof Number && b instanceof Number
        ? new Number(Optional.empty())
        : new Unknown();
  }

  /** The numbers grow by a power of ten, so one of them is that much less. */
  private static Quantity scaled(Known quantity, Number by, int sign) {
    Optional<BigDecimal> ten =
        by.value().filter(v -> v.stripTrailingZeros().unscaledValue().equals(BigInteger.ONE));
    if (ten.isEmpty()) {
      return by.value().isPresent() ? quantity : new Unknown();
    }
    int power = -ten.get().stripTrailingZeros().scale();
    return new Known(quantity.powers(), quantity.factor().scaleByPowerOfTen(sign * power));
  }

  /** The unit that all share; plain numbers, such as the 0 of an ELSE, take any. */
  private Quantity same(Expression whole, List<Expression> parts) {
    Quantity shared = new Number(Optional.empty());
    for (Expression part : parts) {
      Quantity next = quantity(part);
      if (next instanceof Unknown || shared instanceof Unknown) {
        shared = new Unknown();
      } else if (shared instanceof Number) {
        shared = next;
      } else if (shared instanceof Known a
          && next instanceof Known b
          && (!a.powers().equals(b.powers()) || a.factor().compareTo(b.factor()) != 0)) {
        mixed.add(whole.sql());
        return new Unknown();
      }
    }
    return shared;
  }
}
