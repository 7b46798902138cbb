package org.kaohe.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Glossary;
import org.kaohe.config.Label;

class ErrorCodeTest {
  private static final List<String> CODES =
      Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();

  @Test
  void everyCodeIsUsedOnceAndSaysWhatItMeansInBothLanguages() {
    assertThat(CODES).doesNotHaveDuplicates().isSorted().allMatch(c -> c.matches("K[1-9]\\d{3}"));
    assertThat(List.copyOf(Glossary.errors().words().keySet())).isEqualTo(CODES);
    for (Label meaning : Glossary.errors().words().values()) {
      assertThat(meaning.zh()).matches("\\P{IsHan}*\\p{IsHan}.*。");
      assertThat(meaning.en()).matches("[A-Z][^\\p{IsHan}]*\\.");
    }
  }

  @Test
  void aMessageThatIsTextAloneBeginsWithItsCode() {
    assertThat(ErrorCode.FILE_NOT_IN_CHARSET.told("of %s").formatted("a.csv"))
        .isEqualTo("K3104: of a.csv");
    assertThat(ErrorCode.of("K3104")).contains(ErrorCode.FILE_NOT_IN_CHARSET);
    assertThat(ErrorCode.of("K0000")).isEmpty();
  }
}
