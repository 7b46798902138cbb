package org.kaohe.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import org.kaohe.report.Lines;
import org.kaohe.report.NightReport;
import org.kaohe.report.ScorecardText;
import org.kaohe.run.NightResult;
import org.kaohe.run.NightResult.Outcome;
import org.kaohe.run.Selection;
import org.kaohe.sample.DemoDeliveries;
import org.kaohe.sample.WrittenSample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "Writes two sample years of deliveries with planted defects, and runs the nightly on them.",
      "All of it is invented and says so on every page."
    },
    footer = {
      "",
      "Without -w it works in the current folder when that is a workspace, else in kaohe-demo.",
      "A folder without conf/ gets the definitions of the demo first.",
      "",
      "Examples:",
      "  kaohe demo",
      "  kaohe demo -w /tmp/kaohe --scale 5"
    })
final class DemoVerb extends Verb {
  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "1",
      description = "So many times 200,000 rows (default: ${DEFAULT-VALUE}).")
  private BigDecimal scale = BigDecimal.ONE;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Another sample; the same seed gives the same bytes.")
  private @Nullable Long seed;

  @Override
  int run(Console console) {
    Path folder = workspace();
    if (!options().named(environment()) && !Files.isDirectory(folder.resolve("conf"))) {
      folder = folder.resolve("kaohe-demo");
    }
    if (!Files.isDirectory(folder.resolve("conf"))) {
      console.say("Copying the definitions of the demo into " + folder);
      copyDefinitions(folder);
    }
    Definitions definitions = definitions(console, folder);
    if (!definitions.project().demo()) {
      throw new KaoheException(
          ErrorCode.NOT_THE_DEMO,
          "%s is not the demo's workspace (demo: true in conf/project.yaml), and invented deliveries would mix with real ones. Name another folder with -w."
              .formatted(folder));
    }
    int rows =
        scale
            .multiply(BigDecimal.valueOf(DemoDeliveries.ROWS))
            .setScale(0, RoundingMode.HALF_UP)
            .intValueExact();
    if (rows < DemoDeliveries.LEAST_ROWS) {
      throw new KaoheException(
          ErrorCode.DEMO_TOO_SMALL,
          "The demo needs at least %d rows to have something of everything; ask for more with --scale."
              .formatted(DemoDeliveries.LEAST_ROWS));
    }
    WrittenSample truth;
    try {
      truth = DemoDeliveries.write(folder, seed == null ? DemoDeliveries.SEED : seed, rows);
    } catch (IllegalArgumentException e) {
      throw new KaoheException(
          ErrorCode.DEMO_WITHOUT_UNITS,
          "%s is not what the demo delivers for: %s. Take the definitions that Kaohe ships, or name another workspace with -w."
              .formatted(folder, e.getMessage()),
          e);
    }
    console.say(
        "%,d rows in %,d files, %,d defects planted; the truth is in %s"
            .formatted(truth.rows(), truth.files(), truth.defectCount(), folder.resolve("truth")));
    List<NightResult> nights =
        NightlyVerb.nightly(console, definitions, environment())
            .run(Optional.empty(), Selection.ALL, true);
    NightResult night = nights.get(nights.size() - 1);
    Path page = definitions.project().site().resolve("index.html");
    StringBuilder text = new StringBuilder();
    night
        .release()
        .ifPresent(
            r ->
                text.append(
                    ScorecardText.of(
                        definitions,
                        r,
                        new TableReader(new Warehouse(definitions.project().warehouse())))));
    text.append(NightReport.text(night));
    if (Files.exists(page)) {
      text.append(new Lines().add("Page: " + page).text());
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>(NightReport.json(night));
    json.put("workspace", folder.toString());
    json.put("page", Files.exists(page) ? page.toString() : null);
    console.result(text.toString(), json);
    // Refused files are planted; only a night without a release is a failure of the demo.
    return night.outcome() == Outcome.HELD ? ExitCode.FAILURES : ExitCode.DONE;
  }

  private void copyDefinitions(Path folder) {
    Path home =
        environment()
            .home()
            .filter(h -> Files.isDirectory(h.resolve("conf")))
            .orElseThrow(
                () ->
                    new KaoheException(
                        ErrorCode.DEMO_DEFINITIONS,
                        "The definitions of the demo were not found beside the program. Start it with bin/kaohe, or name a workspace that has them with -w."));
    for (String part : List.of("conf", "schemas")) {
      try (Stream<Path> files = Files.walk(home.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = folder.resolve(home.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
