package org.kaohe.silver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kaohe.TestContracts;
import org.kaohe.config.Contract;

class WaitingCureTest {
  private static final Contract CONTRACT = TestContracts.contributions();

  @Test
  void aWordWhereANumberBelongsMayMeanNoValue() {
    assertThat(WaitingCure.of(CONTRACT, "type:paid", "NaN"))
        .contains("{property: missing, value: [NaN]} at column paid");
    assertThat(WaitingCure.of(CONTRACT, "type:paid", "null")).contains("value: ['null']");
    assertThat(WaitingCure.of(CONTRACT, "type:paid", "—")).contains("value: ['—']");
    assertThat(WaitingCure.of(CONTRACT, "type:paid", "3O"))
        .isEqualTo("Ask for a corrected delivery.");
  }

  @Test
  void everyKindOfReasonHasACureOfItsOwn() {
    assertThat(WaitingCure.of(CONTRACT, "unit:county", "520909")).contains("conf/units", "mapping");
    assertThat(WaitingCure.of(CONTRACT, "required:county", "")).contains("required: true");
    assertThat(WaitingCure.of(CONTRACT, "ragged:record", "")).contains("quotes");
    assertThat(WaitingCure.of(CONTRACT, "rule:paid_positive", "")).contains("rule");
    assertThat(WaitingCure.of(CONTRACT, "something:else", "")).contains("corrected delivery");
  }
}
