package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.config.ExactFormula.Kind;
import org.kaohe.config.ExactFormula.Made;
import org.kaohe.config.Formula.Complaint;
import org.kaohe.exact.NoAnswer;
import org.kaohe.exact.NoAnswer.Fault;
import org.kaohe.exact.Term;
import org.kaohe.exact.Value;

/** Expected numbers are computed apart, by other means, to twenty decimals where they go on. */
class ExactFormulaTest {
  private static final int DECIMALS = 20;

  /** {@code zero} is 0, {@code minus} is -4, {@code gone} is missing, {@code blank} is NULL. */
  private static final Map<String, Value> VALUES =
      Map.of(
          "a", Value.of(new BigDecimal("7")),
          "b", Value.of(new BigDecimal("2.5")),
          "n", Value.of(new BigDecimal("0.00274")),
          "one", Value.of(BigDecimal.ONE),
          "zero", Value.of(new BigDecimal("0.00")),
          "minus", Value.of(new BigDecimal("-4")),
          "huge", Value.of(new BigDecimal("999999999999999999")),
          "blank", Value.nothing());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 0.00274 squared is 0.0000075076, wherever the million stands.
        "(n / one) * (n / one) * 1000000              | 7.5076",
        "1000000 * (n / one) * (n / one)              | 7.5076",
        "n * n * n * n * n * n / n / n / n / n / n    | 0.00274",
        "1 / 3                                        | 0.33333333333333333333",
        "1 / 3 * 3                                    | 1",
        "CASE WHEN 1 / 3 * 3 = 1 THEN 5 ELSE 0 END    | 5",
        "floor(1 / 3 * 3)                             | 1",
        "0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 | 1",
        "1e-3                                         | 0.001",
        "-1.5E2 + a                                   | -143",
        "0.2 + '0.1'                                  | 0.3",
        "0.1234567891011 * 1234.1                     | 152.35802342966751",
        "huge * huge / huge                           | 999999999999999999",
        "a % 2.5 + -7 % 2.5                           | 0",
        "mod(-7, 2.5)                                 | -2",
        "pmod(-7, 2.5)                                | 0.5",
        "a div 2                                      | 3",
        "-7 div 2                                     | -3",
        "round(2.345, 2)                              | 2.35",
        "round(-2.5)                                  | -3",
        "round(1250, -2)                              | 1300",
        "ceil(2.01) + ceiling(2.01, 1) + floor(-2.01) | 2.1",
        "abs(minus) + sign(minus) + signum(a)         | 4",
        "least(9, greatest(1, a), b)                  | 2.5",
        "sqrt(2)                                      | 1.4142135623730950488",
        "sqrt(16)                                     | 4",
        "power(2, 10) + pow(2, -1)                    | 1024.5",
        "power(2, 0.5)                                | 1.4142135623730950488",
        "power(1.05, 1 / 5)                           | 1.00980579767348530829",
        "power(minus, 3)                              | -64",
        "power(minus, 1001) / power(minus, 1001)      | !OVERFLOW",
        "power(zero, 0)                               | 1",
        "power(zero, 2)                               | 0",
        "ln(2)                                        | 0.69314718055994530942",
        "exp(1)                                       | 2.71828182845904523536",
        "ln(exp(3))                                   | 3",
        "exp(-1000)                                   | 0",
        "log10(1000)                                  | 3",
        "log(2, 8)                                    | 3",
        "cast(2.345 AS DECIMAL(10, 2))                | 2.35",
        "cast(-2.9 AS INT)                            | -2",
        "cast(a > b AS INT) * 3                       | 3",
        "try_cast(12345 AS DECIMAL(4, 2))             | ",
        "cast(12345 AS DECIMAL(4, 2))                 | !OVERFLOW",
        "if(a BETWEEN 1 AND 7 AND a IN (1, 7) AND NOT a <> 7 AND b <=> 2.5, 1, 2) | 1",
        "nvl2(blank, 1, 2)                            | 2",
        "CASE a WHEN 7 THEN 1 END                     | 1",
        "CASE a WHEN 8 THEN 1 END                     | ",
      })
  void computesWhatAPocketCalculatorWithEnoughDigitsComputes(String sql, String expected) {
    assertThat(answer(sql)).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gone",
        "gone + 1",
        "least(10, gone)",
        "greatest(0, gone)",
        "coalesce(gone, 0)",
        "nvl(gone, 0)",
        "nvl2(gone, 1, 0)",
        "if(gone > 1, 1, 0)",
        "CASE WHEN gone > 1 THEN 10 ELSE 0 END",
        "CASE WHEN gone IS NULL THEN 10 ELSE 0 END",
        "CASE WHEN a > 1 AND gone > 1 THEN 10 ELSE 0 END",
        "CASE WHEN gone > 1 OR b > 9 THEN 10 ELSE 0 END",
        "try_divide(gone, 1)",
        "gone * 0",
        "cast(gone > 1 AS INT)",
      })
  void makesNoPointsOfWhatIsMissing(String sql) {
    assertThat(answer(sql)).isEqualTo("!MISSING");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CASE WHEN a > 1 THEN 10 ELSE gone END        | 10",
        "CASE WHEN a < 1 AND gone > 1 THEN 1 ELSE 0 END | 0",
        "CASE WHEN gone > 1 AND a < 1 THEN 1 ELSE 0 END | 0",
        "CASE WHEN gone > 1 OR a > 1 THEN 1 ELSE 0 END | 1",
        "coalesce(a, gone)                            | 7",
      })
  void doesNotAskForWhatCannotChangeTheAnswer(String sql, String expected) {
    assertThat(answer(sql)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "coalesce(blank, 4)                           | 4",
        "coalesce(try_divide(a, zero), 4)             | 4",
        "coalesce(nullif(a, 7), 4)                    | 4",
        "least(10, blank)                             | ",
        "greatest(blank, 0)                           | ",
        "blank + 1                                    | ",
        "CASE WHEN blank > 1 THEN 1 ELSE 0 END        | 0",
        "CASE WHEN blank IS NULL THEN 3 END           | 3",
      })
  void leavesToTheAuthorWhatTheAuthorSaidMayBeBlank(String sql, String expected) {
    assertThat(answer(sql)).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a / zero                     | ZERO_DENOMINATOR",
        "a % zero                     | ZERO_DENOMINATOR",
        "a div zero                   | ZERO_DENOMINATOR",
        "a / (1 / 3 * 3 - 1)          | ZERO_DENOMINATOR",
        "power(zero, -1)              | ZERO_DENOMINATOR",
        "coalesce(a / zero, 0)        | ZERO_DENOMINATOR",
        "a / minus                    | NEGATIVE_DENOMINATOR",
        "100 * a / (minus * 2)        | NEGATIVE_DENOMINATOR",
        "a / least(minus, b)          | NEGATIVE_DENOMINATOR",
        "huge * huge * huge           | OVERFLOW",
        "exp(100)                     | OVERFLOW",
        "power(10, 38)                | OVERFLOW",
        "power(huge, 999999999999)    | OVERFLOW",
        "ceil(5, -1000)               | OVERFLOW",
        "sqrt(minus)                  | OUTSIDE_DOMAIN",
        "ln(zero)                     | OUTSIDE_DOMAIN",
        "log10(minus)                 | OUTSIDE_DOMAIN",
        "power(minus, 0.5)            | OUTSIDE_DOMAIN",
      })
  void saysWhyThereIsNoAnswer(String sql, Fault fault) {
    assertThatThrownBy(() -> made(sql).term().value(Term.Scope.of(VALUES)))
        .isInstanceOfSatisfying(NoAnswer.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  /** Where lower is better both differences of an efficacy score are negative (R16). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(b - a) / (minus - a)        | 0.40909090909090909091",
        "a / -2                       | -3.5",
        "a / try_subtract(b, a)       | -1.55555555555555555556",
      })
  void dividesByANegativeDifferenceThatTheAuthorWrote(String sql, String expected) {
    assertThat(answer(sql)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cast(a AS DOUBLE)            | K2306",
        "cast(a AS FLOAT) > 1         | K2306",
        "a::double                    | K2306",
        "0.1D                         | K2306",
        "a + 0.1F                     | K2306",
        "double(a)                    | K2303",
        "float(a)                     | K2303",
        "a + (a > 1)                  | K2305",
        "CASE WHEN a THEN 1 END       | K2305",
        "CASE WHEN a > 1 THEN 1 ELSE a > 2 END | K2305",
        "a > 1 AND b                  | K2305",
        "a = (b > 1)                  | K2305",
        "coalesce(a, a > 1)           | K2305",
        "least(a)                     | K2305",
        "power(a)                     | K2305",
        "if(a, 1, 2)                  | K2305",
        "a + 'x'                      | K2305",
        "a + '1e99999999'             | K2305",
        "DATE '2025-01-01' > a        | K2305",
        "cast(a AS STRING)            | K2305",
        "a LIKE '1%'                  | K2304",
        "upper(a)                   | K2303",
        "sum(a)                       | K2303",
        "rand()                       | K2303",
        "round(a, b)                  | K2431",
        "count(a) OVER (PARTITION BY b) | K2304",
        "(SELECT 1)                   | K2304",
        "c                            | K2302",
        "a +                          | K2301",
      })
  void refusesWhatIsNoExactArithmetic(String sql, String code) {
    assertThat(formula(sql).complaints()).extracting(Complaint::code).containsExactly(code);
  }

  @Test
  void namesEveryFunctionInItsCure() {
    assertThat(formula("median(a)").complaints().get(0).cure())
        .contains("greatest", "power", "sqrt");
    assertThat(formula("squrt(a)").complaints().get(0).cure()).contains("sqrt");
  }

  @Test
  void numbersBeyondAllDigitsNeitherGrowNorHang() {
    String tiny = "power(0.000001, 999)";
    assertThat(answer("1 + power(" + tiny + " + " + tiny + ", 900)")).isEqualTo("1");
  }

  private static String answer(String sql) {
    try {
      Value value = made(sql).term().value(Term.Scope.of(VALUES));
      if (value.isNothing()) {
        return "";
      }
      BigDecimal rounded = value.decimal().setScale(DECIMALS, RoundingMode.HALF_UP);
      boolean whole = rounded.stripTrailingZeros().scale() < DECIMALS;
      return (whole ? rounded.stripTrailingZeros() : rounded).toPlainString();
    } catch (NoAnswer e) {
      return "!" + e.fault();
    }
  }

  private static Made made(String sql) {
    ExactFormula formula = formula(sql);
    assertThat(formula.complaints()).isEmpty();
    return formula.made().orElseThrow();
  }

  private static ExactFormula formula(String sql) {
    Map<String, Kind> kinds = new TreeMap<>();
    VALUES.keySet().forEach(name -> kinds.put(name, Kind.QUANTITY));
    kinds.put("gone", Kind.QUANTITY);
    return ExactFormula.of(sql, kinds);
  }
}
