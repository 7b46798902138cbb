package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.run.Evenings.FOLDER;
import static org.kaohe.run.Evenings.HEADER;
import static org.kaohe.run.Evenings.row;
import static org.kaohe.run.Ledger.DeliveryState.ACCEPTED;
import static org.kaohe.run.Ledger.DeliveryState.DISMISSED;
import static org.kaohe.run.Ledger.DeliveryState.HELD;
import static org.kaohe.run.Ledger.DeliveryState.RESOLVED;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.TestSpark;
import org.kaohe.run.NightResult.Outcome;

/** Two contents of one issue that say different things of a key are not decided by chance (J22). */
class ContradictionTest {
  private static final String ONE = "county/report/report_2025-H2_20251221.csv";
  private static final String OTHER = "county/report/report_2025-H2_20251221_b.csv";
  private static final String PATTERN = "report_(?<period>\\d{4}-H[12])_(?<issued>\\d{8})\\.csv";

  @TempDir static Path first;
  @TempDir Path workspace;
  private Evenings evenings = new Evenings(Path.of(""));

  @BeforeAll
  static void firstNight() {
    TestSpark.session();
    Workspaces.twoCounties(first);
    Evenings evenings = new Evenings(first);
    contract(evenings, "_(?<issued>\\d{8}).*\\.csv");
    evenings.write("landing/" + ONE, HEADER + row("520901", "2025-H2", 600, 71));
    assertThat(evenings.night().failures()).isEmpty();
  }

  private static void contract(Evenings evenings, String end) {
    String text = evenings.read("schemas/county/report.yaml");
    String changed = text.replace("_(?<issued>\\d{8})\\.csv", end);
    assertThat(changed).isNotEqualTo(text).doesNotContain(PATTERN);
    evenings.write("schemas/county/report.yaml", changed);
  }

  @BeforeEach
  void copy() {
    Workspaces.copy(first, workspace);
    evenings = new Evenings(workspace);
    evenings.clock();
  }

  /** Whatever its hash: that of the file with 71 lies between those of these two. */
  @ParameterizedTest
  @ValueSource(ints = {72, 86})
  void aCorrectionOfTheSameDayUnderTheSameNameIsHeldAndTheReleasedValueStands(int paid) {
    evenings.write("landing/" + ONE, HEADER + row("520901", "2025-H2", 600, paid));

    NightResult night = evenings.night();

    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(night.failures())
        .singleElement()
        .asString()
        .contains("K3130", "holds " + ONE, "1 of its keys", "county=520901", "line 2", "serial");
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "71");
    assertThat(evenings.fate(ONE)).containsExactly(ACCEPTED, HELD);
    NightResult quiet = evenings.night();
    assertThat(quiet.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(quiet.failures()).isEqualTo(night.failures());
  }

