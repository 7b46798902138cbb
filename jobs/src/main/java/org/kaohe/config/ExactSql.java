package org.kaohe.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;
import org.kaohe.exact.Exact;
import org.kaohe.exact.NoAnswer;

/**
 * What SQL of indicators and views computes where Spark would take binary fractions or cut decimals
 * (R42): quotients, wide products and sums, and what is said of a set. Numbers come and go as
 * DECIMAL(38,18). Spark calls these methods by name.
 */
public final class ExactSql {
  /** Type of every argument and result. */
  static final DecimalType TYPE = DataTypes.createDecimalType(38, 18);

  private ExactSql() {}

  public static Decimal divide(Decimal a, Decimal b) {
    return stored(() -> Exact.divide(a.toJavaBigDecimal(), b.toJavaBigDecimal()));
  }

  /** A quotient, or NULL where there is none. */
  public static @Nullable Decimal tryDivide(Decimal a, Decimal b) {
    try {
      return divide(a, b);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  public static Decimal multiply(Decimal a, Decimal b) {
    return stored(() -> Exact.multiply(a.toJavaBigDecimal(), b.toJavaBigDecimal()));
  }

  public static Decimal add(Decimal a, Decimal b) {
    return stored(() -> Exact.add(a.toJavaBigDecimal(), b.toJavaBigDecimal()));
  }

  public static Decimal subtract(Decimal a, Decimal b) {
    return stored(() -> Exact.subtract(a.toJavaBigDecimal(), b.toJavaBigDecimal()));
  }

  public static Decimal sqrt(Decimal a) {
    return stored(() -> Exact.sqrt(a.toJavaBigDecimal()));
  }

  public static Decimal ln(Decimal a) {
    return stored(() -> Exact.ln(a.toJavaBigDecimal()));
  }

  public static Decimal exp(Decimal a) {
    return stored(() -> Exact.exp(a.toJavaBigDecimal()));
  }

  public static Decimal power(Decimal a, Decimal b) {
    return stored(() -> Exact.power(a.toJavaBigDecimal(), b.toJavaBigDecimal()));
  }

  /** Mean of the squared distances from the mean. */
  public static @Nullable Decimal varPop(ArrayData set) {
    return of(variance(set, 0));
  }

  /** The same over one less than their number; NULL for fewer than two. */
  public static @Nullable Decimal varSamp(ArrayData set) {
    return of(variance(set, 1));
  }

  public static @Nullable Decimal stddevPop(ArrayData set) {
    return of(variance(set, 0).map(Exact::sqrt));
  }

  public static @Nullable Decimal stddevSamp(ArrayData set) {
    return of(variance(set, 1).map(Exact::sqrt));
  }

  /** The number below which the share p of the set lies, between two of them in proportion. */
  public static @Nullable Decimal percentile(ArrayData set, Decimal share) {
    List<BigDecimal> numbers = numbers(set);
    BigDecimal p = share.toJavaBigDecimal();
    if (p.signum() < 0 || p.compareTo(BigDecimal.ONE) > 0) {
      throw new ArithmeticException("a percentile is a share from 0 to 1");
    }
    if (numbers.isEmpty()) {
      return null;
    }
    numbers.sort(null);
    BigDecimal place = p.multiply(BigDecimal.valueOf(numbers.size() - 1L));
    int below = place.setScale(0, RoundingMode.FLOOR).intValueExact();
    BigDecimal low = numbers.get(below);
    BigDecimal high = numbers.get(Math.min(below + 1, numbers.size() - 1));
    BigDecimal part = place.subtract(BigDecimal.valueOf(below));
    return stored(() -> low.add(high.subtract(low).multiply(part)));
  }

  private static Optional<BigDecimal> variance(ArrayData set, int less) {
    List<BigDecimal> numbers = numbers(set);
    int n = numbers.size();
    if (n <= less) {
      return Optional.empty();
    }
    BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal squares =
        numbers.stream().map(x -> x.multiply(x)).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal count = BigDecimal.valueOf(n);
    BigDecimal scaled = squares.multiply(count).subtract(sum.multiply(sum));
    return Optional.of(Exact.divide(scaled, count.multiply(BigDecimal.valueOf((long) n - less))));
  }

  private static List<BigDecimal> numbers(ArrayData set) {
    List<BigDecimal> numbers = new ArrayList<>();
    for (int i = 0; i < set.numElements(); i++) {
      if (!set.isNullAt(i)) {
        numbers.add(set.getDecimal(i, TYPE.precision(), TYPE.scale()).toJavaBigDecimal());
      }
    }
    return numbers;
  }

  private static @Nullable Decimal of(Optional<BigDecimal> number) {
    return number.map(x -> stored(() -> x)).orElse(null);
  }

  private static Decimal stored(Supplier<BigDecimal> number) {
    BigDecimal rounded;
    try {
      rounded = number.get().setScale(TYPE.scale(), RoundingMode.HALF_UP);
    } catch (NoAnswer e) {
      throw new ArithmeticException(
          switch (e.fault()) {
            case ZERO_DENOMINATOR, NEGATIVE_DENOMINATOR -> "division by zero";
            case OVERFLOW -> "the number is too large";
            case MISSING, OUTSIDE_DOMAIN -> "root or logarithm of a number that has none";
          });
    }
    if (rounded.precision() > TYPE.precision()) {
      throw new ArithmeticException("the number is too large");
    }
    return Decimal.apply(
        scala.math.BigDecimal.javaBigDecimal2bigDecimal(rounded), TYPE.precision(), TYPE.scale());
  }
}
