package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kaohe.run.Evenings.FOLDER;
import static org.kaohe.run.Evenings.HEADER;
import static org.kaohe.run.Evenings.row;
import static org.kaohe.run.Ledger.DeliveryState.ACCEPTED;
import static org.kaohe.run.Ledger.DeliveryState.DISMISSED;
import static org.kaohe.run.Ledger.DeliveryState.FAILED;
import static org.kaohe.run.Ledger.DeliveryState.REFUSED;
import static org.kaohe.run.Ledger.DeliveryState.RESOLVED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.run.NightResult.Outcome;
import org.kaohe.stage.Progress;

/** What was not taken in is told every night until it is settled. */
class OpenRefusalsTest {
  /** An empty file is refused (K3106). */
  private static final String EMPTY = "county/report/report_2025-H2_20251221.csv";

  @TempDir static Path first;
  @TempDir Path workspace;
  private Evenings evenings = new Evenings(Path.of(""));

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
    evenings.clock();
  }

  @Test
  void aRefusalIsToldEveryNightWhateverElseHappens() {
    evenings.write("landing/" + EMPTY, "");
    NightResult refusing = evenings.night();
    assertThat(refusing.open()).extracting(OpenRefusal::file).containsExactly(EMPTY);
    assertThat(refusing.open().get(0).since()).isEqualTo("2026-01-05");

    // A night of other work, and a night without change, without Spark.
    Workspaces.deliverCorrection(workspace);
    NightResult working = evenings.night();
    assertThat(working.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(working.failed()).isTrue();
    assertThat(working.failures())
        .singleElement()
        .asString()
        .contains(EMPTY, "K3106", "open since 2026-01-05");
    NightResult quiet = evenings.night();
    assertThat(quiet.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(quiet.failed()).isTrue();
    assertThat(quiet.failures()).isEqualTo(working.failures());
    assertThat(quiet.effort().sparkJobs()).isZero();
    assertThat(evenings.fate(EMPTY)).containsExactly(REFUSED);
  }

  @Test
  @Tag("slow")
  void aForgottenMemoryForgetsNoRefusal() throws IOException {
    evenings.write("landing/" + EMPTY, "");
    evenings.night();
    Files.delete(evenings.warehouse().state());
    assertThat(evenings.night().open()).extracting(OpenRefusal::file).containsExactly(EMPTY);
    assertThat(evenings.fate(EMPTY)).containsExactly(REFUSED);
  }

  @Test
  void aTouchedFileOfTheSameContentIsToldOnceInTheLedger() throws IOException {
    evenings.write("landing/" + EMPTY, "");
    evenings.night();
    Files.setLastModifiedTime(evenings.path("landing/" + EMPTY), FileTime.fromMillis(77_000));
    assertThat(evenings.night().failed()).isTrue();
    assertThat(evenings.fate(EMPTY)).containsExactly(REFUSED);
  }

  @Test
  void aFileThatIsGoneIsSettledWithoutSparkOfADatasetThatWaitsForNothing() {
    evenings.write("landing/elsewhere/notes.csv", "a\n");
    assertThat(evenings.night().open()).hasSize(1);
    evenings.delete("landing/elsewhere/notes.csv");

    NightResult night = evenings.night();

    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(night.failed()).isFalse();
    assertThat(night.effort().sparkJobs()).isZero();
    assertThat(evenings.fate("elsewhere/notes.csv")).containsExactly(REFUSED, RESOLVED);
    assertThat(evenings.night().outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  @Tag("slow")
  void aLandingFolderThatIsNotThereSettlesNothingAndIsToldEveryNight() throws IOException {
    evenings.write("landing/" + EMPTY, "");
    evenings.night();
    Files.move(evenings.path("landing"), evenings.path("elsewhere"));
    for (int i = 0; i < 2; i++) {
      NightResult night = evenings.night();
      assertThat(night.failures())
          .hasSize(2)
          .anySatisfy(f -> assertThat(f).contains("K4017", "landing", "Mount its disk"))
          .anySatisfy(f -> assertThat(f).contains("K3106", EMPTY));
      assertThat(night.effort().sparkJobs()).isZero();
    }
    Files.move(evenings.path("elsewhere"), evenings.path("landing"));
    assertThat(evenings.night().failures()).singleElement().asString().contains(EMPTY);
    assertThat(evenings.fate(EMPTY)).hasSize(1);
  }

  @Test
  @Tag("slow")
  void aFileWithOtherContentIsJudgedByThatContent() {
    evenings.write("landing/" + EMPTY, "");
    evenings.night();
    evenings.write("landing/" + EMPTY, HEADER + row("520901", "2025-H2", 600, 399));
    NightResult night = evenings.night();
    assertThat(night.failures()).isEmpty();
    assertThat(evenings.fate(EMPTY)).containsExactlyInAnyOrder(REFUSED, RESOLVED, ACCEPTED);
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "399");
    evenings.night();

    evenings.write("landing/" + EMPTY, "县代码\n520901\n");
    NightResult worse = evenings.night();
    assertThat(worse.failures()).singleElement().asString().contains("K3107");
    evenings.write("landing/" + EMPTY, "半年\n520901\n");
    NightResult other = evenings.night();
    assertThat(other.failures()).singleElement().asString().contains("K3107", EMPTY);
    assertThat(evenings.open()).containsExactly(EMPTY);
  }

  @Test
  @Tag("slow")
  void aChangedContractHasRefusedFilesLookedAtAgain() {
    String contract = evenings.read("schemas/county/report.yaml");
    evenings.write(
        "landing/" + EMPTY, HEADER.replace("县代码", "县区划代码") + row("520901", "2025-H2", 600, 399));
    assertThat(evenings.night().failures()).singleElement().asString().contains("K3107");
    evenings.write(
        "schemas/county/report.yaml",
        contract.replace(
            "customProperties: [{property: nameEn, value: County}, {property: referenceSeverity",
            "customProperties: [{property: nameEn, value: County}, {property: synonyms, value: [县区划代码]}, {property: referenceSeverity"));
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "399");
    assertThat(evenings.night().failed()).isFalse();
  }

  /** Its fault passed without anybody touching the file: a share that answers again. */
  @Test
  @Tag("slow")
  void aFaultThatMayPassIsLookedAtEveryNight() {
    evenings.write("landing/" + EMPTY, HEADER + row("520901", "2025-H2", 600, 399));
    assertThat(evenings.night().failures()).isEmpty();
    String file = "county/report/report_2025-H2_20251220.csv";
    NightState now = NightState.read(evenings.warehouse().state()).orElseThrow();
    Forge.memory(evenings.warehouse(), now, List.of(file));

    NightResult night = evenings.night();

    assertThat(night.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(night.effort().sparkJobs()).isZero();
    assertThat(NightState.read(evenings.warehouse().state()).orElseThrow().retry()).isEmpty();
  }

  @Test
  void aDismissedRefusalIsToldNoMoreUntilOtherContentComes() {
    evenings.write("landing/" + EMPTY, "");
    evenings.night();

    evenings.operator().dismiss("landing/" + EMPTY, "a slip of the county");

    assertThat(evenings.open()).isEmpty();
    NightResult night = evenings.night();
    assertThat(night.failed()).isFalse();
    assertThat(evenings.fate(EMPTY)).containsExactly(REFUSED, DISMISSED);
    assertThat(evenings.entries().get(evenings.entries().size() - 1).detail())
        .contains("tester", "a slip of the county");
    assertThat(evenings.night().outcome()).isEqualTo(Outcome.UNCHANGED);
    evenings.write("landing/" + EMPTY, "县代码\n520901\n");
    assertThat(evenings.night().open()).extracting(OpenRefusal::file).containsExactly(EMPTY);
  }

  @Test
  void onlyWhatIsOpenCanBeDismissed() {
    evenings.write("landing/" + EMPTY, "");
    evenings.night();
    assertThatThrownBy(() -> evenings.operator().dismiss("county/report/other.csv", "x"))
        .hasMessageContaining("Nothing is open of county/report/other.csv")
        .hasMessageContaining(EMPTY);
  }

  /** Once nobody waits, the cells of its half-year are awaited again, as if it had never come. */
  @Test
  @Tag("slow")
  void whatIsDismissedNoLongerHoldsItsCells() {
    evenings.write(FOLDER + "report_2026-H1_20260101.csv", "");
    // A half-year that is over: of a running one nothing is due yet, and nothing held.
    LocalDate date = LocalDate.of(2026, 7, 10);
    evenings.night(Optional.of(date), true, Progress.none());
    long held = cellsHeld();
    evenings.operator().dismiss("county/report/report_2026-H1_20260101.csv", "too early");
    evenings.night(Optional.of(date), true, Progress.none());
    assertThat(held).isPositive();
    assertThat(cellsHeld()).isZero();
  }

  private long cellsHeld() {
    return new TableReader(evenings.warehouse())
        .list(TableId.gold("indicator_value"), evenings.released(), List.of("reason")).stream()
            .filter(r -> r.text("reason").orElse("").contains("held"))
            .count();
  }

  @Test
  @Tag("slow")
  void aDeliveryRefusedByItsChecksIsSettledByALaterOneOfItsPeriod() {
    String contract = evenings.read("schemas/county/report.yaml");
    evenings.write(
        "schemas/county/report.yaml",
        contract.contains("quality:")
            ? contract.replace(
                "    quality:\n",
                "    quality:\n      - {name: two_rows, metric: rowCount, mustBeGreaterOrEqualTo: 2, severity: error}\n")
            : contract
                + "    quality:\n      - {name: two_rows, metric: rowCount, mustBeGreaterOrEqualTo: 2, severity: error}\n");
    evenings.write("landing/" + EMPTY, HEADER + row("520901", "2025-H2", 600, 399));
    NightResult refusing = evenings.night();
    assertThat(refusing.failures()).singleElement().asString().contains("two_rows", EMPTY);
    assertThat(evenings.night().failures()).isEqualTo(refusing.failures());
    evenings.write(
        FOLDER + "report_2025-H2_20251223.csv",
        HEADER + row("520901", "2025-H2", 600, 398) + row("520902", "2025-H2", 600, 397));
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.open()).isEmpty();
  }

  /** With other deliveries at work the night that was put back tells and counts the others. */
  @Test
  @Tag("slow")
  void whatADatasetThatWasPutBackLostIsOpenUntilItIsTakenIn() {
    evenings.write("landing/" + EMPTY, HEADER + row("520901", "2025-H2", 600, 399));
    Progress breaking =
        (stage, status, detail, seconds) -> {
          if (stage.equals("silver.county_report")) {
            throw new IllegalStateException("a plan that can't be");
          }
        };
    NightResult failing = evenings.night(Optional.of(Evenings.DATE), false, breaking);
    assertThat(failing.failures())
        .singleElement()
        .asString()
        .contains("was put back without " + EMPTY, "a plan that can't be");
    assertThat(evenings.fate(EMPTY)).containsExactly(FAILED);
    evenings.night(Optional.of(Evenings.DATE), false, breaking);
    assertThat(evenings.fate(EMPTY)).containsExactly(FAILED);

    NightResult mended = evenings.night();
    assertThat(mended.failures()).isEmpty();
    assertThat(evenings.fate(EMPTY)).containsExactly(FAILED, ACCEPTED);
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "399");
  }

  /** An entry of an older make that does not add up; nobody else waits for its mending. */
  @Test
  @Tag("slow")
  void anOldDeliveryThatDoesNotAddUpHoldsItsDatasetAndNoOther() {
    Workspaces.addDepartment(workspace, "town");
    evenings.night();
    Ledger.DeliveryEntry good =
        evenings.entries().stream().filter(e -> e.state() == ACCEPTED).findFirst().orElseThrow();
    Ledger.DeliveryEntry wrong =
        new Ledger.DeliveryEntry(
            good.delivery(),
            good.dataset(),
            good.file(),
            good.sha256(),
            good.period(),
            good.issued(),
            0,
            good.reporter(),
            good.bytes(),
            good.delivered(),
            good.accepted() + 1,
            good.superseded(),
            good.deleted(),
            good.control(),
            good.quarantined(),
            ACCEPTED,
            "",
            good.header(),
            evenings.released().runId());
    Forge.releasedLedger(evenings.warehouse(), evenings.ledger(), wrong);
    evenings.write("landing/" + EMPTY, HEADER + row("520901", "2025-H2", 600, 399));
    evenings.write(
        "landing/town/report/report_2025-H2_20251221.csv",
        HEADER + row("520901", "2025-H2", 600, 300));

    NightResult night = evenings.night();

    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(night.failures()).singleElement().asString().contains("K4008", EMPTY);
    assertThat(evenings.fate(EMPTY)).containsExactly(FAILED);
    assertThat(evenings.fate("town/report/report_2025-H2_20251221.csv")).containsExactly(ACCEPTED);
    // The cure that the message names.
    evenings.write(
        "schemas/county/report.yaml", evenings.read("schemas/county/report.yaml") + "\n# again\n");
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.fate(EMPTY)).containsExactly(FAILED, ACCEPTED);
  }

  @Test
  void allThatIsRefusedForOneReasonIsOneSentence() {
    List<OpenRefusal> open =
        List.of(refusal("a.csv", "K3106: empty"), refusal("b.csv", "K3106: empty"));
    assertThat(OpenRefusal.sentences(open))
        .containsExactly(
            "landing a.csv and 1 more was refused: K3106: empty (open since 2026-01-05)");
    assertThat(refusal("县 's.csv", "x").command())
        .isEqualTo("kaohe dismiss '县 '\\''s.csv' --reason TEXT");
  }

  private static OpenRefusal refusal(String file, String detail) {
    return new OpenRefusal("d", file, "refused", detail, "2026-01-05", "", "", "");
  }
}