  @Test
  @Tag("slow")
  void aHeldDeliveryStaysHeldWhenItsContractChangesAndWhenOthersArrive() {
    evenings.write("landing/" + OTHER, HEADER + row("520901", "2025-H2", 600, 72));
    assertThat(evenings.night().failed()).isTrue();
    evenings.write(
        "schemas/county/report.yaml", evenings.read("schemas/county/report.yaml") + "\n# a word\n");
    NightResult again = evenings.night();
    assertThat(again.failures()).singleElement().asString().contains("K3130", OTHER);
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "71");
    evenings.write(
        FOLDER + "report_2025-H1_20251222.csv", HEADER + row("520901", "2025-H1", 600, 5));
    assertThat(evenings.night().failures()).singleElement().asString().contains("K3130", OTHER);
    assertThat(evenings.paid())
        .containsEntry("520901 2025-H2", "71")
        .containsEntry("520901 2025-H1", "5");
    assertThat(evenings.fate(OTHER)).containsExactly(HELD);
  }

  @Test
  @Tag("slow")
  void aLaterIssueDecidesAndWhatWasHeldIsTakenIn() {
    evenings.write(
        "landing/" + OTHER,
        HEADER + row("520901", "2025-H2", 600, 72) + row("520902", "2025-H2", 600, 88));
    evenings.night();
    assertThat(evenings.paid()).doesNotContainEntry("520902 2025-H2", "88");
    evenings.write(
        FOLDER + "report_2025-H2_20251223.csv", HEADER + row("520901", "2025-H2", 600, 73));

    assertThat(evenings.night().failures()).isEmpty();

    assertThat(evenings.paid())
        .containsEntry("520901 2025-H2", "73")
        .containsEntry("520902 2025-H2", "88");
    assertThat(evenings.fate(OTHER)).containsExactly(HELD, ACCEPTED);
  }

  @Test
  @Tag("slow")
  void ofTwoThatArriveTogetherNeitherIsFirstUntilOneIsDismissed() {
    String a = "county/report/report_2025-H2_20251223_a.csv";
    String b = "county/report/report_2025-H2_20251223_b.csv";
    evenings.write("landing/" + a, HEADER + row("520901", "2025-H2", 600, 80));
    evenings.write("landing/" + b, HEADER + row("520901", "2025-H2", 600, 81));
    NightResult night = evenings.night();
    assertThat(night.failures())
        .hasSize(2)
        .anySatisfy(f -> assertThat(f).contains("holds " + a, b))
        .anySatisfy(f -> assertThat(f).contains("holds " + b, a));
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "71");

    evenings.operator().dismiss(a, "the other one is right");
    NightResult next = evenings.night();

    assertThat(next.failures()).isEmpty();
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "81");
    assertThat(evenings.fate(a)).containsExactly(HELD, DISMISSED);
    assertThat(evenings.fate(b)).containsExactly(HELD, ACCEPTED);
    // It stays out, also when everything is typed again.
    evenings.write(
        "schemas/county/report.yaml", evenings.read("schemas/county/report.yaml") + "\n# a word\n");
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "81");
  }

  @Test
  @Tag("slow")
  void takingOneOfTwoAwayLetsTheOtherIn() {
    String a = "county/report/report_2025-H2_20251223_a.csv";
    String b = "county/report/report_2025-H2_20251223_b.csv";
    evenings.write("landing/" + a, HEADER + row("520901", "2025-H2", 600, 80));
    evenings.write("landing/" + b, HEADER + row("520901", "2025-H2", 600, 81));
    evenings.night();
    evenings.delete("landing/" + b);
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "80");
    assertThat(evenings.fate(b)).containsExactly(HELD, RESOLVED);

    // Back again it contradicts what is released now.
    evenings.write("landing/" + b, HEADER + row("520901", "2025-H2", 600, 81));
    assertThat(evenings.night().failures()).singleElement().asString().contains("K3130", b);
    assertThat(evenings.fate(b)).containsExactly(HELD, RESOLVED, HELD);
  }

  @Test
  @Tag("slow")
  void aRenamedHeldFileIsOpenUnderItsNewName() {
    evenings.write("landing/" + OTHER, HEADER + row("520901", "2025-H2", 600, 72));
    evenings.night();
    String renamed = "county/report/report_2025-H2_20251221_c.csv";
    evenings.write("landing/" + renamed, evenings.read("landing/" + OTHER));
    evenings.delete("landing/" + OTHER);
    assertThat(evenings.night().open()).extracting(OpenRefusal::file).containsExactly(renamed);
  }

  @Test
  @Tag("slow")
  void differentKeysAndEqualCellsAreNoContradiction() {
    evenings.write("landing/" + OTHER, HEADER + row("520902", "2025-H2", 600, 90));
    evenings.write(
        "landing/county/report/report_2025-H2_20251221_c.csv",
        HEADER + row("520901", "2025-H2", 600, 71) + row("520902", "2025-H2", 600, 90));
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.paid())
        .containsEntry("520901 2025-H2", "71")
        .containsEntry("520902 2025-H2", "90");
  }

  /** 10 after 9: a serial is a number. Arrival does not matter, nor does a replay. */
  @Test
  @Tag("slow")
  void aSerialInTheFileNameDecidesWithinADay() {
    String text = evenings.read("schemas/county/report.yaml");
    evenings.write(
        "schemas/county/report.yaml",
        text.replace("_(?<issued>\\d{8}).*\\.csv", "_(?<issued>\\d{8})(_(?<serial>\\d+))?\\.csv"));
    evenings.write(
        FOLDER + "report_2025-H2_20251223_10.csv", HEADER + row("520901", "2025-H2", 600, 80));
    assertThat(evenings.night().failures()).isEmpty();
    evenings.write(
        FOLDER + "report_2025-H2_20251223_9.csv", HEADER + row("520901", "2025-H2", 600, 79));
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "80");
    // Back to what it was: the same content, a later serial.
    evenings.write(
        FOLDER + "report_2025-H2_20251223_11.csv", HEADER + row("520901", "2025-H2", 600, 79));
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "79");
    evenings.write(
        "schemas/county/report.yaml", evenings.read("schemas/county/report.yaml") + "\n# a word\n");
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "79");
  }

  @Test
  @Tag("slow")
  void aSerialInTheManifestDecidesWithinADay() {
    evenings.write("landing/" + OTHER, HEADER + row("520901", "2025-H2", 600, 72));
    evenings.write(
        FOLDER + "manifest.csv",
        "file,period,issued,serial\nreport_2025-H2_20251221_b.csv,2025-H2,2025-12-21,2\n");
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "72");
    evenings.write(
        "landing/county/report/report_2025-H2_20251221_c.csv",
        HEADER + row("520901", "2025-H2", 600, 73));
    evenings.write(
        FOLDER + "manifest.csv",
        """
        file,period,issued,serial
        report_2025-H2_20251221_b.csv,2025-H2,2025-12-21,2
        report_2025-H2_20251221_c.csv,2025-H2,2025-12-21,third
        """);
    assertThat(evenings.night().failures()).singleElement().asString().contains("K3131");
  }

  @Test
  void aDeliveryThatSaysTwoThingsOfAKeyGoesByItsLaterLine() {
    evenings.write(
        FOLDER + "report_2025-H2_20251223.csv",
        HEADER + row("520901", "2025-H2", 600, 80) + row("520901", "2025-H2", 600, 81));
    NightResult night = evenings.night();
    assertThat(night.failures()).isEmpty();
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "81");
    assertThat(night.stages())
        .anySatisfy(s -> assertThat(s.counts()).containsEntry("contradicted by a later line", 1L));
  }

  @Test
  @Tag("slow")
  void aKeyThatMakesMostRowsOneIsTold() {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 0; i < 12; i++) {
      rows.append(row("520901", "2025-H2", 600, 100 + i));
    }
    evenings.write(FOLDER + "report_2025-H2_20251223.csv", rows.toString());
    assertThat(evenings.night().warnings())
        .anySatisfy(
            w ->
                assertThat(w)
                    .contains("K3132", "11 of the 12 rows", "county, half_year", "lacks a column"));
  }
}
