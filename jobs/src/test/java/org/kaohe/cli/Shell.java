package org.kaohe.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Runs verbs in this process, with captured outputs. */
public final class Shell {
  private final Path directory;
  private final Map<String, String> variables = new HashMap<>();

  public Shell(Path directory) {
    this.directory = directory;
  }

  public Shell with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** What a verb left. */
  public record Said(int code, String out, String err) {
    /** Standard output as the one document that it must be. */
    public JsonNode json() {
      try {
        return new ObjectMapper()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readTree(out);
      } catch (IOException e) {
        throw new AssertionError("Not one JSON document: " + out, e);
      }
    }
  }

  public Said run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code;
    try (PrintStream o = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream e = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      code =
          Main.run(
              new Environment(
                  o,
                  e,
                  Map.copyOf(variables),
                  directory,
                  Optional.empty(),
                  Clock.fixed(Instant.parse("2026-01-05T22:00:00Z"), ZoneOffset.UTC),
                  false,
                  "test"),
              arguments);
    }
    return new Said(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
