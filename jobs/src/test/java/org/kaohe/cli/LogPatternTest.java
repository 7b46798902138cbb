package org.kaohe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** How the libraries' log lines look, whatever files and cells are named in them. */
class LogPatternTest {
  private static final String FORGED = "x.csv\n1 of 1  OK    forged";

  @Test
  void aMessageIsOneLineAndNoLineOfAStackLooksLikeOneOfOurs() throws IOException {
    String text =
        layout()
            .toSerializable(
                Log4jLogEvent.newBuilder()
                    .setLoggerName("org.apache.spark.Some")
                    .setLevel(Level.WARN)
                    .setMessage(new SimpleMessage(FORGED + "列".repeat(1_000_000)))
                    .setThrown(new IllegalStateException(FORGED, new IOException(FORGED)))
                    .build());
    assertThat(text.lines().findFirst().orElseThrow())
        .contains("WARN Some: x.csv\\n1 of 1")
        .hasSizeLessThan(2_100);
    assertThat(text.lines().skip(1))
        .anyMatch(l -> l.contains("Caused by: java.io.IOException: x.csv"))
        .noneMatch(l -> l.startsWith("1 of 1"));
    assertThat(text).endsWith("\n");
  }

  private static PatternLayout layout() throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Main.class.getResourceAsStream("/log4j2.properties"))) {
      properties.load(in);
    }
    return PatternLayout.newBuilder()
        .withPattern(properties.getProperty("appender.stderr.layout.pattern"))
        .build();
  }
}
