package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kaohe.config.DefinitionLoader.Loaded;

/**
 * Mistakes planted into a good workspace are told with file, line and code, and nothing else is.
 */
class MistakesTest {
  private static final Path DEFINITIONS = Path.of("src", "test", "resources", "definitions");

  @TempDir Path workspace;

  /** One of {@code mistakes.yaml}. */
  record Mistake(String name, JsonNode edit, List<String> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Mistake> mistakes() throws IOException {
    List<Mistake> mistakes = new ArrayList<>();
    for (JsonNode m : new YAMLMapper().readTree(DEFINITIONS.resolve("mistakes.yaml").toFile())) {
      List<String> expected = new ArrayList<>();
      m.get("expect").forEach(e -> expected.add(e.asText()));
      mistakes.add(new Mistake(m.get("name").asText(), m, expected));
    }
    return mistakes;
  }

  @Test
  void theGoodWorkspaceHasNoProblems() throws IOException {
    copyGood();

    Loaded loaded = DefinitionLoader.load(workspace);

    assertThat(loaded.problems()).extracting(Problem::text).isEmpty();
    assertThat(loaded.definitions()).isPresent();
  }

  @Test
  void whatCanNotBeLookedIntoIsToldWithItsCure() throws IOException {
    copyGood();
    Files.createSymbolicLink(workspace.resolve("conf/targets/lost.csv"), Path.of("nowhere.csv"));
    Files.createSymbolicLink(workspace.resolve("conf/more"), Path.of("targets"));
    Files.createSymbolicLink(workspace.resolve("conf/.editing"), Path.of("nobody@here"));
    Path closed = Files.createDirectory(workspace.resolve("conf/closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    List<String> expected =
        new ArrayList<>(List.of("conf/more:0 K1001", "conf/targets/lost.csv:0 K1001"));
    if (!Files.isReadable(closed)) {
      // Whoever may do everything may look into it.
      expected.add("conf/closed:0 K1001");
    }

    Loaded loaded = DefinitionLoader.load(workspace);

    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertThat(places(loaded)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(loaded.problems()).allSatisfy(p -> assertThat(p.cure()).isNotBlank());
    assertThat(loaded.definitions()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isToldOnceAndWhereItStands(Mistake mistake) throws IOException {
    copyGood();
    plant(mistake.edit());

    Loaded loaded = DefinitionLoader.load(workspace);

    assertThat(places(loaded)).containsExactlyInAnyOrderElementsOf(mistake.expected());
    assertThat(mistake.expected()).isNotEmpty();
    boolean error =
        loaded.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
    assertThat(loaded.definitions().isPresent()).isEqualTo(!error);
    assertThat(loaded.problems())
        .allSatisfy(
            p -> {
              assertThat(p.what()).isNotBlank();
              assertThat(p.why()).isNotBlank().doesNotEndWith(".");
              assertThat(p.cure()).isNotBlank();
            });
  }

  @Test
  void allMistakesOfAllFilesAreToldTogetherInOrder() throws IOException {
    copyGood();
    List<String> planted =
        List.of("an unknown direction", "an unknown parent", "a circle of goals");
    for (Mistake mistake : mistakes()) {
      if (planted.contains(mistake.name())) {
        plant(mistake.edit());
      }
    }

    assertThat(places(DefinitionLoader.load(workspace)))
        .containsExactly(
            "conf/goals/plan.yaml:3 K2702",
            "conf/goals/plan.yaml:4 K2702",
            "conf/indicators/health/HLT-001.yaml:5 K1014",
            "conf/targets/2025.csv:5 K2506",
            "conf/units/units.csv:4 K2011");
  }

  @Test
  void aProblemSaysWhatWhyAndCureInOneLine() throws IOException {
    copyGood();
    Path targets = workspace.resolve("conf/targets/2025.csv");
    Files.writeString(targets, Files.readString(targets).replace("HLT-002,", "GRN-001,"));

    assertThat(DefinitionLoader.load(workspace).problems())
        .extracting(Problem::text)
        .contains(
            "conf/scorecards/agencies.yaml:12: K2104: item HLT-002 is scored by step but has no"
                + " target for the units that bureau, granary answers for in 2025, for example"
                + " 520000; its points could never be earned. Add a row to conf/targets/, or name other units.");
  }

  @Test
  void aLinkHidesNoFolderInAnother() throws IOException {
    copyGood();
    Files.createDirectories(workspace.resolve("landing"));
    Files.createSymbolicLink(workspace.resolve("site"), Path.of("landing"));

    assertThat(places(DefinitionLoader.load(workspace)))
        .containsExactly("conf/project.yaml:6 K2421");
  }

  @Test
  void everyCharsetThatIsReadIsAccepted() throws IOException {
    copyGood();
    Path contract = workspace.resolve("schemas/health/birth.yaml");
    String text = Files.readString(contract);
    for (Charset charset : Charsets.read()) {
      Files.writeString(contract, text.replace("GB18030", charset.name()));
      assertThat(DefinitionLoader.load(workspace).problems()).as(charset.name()).isEmpty();
    }
  }

  private static List<String> places(Loaded loaded) {
    return loaded.problems().stream()
        .map(p -> "%s:%d %s".formatted(p.file().toString().replace('\\', '/'), p.line(), p.code()))
        .distinct()
        .toList();
  }

  private void plant(JsonNode edit) throws IOException {
    Path file = workspace.resolve(edit.get("file").asText());
    Files.createDirectories(file.getParent());
    if (edit.path("delete").asBoolean()) {
      Files.delete(file);
    } else if (edit.has("bytes")) {
      Files.write(file, HexFormat.of().parseHex(edit.get("bytes").asText()));
    } else if (edit.has("add")) {
      Files.writeString(
          file, edit.get("add").asText(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } else {
      String text = Files.readString(file);
      String find = edit.get("find").asText();
      int at = text.indexOf(find);
      assertThat(at).as("%s in %s", find, file).isNotNegative();
      Files.writeString(
          file,
          text.substring(0, at)
              + edit.get("replace").asText()
              + text.substring(at + find.length()));
    }
  }

  private void copyGood() throws IOException {
    Path good = DEFINITIONS.resolve("good");
    try (Stream<Path> files = Files.walk(good)) {
      files.forEach(
          from -> {
            try {
              Path to = workspace.resolve(good.relativize(from).toString());
              if (Files.isDirectory(from)) {
                Files.createDirectories(to);
              } else {
                Files.copy(from, to);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
