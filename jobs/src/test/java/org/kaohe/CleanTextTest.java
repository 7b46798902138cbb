package org.kaohe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kaohe.error.CleanText;

class CleanTextTest {
  @Test
  void anEscapeSequenceIsWrittenOut() {
    assertThat(CleanText.line("a\u001B[2Jb\u009B1m")).isEqualTo("a\\u001B[2Jb\\u009B1m");
  }

  @Test
  void aLineEndCanNotForgeALineOfOurs() {
    assertThat(CleanText.line("x.csv\n1 of 1  OK\r\u2028"))
        .isEqualTo("x.csv\\u000A1 of 1  OK\\u000D\\u2028");
    assertThat(CleanText.lines("a\tb\nc\r")).isEqualTo("a\tb\nc\\u000D");
  }

  @Test
  void directionMarksAndHalvesOfCharactersAreWrittenOut() {
    assertThat(CleanText.line("‮gpj.exe\uD83D 𠮷")).isEqualTo("\\u202Egpj.exe\\uD83D 𠮷");
  }

  @Test
  void aLongTextIsCutWithItsLengthAndNeverInsideACharacter() {
    assertThat(CleanText.line("粮".repeat(10_000_000), 3)).isEqualTo("粮粮粮…(10,000,000)");
    assertThat(CleanText.line("粮𠮷粮", 2)).isEqualTo("粮…(4)");
  }
}
