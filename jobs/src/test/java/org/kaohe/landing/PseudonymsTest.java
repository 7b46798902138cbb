package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.config.Column.PersonKind;

class PseudonymsTest {
  private final Pseudonyms pseudonyms = new Pseudonyms("key".getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest
  @ValueSource(strings = {"11010519491231002X", "52000019900101001X", "530500202103151239"})
  void theStandardsVectorsHaveTheRightCheckDigit(String id) {
    assertThat(Pseudonyms.validResidentId(id)).isTrue();
    assertThat(of(id)).startsWith(Pseudonyms.VALID_ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11010519491231002x",
        "11010519491231002Ｘ",
        "11010519491231002×",
        "11010519491231002Ⅹ",
        " １１０１０５１９４９１２３１００２X\u3000",
        "110105491231002"
      })
  void everyWayOfWritingOneNumberGivesOnePseudonym(String written) {
    assertThat(of(written)).isEqualTo(of("11010519491231002X"));
  }

  @Test
  void aWrongCheckDigitAndAMaskedNumberStayApart() {
    assertThat(of("110105194912310021")).startsWith(Pseudonyms.INVALID_ID);
    assertThat(of("110105********002X")).startsWith(Pseudonyms.MASKED_ID);
  }

  @Test
  void anotherKeyOrAnotherKindGivesAnotherPseudonym() {
    Pseudonyms other = new Pseudonyms("other".getBytes(StandardCharsets.UTF_8));
    assertThat(other.of(PersonKind.RESIDENT_ID, "11010519491231002X"))
        .isNotEqualTo(of("11010519491231002X"));
    assertThat(pseudonyms.of(PersonKind.NAME, "13800000000").substring(3))
        .isNotEqualTo(pseudonyms.of(PersonKind.PHONE, "13800000000").substring(3));
  }

  private String of(String text) {
    return pseudonyms.of(PersonKind.RESIDENT_ID, text);
  }
}
