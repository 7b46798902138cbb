package org.kaohe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
  @ValueSource(
      strings = {"demo", "nightly", "validate", "plan", "ls", "status", "show", "explain", "bench"})
  void everyVerbHasHelpWithAnExample(String verb) {
    PrintStream before = System.err;
    ByteArrayOutputStream warned = new ByteArrayOutputStream();
    Shell.Said said;
    try (PrintStream err = new PrintStream(warned, true, StandardCharsets.UTF_8)) {
      System.setErr(err);
      said = shell().run(verb, "--help");
    } finally {
      System.setErr(before);
    }
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("Usage: kaohe " + verb, "kaohe " + verb, "--workspace");
    assertThat(said.err()).isEmpty();
    assertThat(warned.toString(StandardCharsets.UTF_8)).isEmpty();
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
    for (String verb : List.of("plan", "nightly")) {
      for (String none : List.of("county_reprot", "county_*,helth_*", "indicator:*")) {
        Shell.Said said = shell().run(verb, "--select", none);
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("K9007", "county_report", "departments are county");
      }
    }
    assertThat(shell().run("plan", "--select", "county_reprot").err())
        .contains("Did you mean county_report?");
    assertThat(shell().run("show", "gold/scorecard", "--limit=-3").err()).contains("K9002", "-3");
  }

  @Test
  void validateIsContentWithTheGoldenWorkspaceAndCountsIt() {
    Workspaces.twoCounties(folder);
    Shell.Said said = shell().run("validate", "--output", "json");
    assertThat(said.code()).as(said.out()).isZero();
    assertThat(said.json().path("errors").asInt()).isZero();
    assertThat(shell().run("validate").out()).contains("errors: 0", "datasets: 1");
  }

  @Test
  void validateTellsWhatEveryClassCanReach() {
    Workspaces.twoCounties(folder);
    // Its README: outcome weighs 60, work 40, there is no bonus, and two counties are appraised.
    assertThat(shell().run("validate").out())
        .contains("county-work, class county: 2 units can reach 100 of 100 (outcome 60 + work 40)");
    JsonNode row = shell().run("validate", "--output", "json").json().path("attainable").get(0);
    assertThat(row.path("scorecard").asText()).isEqualTo("county-work");
    assertThat(row.path("class").asText()).isEqualTo("county");
    assertThat(row.path("units").asInt()).isEqualTo(2);
    assertThat(row.path("most").decimalValue()).isEqualByComparingTo("100");
    assertThat(row.path("full_marks").decimalValue()).isEqualByComparingTo("100");
    assertThat(row.path("sections").findValuesAsText("section")).containsExactly("outcome", "work");
    assertThat(row.path("bonus").isNull()).isTrue();
  }

  @Test
  void validateTellsTheMaximumThatItRefuses() throws IOException {
    Workspaces.twoCounties(folder);
    Path card = folder.resolve("conf/scorecards/county-work.yaml");
    String text = Files.readString(card);
    Files.writeString(card, text.replace("weight: 60", "weight: 80"));

    Shell.Said refused = shell().run("validate");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out())
        .contains("conf/scorecards/county-work.yaml:5: K2101: ", "declare full-marks: 120")
        .contains("2 units can reach 120 of 100 (outcome 80 + work 40)");

    Files.writeString(
        card,
        text.replace("weight: 60", "weight: 80")
            .replace("period: year", "period: year\nfull-marks: 120"));
    Shell.Said declared = shell().run("validate");
    assertThat(declared.code()).as(declared.out()).isZero();
    assertThat(declared.out()).contains("can reach 120 of 120");
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

  @Test
  void theCodeOfAnErrorIsExplainedWithoutAWorkspace() {
    assertThat(shell().run("explain", "K3104").out())
        .contains("K3104 FILE_NOT_IN_CHARSET", "文件不是合同声明的字符集。", "not in the charset");
    assertThat(shell().run("explain", "K0000").err()).contains("K9009", "K0000");
  }

  private Shell shell() {
    return new Shell(folder);
  }
}
