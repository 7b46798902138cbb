package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code schemas/gold} promises analysts what gold tables hold, in the same standard as deliveries.
 * Whether the tables keep it is seen after whole nights, by {@code GoldPromises}.
 */
class GoldContractsTest {
  private static final Path FOLDER = Path.of("..", "schemas", "gold");

  static List<Path> contracts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void isAContractOfTheStandardThatBearsTheNameOfItsTable(Path file) throws IOException {
    Problems problems = new Problems();
    YamlFile yaml = YamlFile.read(file, Files.readAllBytes(file), problems).orElseThrow();

    Schema.of("odcs-v3.1.0").accepts(yaml.root(), yaml::place, problems);

    assertThat(problems.sorted()).extracting(Problem::text).isEmpty();
    String table = WorkspaceFiles.stem(file);
    assertThat(yaml.root().path("id").asText()).isEqualTo("gold_" + table);
    assertThat(yaml.root().path("schema")).hasSize(1);
    assertThat(yaml.root().path("schema").path(0).path("name").asText()).isEqualTo("gold_" + table);
    assertThat(yaml.root().path("servers").path(0).path("path").asText())
        .isEqualTo("gold/" + table);
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void saysInBothLanguagesWhatEveryColumnMeansAndInWhichUnitItsNumberIs(Path file)
      throws IOException {
    Problems problems = new Problems();
    Measures measures = MeasuresReader.read();
    JsonNode root = YamlFile.read(file, Files.readAllBytes(file), problems).orElseThrow().root();
    JsonNode columns = root.path("schema").path(0).path("properties");
    List<String> names = columns.findValuesAsText("name");
    for (JsonNode column : columns) {
      assertThat(column.path("businessName").asText())
          .as("%s", column)
          .containsPattern("\\p{IsHan}");
      assertThat(column.path("description").asText()).as("%s", column).containsPattern("[A-Za-z]");
      for (JsonNode own : column.path("customProperties")) {
        String value = own.path("value").asText();
        switch (own.path("property").asText()) {
          case "measure" -> assertThat(measures.find(value)).as(value).isPresent();
          case "measureColumn" -> assertThat(names).contains(value);
          default -> throw new AssertionError("Nobody reads " + own);
        }
      }
    }
  }
}
