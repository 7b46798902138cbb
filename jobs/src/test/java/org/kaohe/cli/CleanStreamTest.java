package org.kaohe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CleanStreamTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = CleanStream.over(bytes);

  @Test
  void onlyLineFeedAndTabPass() {
    stream.print("a\tb\n\u001B[31m\r\u0007\u009B1m\u007F\u202E");
    assertThat(passed()).isEqualTo("a\tb\n\\u001B[31m\\u000D\\u0007\\u009B1m\\u007F\\u202E");
  }

  @Test
  void aCharacterThatIsWrittenByteByByteStaysWhole() {
    String text = "粮𠮷é".repeat(10_000);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      stream.write(b);
      stream.flush();
    }
    assertThat(passed()).isEqualTo(text);
  }

  @Test
  void bytesThatAreNoTextBecomeAMark() {
    stream.write(0x9B);
    stream.print("2J");
    stream.write(0xE7);
    stream.close();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\uFFFD2J\uFFFD");
  }

  @Test
  void aDocumentStaysTheSameDocument() throws IOException {
    String hostile =
        "\\\u009B1m \\u001B \u001B \u007F \u2028 \u202E 𠮷 \uDB40\uDC41 \uD83D \"\n\r\t";
    ObjectMapper json = new ObjectMapper();
    json.writeValue(stream, hostile);
    String document = passed();
    assertThat(document)
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]")
        .contains("\\u009B");
    assertThat(json.readValue(document, String.class)).isEqualTo(hostile);
  }

  private String passed() {
    stream.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
