package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Scorecard.Mean;
import org.kaohe.exact.Exact;

/**
 * Weighted means of points and scores (R42): Σwx/Σw, exp(Σw·ln x/Σw) and Σw/Σ(w/x). The latter two
 * are zero as soon as one x is, and there is none where an x is below zero.
 */
final class Means {
  private Means() {}

  /** A number with its weight, which is above zero. */
  record Term(String code, BigDecimal value, BigDecimal weight) {}

  /** Empty for no terms, and for a mean that is not there. */
  static Optional<BigDecimal> of(Mean mean, List<Term> terms) {
    if (terms.isEmpty() || (mean != Mean.ARITHMETIC && !below(terms).isEmpty())) {
      return Optional.empty();
    }
    BigDecimal weights = Exact.settled(sum(terms.stream().map(Term::weight).toList()));
    return Optional.of(
        switch (mean) {
          case ARITHMETIC ->
              Decimals.divide(
                  sum(terms.stream().map(t -> t.value().multiply(t.weight())).toList()), weights);
          case GEOMETRIC -> {
            if (!zeros(terms).isEmpty()) {
              yield BigDecimal.ZERO;
            }
            List<BigDecimal> logs =
                terms.stream().map(t -> Exact.multiply(t.weight(), Exact.ln(t.value()))).toList();
            yield Exact.settled(Exact.exp(Exact.divide(sum(logs), weights)));
          }
          case HARMONIC -> {
            if (!zeros(terms).isEmpty()) {
              yield BigDecimal.ZERO;
            }
            List<BigDecimal> parts =
                terms.stream().map(t -> Exact.divide(t.weight(), t.value())).toList();
            yield Exact.settled(Exact.divide(weights, sum(parts)));
          }
        });
  }

  /** Codes of the terms for which a mean other than the arithmetic one is zero. */
  static List<String> zeros(List<Term> terms) {
    return terms.stream().filter(t -> Exact.sign(t.value()) == 0).map(Term::code).toList();
  }

  /** Codes of the terms for which there is no other mean than the arithmetic one. */
  static List<String> below(List<Term> terms) {
    return terms.stream().filter(t -> Exact.sign(t.value()) < 0).map(Term::code).toList();
  }

  private static BigDecimal sum(List<BigDecimal> numbers) {
    return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
