package org.kaohe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.run.Workspaces;

class MainTest {
  @TempDir Path folder;

  @Test
  void withoutAVerbItSaysSoAndDidNotRun() {
    Shell.Said said = shell().run();
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains("a verb is missing", "kaohe --help");
  }

  @Test
  void helpListsEveryVerbOfThePlanWithExamplesAndExitCodes() {
    Shell.Said said = shell().run("--help");
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .contains("demo", "nightly", "validate", "plan", "ls", "status", "show", "explain")
        .contains("Examples:", "130 interrupted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "nightly", "validate", "plan", "ls", "status", "show", "explain"})
  void everyVerbHasHelpWithAnExample(String verb) {
    Shell.Said said = shell().run(verb, "--help");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("Usage: kaohe " + verb, "kaohe " + verb, "--workspace");
    assertThat(said.err()).isEmpty();
  }

  @Test
  void aMistypedVerbOrOptionIsAnsweredWithTheNearest() {
    assertThat(shell().run("nighty").err()).contains("Did you mean nightly?");
    assertThat(shell().run("show", "gold/scorecard", "--colums", "a").err())
        .contains("Did you mean --columns?");
    assertThat(shell().run("validate", "--workspce=x").err()).contains("Did you mean --workspace?");
    assertThat(shell().run("nighty").code()).isEqualTo(2);
  }

  @Test
  void aFolderWithoutConfIsNoWorkspace() {
    Shell.Said said = shell().run("validate");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("K9001", "-w");
  }

  @Test
  void errorsAreOneJsonDocumentWhenJsonIsAskedFor() {
    for (List<String> arguments :
        List.of(
            List.of("validate", "--output", "json"),
            List.of("nighty", "--output=json"),
            List.of("status", "--output", "json"))) {
      Shell.Said said = shell().run(arguments.toArray(String[]::new));
      assertThat(said.code()).isEqualTo(2);
      assertThat(said.json().path("exit_code").asInt()).isEqualTo(2);
      assertThat(said.json().path("error").path("code").asText()).startsWith("K9");
    }
    assertThat(shell().with("KAOHE_OUTPUT", "json").run("validate").json().has("error")).isTrue();
  }

  @Test
  void anUnknownFormOfOutputOrDateIsRefused() {
    assertThat(shell().run("validate", "--output", "xml").err()).contains("K9002", "text or json");
    Workspaces.twoCounties(folder);
    assertThat(shell().run("plan", "--date", "31.12.2025").err()).contains("K9002", "2025-12-31");
    assertThat(shell().run("plan", "--select", "colour:red").err()).contains("K9003", "dataset");
    assertThat(shell().run("show", "gold/scorecard", "--limit=-3").err()).contains("K9002", "-3");
  }

  @Test
  void validateIsContentWithTheGoldenWorkspaceAndCountsIt() {
    Workspaces.twoCounties(folder);
    Shell.Said said = shell().run("validate", "--output", "json");
    assertThat(said.code()).as(said.out()).isZero();
    assertThat(said.json().path("errors").asInt()).isZero();
    assertThat(shell().run("validate").out()).contains("0 errors", "1 datasets");
  }

  @Test
  void validateNamesFileAndLineOfAMistakeAndTheNightlyDoesNotRunOnIt() throws IOException {
    Workspaces.twoCounties(folder);
    Path indicator = folder.resolve("conf/indicators/county/IMR.yaml");
    Files.writeString(
        indicator, Files.readString(indicator).replace("direction: lower", "direction: downward"));
    Shell.Said said = shell().run("validate", "--output", "json");
    assertThat(said.code()).isEqualTo(2);
    JsonNode problem = said.json().path("problems").get(0);
    assertThat(problem.path("file").asText()).isEqualTo("conf/indicators/county/IMR.yaml");
    assertThat(problem.path("line").asInt()).isPositive();
    assertThat(problem.path("code").asText()).matches("K[12]\\d{3}");
    Shell.Said night = shell().run("nightly");
    assertThat(night.code()).isEqualTo(2);
    assertThat(night.err()).contains("conf/indicators/county/IMR.yaml:", "K2000");
    assertThat(folder.resolve("warehouse")).doesNotExist();
  }

  @Test
  void lsListsWhatIsDefinedBeforeAnythingRan() {
    Workspaces.twoCounties(folder);
    JsonNode list = shell().run("ls", "--output", "json").json();
    assertThat(list.path("datasets").findValuesAsText("dataset")).containsExactly("county_report");
    assertThat(list.path("indicators").findValuesAsText("indicator")).contains("IMR", "LOSS");
    assertThat(list.path("scorecards").findValuesAsText("scorecard"))
        .containsExactly("county-work");
    assertThat(list.path("tables")).isEmpty();
    JsonNode selected = shell().run("ls", "--select", "indicator:I*", "--output", "json").json();
    assertThat(selected.path("indicators").findValuesAsText("indicator")).containsExactly("IMR");
    assertThat(selected.path("datasets")).isEmpty();
  }

  @Test
  void planTellsTheDeliveriesThatWaitAndWritesNothing() {
    Workspaces.twoCounties(folder);
    JsonNode plan = shell().run("plan", "--output", "json").json();
    assertThat(plan.path("nothing_to_do").asBoolean()).isFalse();
    assertThat(plan.path("deliveries").findValuesAsText("period"))
        .containsExactly("2025-H1", "2025-H2");
    assertThat(folder.resolve("warehouse")).doesNotExist();
  }

  @Test
  void beforeTheFirstNightThereIsNothingToShow() {
    Workspaces.twoCounties(folder);
    assertThat(shell().run("status").err()).contains("K4009");
    assertThat(shell().run("show", "gold/scorecard").err()).contains("K4009");
    assertThat(shell().run("explain", "county-work", "x").code()).isEqualTo(2);
  }

  private Shell shell() {
    return new Shell(folder);
  }
}
