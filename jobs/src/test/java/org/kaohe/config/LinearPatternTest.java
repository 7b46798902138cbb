package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LinearPatternTest {
  @Test
  void escapesOfCharactersAreJavas() {
    assertThat(LinearPattern.compile("[\\u4e00-\\u9fa5]+").matches("考核")).isTrue();
    assertThat(LinearPattern.compile("a\\\\\\\\u4e00").matches("a\\\\u4e00")).isTrue();
  }

  @Test
  @Timeout(10)
  void aPatternThatBacktracksForEverElsewhereEnds() {
    assertThat(LinearPattern.compile("(.*a){12}b").matches("a".repeat(5_000))).isFalse();
    assertThat(LinearPattern.compile("([一-龥]|[A-Za-z0-9，。])*").matches("粮".repeat(100_000)))
        .isTrue();
  }

  @Test
  void whatALinearEngineCanNotDoIsRefused() {
    assertThatThrownBy(() -> LinearPattern.compile("粮(?=食)"))
        .isInstanceOf(PatternSyntaxException.class);
  }
}
