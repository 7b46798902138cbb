package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.Jvm;
import org.kaohe.cli.Main;

/** Spark writes options, settings and plans into its event log; the key must be in none of them. */
class PseudonymKeyIsNowhereTest {
  private static final String KEY = "Geheim-Schluessel-20250405-xyz";

  @TempDir Path root;

  @Test
  void anEventLogAWarehouseAndATerminalTellNothingOfTheKey() throws Exception {
    Path workspace = root.resolve("workspace");
    Workspaces.copy(Path.of("src/test/resources/poison"), workspace);
    Path events = Files.createDirectories(root.resolve("events"));

    Process night =
        Jvm.start(
            List.of(
                "-Dspark.eventLog.enabled=true",
                "-Dspark.eventLog.compress=false",
                "-Dspark.eventLog.dir=" + events.toUri(),
                "-Dspark.sql.variable.substitute=true",
                "-Dspark.sql.ui.explainMode=extended",
                "-Dspark.sql.maxMetadataStringLength=10000",
                "-Djava.io.tmpdir=" + Files.createDirectories(root.resolve("tmp"))),
            java.util.Map.of("KAOHE_KEY", KEY),
            Main.class,
            "nightly",
            "--workspace",
            workspace.toString());
    byte[] said = night.getInputStream().readAllBytes();
    assertThat(night.waitFor())
        .withFailMessage(() -> new String(said, StandardCharsets.UTF_8))
        .isZero();
    Files.write(root.resolve("terminal"), said);

    List<Path> logs = files(events);
    assertThat(logs).isNotEmpty();
    String log = text(logs.get(logs.size() - 1));
    // The log is one: it has settings and the scan of the deliveries.
    assertThat(log).contains("spark.sql.variable.substitute", "deliveries");
    for (Path file : files(root)) {
      String text = text(file).toLowerCase(Locale.ROOT);
      for (String form : forms()) {
        assertThat(text.contains(form.toLowerCase(Locale.ROOT)))
            .describedAs("%s in %s", form, root.relativize(file))
            .isFalse();
      }
    }
  }

  private static List<String> forms() {
    byte[] bytes = KEY.getBytes(StandardCharsets.UTF_8);
    List<String> forms = new ArrayList<>();
    forms.add(KEY);
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    return forms;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
