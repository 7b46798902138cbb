package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.config.Definitions;
import org.kaohe.delta.AtomicFile;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.delta.WriteOptions;
import org.kaohe.error.KaoheException;
import org.kaohe.run.Ledger.RunState;
import org.kaohe.run.NightResult.Outcome;
import org.kaohe.stage.Progress;

class NightlyTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-05T22:00:00Z"), ZoneOffset.UTC);
  private static final TableId SILVER = TableId.silver("county_report");
  private static final TableId BRONZE = TableId.bronze("county_report");
  private static final TableId TOTALS = TableId.gold("scorecard");

  @TempDir Path workspace;

  @BeforeAll
  static void spark() {
    TestSpark.session();
  }

  @BeforeEach
  void prepare() {
    Workspaces.twoCounties(workspace);
  }

  @Test
  void theFirstNightMakesAReleaseAndTheSecondChangesNothing() {
    NightResult first = night();
    assertThat(first.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(first.failures()).isEmpty();
    Map<TableId, Long> versions = heads();
    assertThat(new TreeMap<>(released().tables())).isEqualTo(without(Ledger.ATTEMPTS, versions));
    String pointer = read(warehouse().pointer());

    NightResult second = night();

    assertThat(second.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(second.failed()).isFalse();
    assertThat(heads()).isEqualTo(versions);
    assertThat(read(warehouse().pointer())).isEqualTo(pointer);
    assertThat(warehouse().lock()).doesNotExist();
    assertThat(warehouse().unfinished()).doesNotExist();
    assertThat(warehouse().staging()).isEmptyDirectory();
  }

  @Test
  void aNightKeepsWithinItsTableBudget() {
    NightResult first = night();
    assertThat(first.effort().datasets()).isEqualTo(1);
    assertThat(first.effort().sparkCommits()).isBetween(5L, 2L + 8L);
    Workspaces.deliverCorrection(workspace);
    NightResult second = night();
    assertThat(second.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(second.effort().sparkCommits()).isBetween(5L, 2L + 8L);
    assertThat(second.effort().sparkJobs()).isPositive();
  }

  @Test
  void theLedgerTellsEveryDeliveryAndEveryStage() {
    NightResult night = night();
    Ledger ledger = ledger();
    assertThat(ledger.runs())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.id()).isEqualTo(night.runId());
              assertThat(r.state()).isEqualTo(RunState.SUCCEEDED);
              assertThat(r.exitCode()).contains(0);
              assertThat(r.release()).contains("R000001");
              assertThat(r.summary()).contains("\"spark_commits\"");
            });
    assertThat(ledger.deliveries(released()))
        .hasSize(2)
        .allMatch(Ledger.DeliveryEntry::balanced)
        .allMatch(e -> !e.header().isEmpty());
    assertThat(ledger.stages(night.runId()))
        .extracting(r -> r.required("stage"))
        .contains("bronze.county_report", "silver.county_report", "scorecard", "release");
    assertThat(ledger.checks(night.runId()))
        .filteredOn(r -> r.required("check").equals("row_equation"))
        .singleElement()
        .matches(r -> r.flag("passed"));
  }

  @Test
  void aFileThatCanNotBeTakenInIsSaidOnceAndFailsTheNightButNotItsRelease() throws IOException {
    night();
    Files.writeString(workspace.resolve("landing/county/report/report_2025-H2_20251221.csv"), "");
    NightResult failing = night();
    assertThat(failing.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(failing.failures()).singleElement().asString().contains("K3106");
    assertThat(failing.effort().sparkJobs()).isZero();
    NightResult again = night();
    assertThat(again.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(again.failures()).isEqualTo(failing.failures());
    Files.delete(workspace.resolve("landing/county/report/report_2025-H2_20251221.csv"));
    Workspaces.deliverCorrection(workspace);
    assertThat(night().failures()).isEmpty();
  }

  @Test
  void whatARunLeftAheadOfTheReleaseIsPutBackAndTheReleaseIsTheSame() {
    night();
    Map<String, List<String>> before = contents();
    Warehouse warehouse = warehouse();
    WriteOptions options = new WriteOptions("killed", List.of("unit"));
    warehouse.overwrite(
        warehouse.read(TestSpark.session(), TOTALS).withColumn("score", functions.lit("wrong")),
        TOTALS,
        options);
    warehouse.append(warehouse.read(TestSpark.session(), BRONZE), BRONZE, options);
    warehouse.append(
        TestSpark.session().sql("SELECT '1' AS unit"), TableId.gold("orphan"), options);

    NightResult night = night();

    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(contents()).isEqualTo(before);
    assertThat(warehouse.exists(TableId.gold("orphan"))).isFalse();
    assertThat(night().outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void anUnfinishedRunIsFinishedFirstAtItsOwnDate() {
    night(Optional.of(LocalDate.of(2025, 12, 30)));
    LocalDate date = LocalDate.of(2025, 12, 31);
    Warehouse warehouse = warehouse();
    AtomicFile.write(warehouse.unfinished(), "{}");
    ledger()
        .writeRuns(
            List.of(
                new Ledger.Run(
                    "killed",
                    date,
                    CLOCK.instant(),
                    Optional.empty(),
                    RunState.RUNNING,
                    Optional.empty(),
                    Optional.empty(),
                    "{}")),
            "killed");
    Definitions definitions = Workspaces.load(workspace);
    LocalDate usual = Nightly.businessDate(definitions, CLOCK);

    List<NightResult> nights = nights(Optional.empty());

    assertThat(nights.get(0).businessDate()).isEqualTo(date);
    assertThat(nights).hasSize(usual.isAfter(date) ? 2 : 1);
    assertThat(ledger().runs())
        .filteredOn(r -> r.id().equals("killed"))
        .singleElement()
        .extracting(Ledger.Run::state)
        .isEqualTo(RunState.KILLED);
  }

  @Test
  void aNightDoesNotGoBackInTime() {
    night(Optional.of(LocalDate.of(2025, 12, 31)));
    assertThatThrownBy(() -> night(Optional.of(LocalDate.of(2025, 12, 30))))
        .isInstanceOf(KaoheException.class)
        .hasMessageContaining("never goes back")
        .extracting(e -> ((KaoheException) e).code())
        .isEqualTo("K4004");
    assertThat(warehouse().lock()).doesNotExist();
  }

  @Test
  void aChangedContractTypesItsDatasetAgainFromBronze() throws IOException {
    night();
    List<String> before = contents().get(SILVER.toString());
    Path contract = workspace.resolve("schemas/county/report.yaml");
    String text = Files.readString(contract);
    Files.writeString(contract, text + "\n# a changed word\n");
    NightResult night = night();
    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(night.stages())
        .extracting(Ledger.StageEntry::stage)
        .contains("silver.county_report");
    assertThat(night.stages())
        .extracting(Ledger.StageEntry::stage)
        .doesNotContain("bronze.county_report");
    assertThat(contents().get(SILVER.toString())).isEqualTo(before);
    assertThat(ledger().deliveries(released())).hasSize(4);
    assertThat(Ledger.current(ledger().deliveries(released()))).hasSize(2);
  }

  @Test
  void aForgottenMemoryCostsTimeAndChangesNothing() throws IOException {
    night();
    Map<String, List<String>> before = contents();
    Files.delete(warehouse().state());
    assertThat(night().outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(contents()).isEqualTo(before);
    assertThat(night().outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aRunDoesNotWriteOnceItsLockIsTaken() {
    night();
    Map<TableId, Long> versions = heads();
    Workspaces.deliverCorrection(workspace);
    Progress thief =
        (stage, status, detail, seconds) -> {
          if (stage.startsWith("bronze.")) {
            RunLock.write(
                warehouse().lock(),
                new RunLock.Holder("theirs", 7, 1, "elsewhere", CLOCK.instant()));
          }
        };
    assertThatThrownBy(
            () ->
                new Nightly(Workspaces.load(workspace), CLOCK, "test", Optional.empty(), thief)
                    .run(Optional.empty(), Selection.ALL))
        .isInstanceOf(KaoheException.class)
        .hasMessageContaining("lost the lock");
    assertThat(heads().get(SILVER)).isEqualTo(versions.get(SILVER));
    assertThat(released().id()).isEqualTo("R000001");
  }

  @Test
  void aReleaseNamedByThePointerButGoneFromDiskIsNotWorkedAround() {
    night();
    warehouse().drop(TOTALS);
    assertThatThrownBy(this::night)
        .isInstanceOf(KaoheException.class)
        .hasMessageContaining("gold/scorecard");
  }

  private NightResult night() {
    return night(Optional.empty());
  }

  private NightResult night(Optional<LocalDate> date) {
    List<NightResult> nights = nights(date);
    assertThat(nights).hasSize(1);
    return nights.get(0);
  }

  private List<NightResult> nights(Optional<LocalDate> date) {
    return new Nightly(
            Workspaces.load(workspace), CLOCK, "test", Optional.of("key"), Progress.none())
        .run(date, Selection.ALL);
  }

  private Warehouse warehouse() {
    return new Warehouse(workspace.resolve("warehouse"));
  }

  private Ledger ledger() {
    return new Ledger(warehouse(), new TableReader(warehouse()));
  }

  private Release released() {
    return new Pointer(warehouse()).currentRelease().orElseThrow();
  }

  private Map<TableId, Long> heads() {
    Map<TableId, Long> heads = new TreeMap<>();
    warehouse().tables().forEach(t -> heads.put(t, warehouse().version(t)));
    return heads;
  }

  private static Map<TableId, Long> without(java.util.Set<TableId> left, Map<TableId, Long> from) {
    Map<TableId, Long> rest = new TreeMap<>(from);
    rest.keySet().removeAll(left);
    return rest;
  }

  /** Rows of every released table, without the columns that name the run. */
  private Map<String, List<String>> contents() {
    return Contents.of(warehouse(), released());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
