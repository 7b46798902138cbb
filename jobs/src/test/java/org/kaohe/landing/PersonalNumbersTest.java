package org.kaohe.landing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 11010519491231002X and 440524188001010014 are the examples of GB 11643-1999; 6222020200000000121
 * and 4111111111111111 satisfy ISO/IEC 7812-1.
 */
class PersonalNumbersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "11010519491231002×",
        "440524188001010014",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "身份证11010519491231002X，已核",
        "110105491231002",
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 138 1234 5678",
        "+8613812345678",
        "008613812345678",
        "电话：13812345678/补",
        "6222020200000000121",
        "6222 0202 0000 0000 121",
        "4111111111111111",
        "4111-1111-1111-1111",
      })
  void aNumberOfAPersonIsSeenInEveryForm(String text) {
    assertThat(PersonalNumbers.in(text)).isTrue();
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(PersonalNumbers.possible(bytes, 0, bytes.length)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "110105194912310021", // its check digit is wrong
        "990105194912310020", // no province
        "12812345678",
        "138123456789",
        "4111111111111112", // fails Luhn
        "13812345678.50",
        "0.13812345678",
        "2025-03-01 2025-03-31",
        "20250301-20250331",
        "1,381,234,567",
        "粮食一号仓2024年产小麦3812吨",
        "001234567890123456",
      })
  void otherNumbersAreNobodys(String text) {
    assertThat(PersonalNumbers.in(text)).isFalse();
  }

  @Test
  void whatIsToldShowsTheLastTwoDigitsOnly() {
    assertThat(PersonalNumbers.covered("参保_11010519491231002X_138 1234 5678.csv"))
        .isEqualTo("参保_********2X_********78.csv");
    assertThat(PersonalNumbers.covered("参保_202501_20250205.csv"))
        .isEqualTo("参保_202501_20250205.csv");
  }

  @Test
  void aFigureCanHoldNobody() {
    for (String figure : new String[] {"12.345", "2025年3月5日", "12.5万元", "-3,000", "2025-03"}) {
      assertThat(PersonalNumbers.figure(figure)).as(figure).isTrue();
    }
    for (String other : new String[] {"", "张三", "年月日", "110105194912310021", "12.5元整"}) {
      assertThat(PersonalNumbers.figure(other)).as(other).isFalse();
    }
  }
}
