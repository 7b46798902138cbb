package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.scorecard.Given.number;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kaohe.config.Scorecard.Mean;

class MeansTest {
  @ParameterizedTest
  @CsvSource({
    // value x weight; by hand: roots of 36 and 1000, 2/(1/3+1/6), 3/(2/30+1/60)
    "ARITHMETIC, 4x1 9x1, 6.5",
    "GEOMETRIC, 4x1 9x1, 6",
    "GEOMETRIC, 10x1 10x1 10x7, 10",
    "GEOMETRIC, 100x2 10x1, 46.4158883361",
    "HARMONIC, 3x1 6x1, 4",
    "HARMONIC, 30x2 60x1, 36",
    "GEOMETRIC, 0x1 9x1, 0",
    "HARMONIC, 0x1 9x1, 0",
    "ARITHMETIC, -4x1 8x1, 2",
  })
  void areTheWeightedMeansOfTheTextbook(Mean mean, String terms, String expected) {
    BigDecimal found = Means.of(mean, terms(terms)).orElseThrow();
    assertThat(Decimals.round(found, 10)).isEqualByComparingTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"GEOMETRIC", "HARMONIC"})
  void aNumberBelowZeroHasNoMeanAndIsNamed(Mean mean) {
    List<Means.Term> terms = terms("4x1 -9x1");
    assertThat(Means.of(mean, terms)).isEmpty();
    assertThat(Means.below(terms)).containsExactly("T2");
    assertThat(Means.zeros(terms("4x1 0x1"))).containsExactly("T2");
  }

  @Test
  void theHumanDevelopmentIndexOfThreeDimensionsIsTheirGeometricMean() {
    // UNDP technical note: the cube root of 0.9 x 0.8 x 0.75 = 0.54 is 0.814325…
    BigDecimal index = Means.of(Mean.GEOMETRIC, terms("0.9x1 0.8x1 0.75x1")).orElseThrow();
    assertThat(Decimals.round(index, 6)).isEqualByComparingTo("0.814325");
  }

  private static List<Means.Term> terms(String text) {
    List<Means.Term> terms = new ArrayList<>();
    for (String term : text.split(" ")) {
      String[] parts = term.split("x");
      terms.add(new Means.Term("T" + (terms.size() + 1), number(parts[0]), number(parts[1])));
    }
    return terms;
  }
}
