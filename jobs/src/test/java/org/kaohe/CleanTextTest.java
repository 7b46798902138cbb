package org.kaohe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kaohe.error.CleanText;
import org.kaohe.error.KaoheException;

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
    assertThat(CleanText.line("\u202Egpj.exe\uD83D 𠮷")).isEqualTo("\\u202Egpj.exe\\uD83D 𠮷");
  }

  @Test
  void aLongTextIsCutWithItsLengthAndNeverInsideACharacter() {
    assertThat(CleanText.line("粮".repeat(10_000_000), 3)).isEqualTo("粮粮粮…(10,000,000)");
    assertThat(CleanText.line("粮𠮷粮", 2)).isEqualTo("粮…(4)");
  }

  @Test
  void marksBeyondTheFirstPlaneAreWrittenOutAsJsonWritesThem() {
    // TAG LATIN CAPITAL LETTER A: nobody sees it.
    assertThat(CleanText.line("a" + Character.toString(0xE0041))).isEqualTo("a\\uDB40\\uDC41");
  }

  @Test
  void aLongMessageKeepsItsBeginningItsEndAndItsLength() {
    String message =
        CleanText.message("The header of x.csv lacks " + "列".repeat(10_000_000) + ". Ask for it.");
    assertThat(message)
        .startsWith("The header of x.csv lacks 列")
        .contains("…(10,000,039)…")
        .endsWith("列. Ask for it.")
        .hasSizeLessThanOrEqualTo(2_000);
    assertThat(CleanText.message("\u001B".repeat(10_000))).hasSizeLessThanOrEqualTo(2_000);
    assertThat(CleanText.message("𠮷".repeat(5_000)).codePoints())
        .allMatch(c -> Character.getType(c) != Character.SURROGATE);
  }

  @Test
  void ofManyNamesTheFirstAreToldAndHowManyThereAre() {
    assertThat(CleanText.names(List.of("a", "b"))).isEqualTo("a, b");
    List<String> many = IntStream.range(0, 1_234).mapToObj(i -> "n" + i).toList();
    assertThat(CleanText.names(many)).startsWith("n0, n1, n2, ").endsWith(", n19 and 1,214 more");
    assertThat(CleanText.names(List.of("x".repeat(1_000_000)))).hasSizeLessThan(250);
    assertThat(CleanText.first(many, 2)).containsExactly("n0", "n1", "and 1,232 more");
    assertThat(CleanText.first(List.of("a"), 2)).containsExactly("a");
  }

  @Test
  void anErrorHasAnEnd() {
    KaoheException error = new KaoheException("K0000", "x".repeat(10_000_000) + " Do this.");
    assertThat(error.getMessage()).hasSizeLessThanOrEqualTo(2_000).endsWith(" Do this.");
  }
}
