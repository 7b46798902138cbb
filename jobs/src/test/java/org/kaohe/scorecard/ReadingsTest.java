package org.kaohe.scorecard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.scorecard.Given.cell;
import static org.kaohe.scorecard.Given.number;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Indicator;
import org.kaohe.config.Scales;

class ReadingsTest {
  private static final Indicator RATE =
      Given.ratio("R", Indicator.Direction.HIGHER, 100, Optional.empty());

  @Test
  void anExactRatioIsOneOfItsPartsAndNotOfGoldsNineDecimals() {
    // 1 of 3 is 33.33…%: of a target of 100 it earns a third of the points to the last decimal.
    CellFact third = cell("R", "u", "33.33", "33.333333333", "1", "3", Optional.empty());
    BigDecimal exact = read(Scales.NONE, third).exact().orElseThrow();
    assertThat(exact.subtract(number("33.333333333333333333333"))).isLessThan(number("1e-20"));
    assertThat(Decimals.round(exact.multiply(number("0.3")), 18)).isEqualByComparingTo("10");
  }

  @Test
  void factorsBetweenUnitsOfMeasureAreExactToo() {
    // 1,000 kg of 3 t: the numerator is multiplied by 1, the denominator by 1,000.
    CellFact third = cell("R", "u", "33.33", "33.333333333", "1000", "3", Optional.empty());
    Scales kilogramsOfTonnes = new Scales(BigDecimal.ONE, number("1000"));
    assertThat(Decimals.round(read(kilogramsOfTonnes, third).exact().orElseThrow(), 18))
        .isEqualByComparingTo("33.333333333333333333");
  }

  @Test
  void partsThatDoNotGiveTheValueLeaveItAsGoldHasIt() {
    CellFact other = cell("R", "u", "50.00", "50", "1", "3", Optional.empty());
    assertThat(read(Scales.NONE, other).exact().orElseThrow()).isEqualByComparingTo("50");
  }

  private static Reading read(Scales scales, CellFact... cells) {
    return Readings.of(RATE, Given.YEAR, scales, List.of(cells), List.of(), (i, u) -> true);
  }
}
