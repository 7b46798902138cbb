package org.kaohe.exact;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.kaohe.exact.NoAnswer.Fault;

/**
 * Arithmetic of formulas (R42). A number has at most {@value #WHOLE} digits before the point, as
 * DECIMAL(38) has, and every result keeps {@value #DIGITS} digits, so never fewer than 60 decimals.
 * What is decided on a number (order, zero, rounding) is decided on {@value #SETTLED} of them: a
 * third taken three times is one.
 */
public final class Exact {
  /** Digits before the point. */
  public static final int WHOLE = 38;

  private static final int DIGITS = 100;
  private static final int SETTLED = 30;

  /** Zeros behind the point after which a number is none. */
  private static final int SMALLEST = 200;

  private static final MathContext CONTEXT = new MathContext(DIGITS, RoundingMode.HALF_UP);
  private static final BigDecimal LIMIT = BigDecimal.TEN.pow(WHOLE);
  private static final BigDecimal HALF = new BigDecimal("0.5");

  /** e to the power of more is beyond every number; of less than its negative threefold, zero. */
  private static final BigDecimal LARGEST_EXPONENT = BigDecimal.valueOf(88);

  private static final BigDecimal SMALLEST_EXPONENT = BigDecimal.valueOf(-264);
  private static final BigDecimal LARGEST_POWER = BigDecimal.valueOf(999);

  private Exact() {}

  /**
   * A result as it is carried on.
   *
   * @throws NoAnswer when it is too large
   */
  public static BigDecimal kept(BigDecimal x) {
    if (x.abs().compareTo(LIMIT) >= 0) {
      throw new NoAnswer(Fault.OVERFLOW);
    }
    BigDecimal kept = x.round(CONTEXT);
    return (long) kept.scale() - kept.precision() > SMALLEST ? BigDecimal.ZERO : kept;
  }

  /** The number that decisions are made on. */
  public static BigDecimal settled(BigDecimal x) {
    return x.scale() > SETTLED ? x.setScale(SETTLED, RoundingMode.HALF_UP) : x;
  }

  public static int compare(BigDecimal a, BigDecimal b) {
    return settled(a.subtract(b)).signum();
  }

  public static int sign(BigDecimal x) {
    return settled(x).signum();
  }

  public static BigDecimal add(BigDecimal a, BigDecimal b) {
    return kept(a.add(b));
  }

  public static BigDecimal subtract(BigDecimal a, BigDecimal b) {
    return kept(a.subtract(b));
  }

  public static BigDecimal multiply(BigDecimal a, BigDecimal b) {
    return kept(a.multiply(b));
  }

  /** A quotient of any two numbers, the divisor not zero. */
  public static BigDecimal divide(BigDecimal a, BigDecimal b) {
    return kept(a.divide(nonZero(b), CONTEXT));
  }

  /** The divisor, which must not be zero. */
  private static BigDecimal nonZero(BigDecimal b) {
    if (sign(b) == 0) {
      throw new NoAnswer(Fault.ZERO_DENOMINATOR);
    }
    return b;
  }

  /** A quantity to divide by, which must be above zero. */
  public static BigDecimal positive(BigDecimal b) {
    if (sign(nonZero(b)) < 0) {
      throw new NoAnswer(Fault.NEGATIVE_DENOMINATOR);
    }
    return b;
  }

  /** The whole quotient, towards zero. */
  public static BigDecimal wholeQuotient(BigDecimal a, BigDecimal b) {
    return settled(divide(a, b)).setScale(0, RoundingMode.DOWN);
  }

  /** What is left of a, with its sign. */
  public static BigDecimal remainder(BigDecimal a, BigDecimal b) {
    return kept(a.subtract(wholeQuotient(a, b).multiply(b)));
  }

  /** What is left of a, with the sign of b. */
  public static BigDecimal positiveRemainder(BigDecimal a, BigDecimal b) {
    BigDecimal left = remainder(a, b);
    return sign(left) * sign(b) < 0 ? kept(left.add(b)) : left;
  }

  public static BigDecimal rounded(BigDecimal x, int decimals, RoundingMode mode) {
    BigDecimal result = settled(x).setScale(Math.max(decimals, -WHOLE - 1), mode);
    return kept(result.scale() < 0 ? result.setScale(0) : result);
  }

  public static BigDecimal sqrt(BigDecimal x) {
    if (sign(x) < 0) {
      throw new NoAnswer(Fault.OUTSIDE_DOMAIN);
    }
    return kept(x.max(BigDecimal.ZERO).sqrt(CONTEXT));
  }

  public static BigDecimal ln(BigDecimal x) {
    if (x.signum() <= 0) {
      throw new NoAnswer(Fault.OUTSIDE_DOMAIN);
    }
    return kept(BigDecimalMath.log(x, CONTEXT));
  }

  public static BigDecimal log10(BigDecimal x) {
    if (x.signum() <= 0) {
      throw new NoAnswer(Fault.OUTSIDE_DOMAIN);
    }
    return kept(BigDecimalMath.log10(x, CONTEXT));
  }

  public static BigDecimal exp(BigDecimal x) {
    if (x.compareTo(LARGEST_EXPONENT) > 0) {
      throw new NoAnswer(Fault.OVERFLOW);
    }
    return x.compareTo(SMALLEST_EXPONENT) < 0
        ? BigDecimal.ZERO
        : kept(BigDecimalMath.exp(x, CONTEXT));
  }

  /** x to the power of y; 0 to the power of 0 is 1. */
  public static BigDecimal power(BigDecimal x, BigDecimal y) {
    BigDecimal exponent = settled(y);
    boolean whole = exponent.stripTrailingZeros().scale() <= 0;
    if (exponent.signum() == 0) {
      return BigDecimal.ONE;
    }
    if (sign(x) == 0) {
      if (exponent.signum() < 0) {
        throw new NoAnswer(Fault.ZERO_DENOMINATOR);
      }
      return BigDecimal.ZERO;
    }
    if (x.signum() < 0 && !whole) {
      throw new NoAnswer(Fault.OUTSIDE_DOMAIN);
    }
    if (exponent.compareTo(HALF) == 0) {
      return sqrt(x);
    }
    if (whole && exponent.abs().compareTo(LARGEST_POWER) <= 0) {
      BigDecimal power = wholePower(x, exponent.abs().intValueExact());
      return exponent.signum() < 0 ? divide(BigDecimal.ONE, power) : power;
    }
    BigDecimal size = exp(y.multiply(ln(x.abs()), CONTEXT));
    boolean odd = whole && exponent.toBigInteger().testBit(0);
    return x.signum() < 0 && odd ? size.negate() : size;
  }

  /** By squaring, so that it ends at the first number that is too large. */
  private static BigDecimal wholePower(BigDecimal x, int exponent) {
    BigDecimal result = BigDecimal.ONE;
    for (int bit = BigInteger.valueOf(exponent).bitLength() - 1; bit >= 0; bit--) {
      result = multiply(result, result);
      if ((exponent >> bit & 1) == 1) {
        result = multiply(result, x);
      }
    }
    return result;
  }
}
