package org.kaohe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kaohe.error.CleanText;
import org.kaohe.error.KaoheException;
import org.kaohe.stage.Progress;

/**
 * Where results and talk go: with {@code --output json} standard output is one JSON document, and
 * everything else is on standard error; with text, results are on standard output.
 *
 * <p>Nobody else prints. A line of talk is one line of bounded length whatever it tells of, and of
 * control characters only our own colours and line ends reach a terminal (J26).
 */
final class Console {
  private static final String GREEN = "\u001B[32m";
  private static final String YELLOW = "\u001B[33m";
  private static final String RED = "\u001B[31m";
  private static final String PLAIN = "\u001B[0m";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final boolean quiet;
  private final boolean colour;

  Console(PrintStream out, PrintStream err, boolean json, boolean quiet, boolean colour) {
    this.out = CleanStream.over(out);
    this.err = err;
    this.json = json;
    this.quiet = quiet;
    this.colour = colour;
  }

  boolean json() {
    return json;
  }

  /** The result of a verb: its text or its JSON, as asked. */
  void result(String text, Object document) {
    if (json) {
      document(document);
    } else {
      out.print(text);
      out.flush();
    }
  }

  private void document(Object document) {
    if (Interruption.stopping()) {
      return;
    }
    try {
      JSON.writeValue(out, document);
      out.println();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A generator on standard output, for documents too long to hold. */
  JsonGenerator generator() throws IOException {
    JsonGenerator generator = JSON.getFactory().createGenerator(out);
    generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    generator.setPrettyPrinter(new com.fasterxml.jackson.core.util.MinimalPrettyPrinter("\n"));
    return generator;
  }

  void print(String text) {
    out.print(text);
    out.flush();
  }

  /** Talk that {@code -q} silences. */
  void say(String text) {
    if (!quiet) {
      warn(text);
    }
  }

  /** What must be read, also with {@code -q}. */
  void warn(String text) {
    line(CleanText.message(text));
  }

  private void line(String clean) {
    if (Interruption.stopping()) {
      return;
    }
    err.print(clean + "\n");
    err.flush();
  }

  /** The stack of an error of ours; every line is set in, so that none looks like one of ours. */
  void trace(Throwable failure) {
    StringWriter stack = new StringWriter();
    failure.printStackTrace(new PrintWriter(stack));
    stack.toString().lines().forEach(l -> line("    " + CleanText.message(l.strip())));
  }

  /** An error that ended the verb. */
  void error(KaoheException error, int exitCode) {
    error(error.code(), String.valueOf(error.getMessage()), exitCode);
  }

  void error(String code, String message, int exitCode) {
    line(paint(RED, "kaohe: " + code + ": ") + CleanText.message(message));
    if (json) {
      document(
          Map.of(
              "error",
              Map.of("code", code, "message", CleanText.bounded(message)),
              "exit_code",
              exitCode));
    }
  }

  private String paint(String ink, String text) {
    return colour ? ink + text + PLAIN : text;
  }

  /** Lines of the form {@code 3 of 41 OK silver.health_birth 12,804 rows [2.1s]}. */
  Progress progress() {
    return new Progress() {
      private int done;
      private int expected;

      @Override
      public synchronized void expect(int steps) {
        expected = done + steps;
      }

      @Override
      public void note(String text) {
        say(text);
      }

      @Override
      public synchronized void step(String stage, String status, String detail, double seconds) {
        done++;
        expected = Math.max(done, expected);
        int width = Integer.toString(expected).length();
        if (!quiet) {
          line(
              String.format(
                  Locale.ROOT,
                  "%" + width + "d of %d  %s  %s  %s%s[%.1fs]",
                  done,
                  expected,
                  paint(ink(status), String.format("%-5s", status)),
                  CleanText.line(stage),
                  CleanText.message(detail),
                  detail.isEmpty() ? "" : "  ",
                  seconds));
        }
      }

      @Override
      public void trace(Throwable failure) {
        Console.this.trace(failure);
      }
    };
  }

  private static String ink(String status) {
    return switch (status) {
      case "OK" -> GREEN;
      case "ERROR" -> RED;
      default -> YELLOW;
    };
  }

  /** A document with every key, null where there is nothing. */
  static Map<String, @Nullable Object> document(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> map = new java.util.LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
