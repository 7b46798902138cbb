package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.run.NightResult.Outcome;

/** What a changed contract does to rows that were accepted under the old one (J24). */
class ChangedContractTest {
  private static final String CONTRACT = "schemas/county/report.yaml";

  @TempDir static Path first;
  @TempDir Path workspace;
  private Evenings evenings = new Evenings(Path.of(""));
  private Map<String, String> paid = Map.of();
  private Map<String, List<String>> results = Map.of();

  @BeforeAll
  static void firstNight() {
    TestSpark.session();
    Workspaces.twoCounties(first);
    assertThat(new Evenings(first).night().outcome()).isEqualTo(Outcome.RELEASED);
  }

  @BeforeEach
  void copy() {
    Workspaces.copy(first, workspace);
    evenings = new Evenings(workspace);
    paid = evenings.paid();
    results = evenings.results();
    assertThat(paid).hasSize(4);
  }

  private void gains(String column) {
    String contract = evenings.read(CONTRACT);
    int at = contract.indexOf("    quality:");
    evenings.write(CONTRACT, contract.substring(0, at) + column + contract.substring(at));
  }

  @Test
  @Tag("slow")
  void aNewRequiredColumnLeavesTheDatasetAsReleasedUntilItsLossIsAccepted() {
    gains("      - {name: inspector, businessName: 检查人, logicalType: string, required: true}\n");

    NightResult night = evenings.night();

    assertThat(night.failed()).isTrue();
    assertThat(night.failures())
        .singleElement()
        .asString()
        .contains("K3135", "fall out: 4 (", "required:inspector")
        .contains("kaohe nightly --accept county_report");
    assertThat(evenings.paid()).isEqualTo(paid);
    assertThat(evenings.results().get("gold/scorecard")).isEqualTo(results.get("gold/scorecard"));
    // It is told again until somebody acts.
    assertThat(evenings.night().failures()).anySatisfy(f -> assertThat(f).contains("K3135"));

    NightResult accepted = evenings.losing(Set.of("county_report"));

    assertThat(accepted.failures()).noneSatisfy(f -> assertThat(f).contains("K3135"));
    assertThat(accepted.warnings()).anySatisfy(w -> assertThat(w).contains("K3136", "4 ("));
    assertThat(evenings.paid()).isEmpty();
  }

  @Test
  void aColumnThatSaysSinceWhenKeepsWhatWasDeliveredBefore() {
    gains(
        """
              - name: inspector
                businessName: 检查人
                logicalType: string
                required: true
                customProperties: [{property: since, value: '2026-01-01'}]
        """);
    evenings.write(
        Evenings.FOLDER + "report_2025-H2_20260102.csv",
        Evenings.HEADER + Evenings.row("520902", "2025下半年", 500, 333));

    NightResult night = evenings.night();

    assertThat(night.failures()).singleElement().asString().contains("K3107", "检查人");
    assertThat(evenings.paid()).isEqualTo(paid);
  }

  @Test
  @Tag("slow")
  void whatALaterDeliveryCorrectsTheSameNightIsNotLost() {
    gains("      - {name: inspector, businessName: 检查人, logicalType: string}\n");
    Workspaces.deliverCorrection(workspace);

    NightResult night = evenings.night();

    assertThat(night.failures()).isEmpty();
    assertThat(evenings.paid()).hasSize(4);
  }
}
