package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kaohe.config.DefinitionLoader.Loaded;

/** The workspaces of this repository: the demo and the golden ones. */
class WorkspacesTest {
  static Stream<Path> workspaces() throws IOException {
    try (Stream<Path> golden = Files.list(Path.of("src", "test", "golden"))) {
      return Stream.concat(
          Stream.of(Path.of("..")),
          golden.filter(p -> Files.isDirectory(p.resolve("conf"))).sorted().toList().stream());
    }
  }

  @ParameterizedTest
  @MethodSource("workspaces")
  void loadsWithoutErrors(Path workspace) {
    Loaded loaded = DefinitionLoader.load(workspace);

    assertThat(loaded.problems())
        .filteredOn(p -> p.severity() == Problem.Severity.ERROR)
        .extracting(Problem::text)
        .isEmpty();
    assertThat(loaded.definitions()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("workspaces")
  void hashesTheSameWithoutReading(Path workspace) {
    assertThat(DefinitionLoader.load(workspace).definitions().orElseThrow().hash())
        .isEqualTo(DefinitionLoader.hash(workspace))
        .matches("[0-9a-f]{64}");
  }
}
