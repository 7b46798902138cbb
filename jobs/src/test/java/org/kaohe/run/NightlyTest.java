package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.spark.sql.functions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.delta.AtomicFile;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.delta.Warehouse;
import org.kaohe.delta.WriteOptions;
import org.kaohe.error.KaoheException;
import org.kaohe.run.Ledger.DeliveryState;
import org.kaohe.run.Ledger.RunState;
import org.kaohe.run.NightResult.Outcome;
import org.kaohe.stage.Progress;

/**
 * Whole nights of the two counties, whose figures their README derives by hand. One first night is
 * run for all tests; each goes on from a copy of its workspace.
 */
class NightlyTest {
  private static final Instant EVENING = Instant.parse("2026-01-05T22:00:00Z");

  /** Every night comes later than the one before: runs are told apart and ordered by their time. */
  private static final AtomicInteger MINUTES = new AtomicInteger();

  /** The day before the evening's in Shanghai, where the sixth has begun. */
  private static final LocalDate YESTERDAY = LocalDate.of(2026, 1, 5);

  private static final LocalDate DATE = LocalDate.of(2025, 12, 31);
  private static final TableId SILVER = TableId.silver("county_report");
  private static final TableId BRONZE = TableId.bronze("county_report");
  private static final TableId TOTALS = TableId.gold("scorecard");

  private static final String HEADER =
      "县代码,半年,应缴户数,已缴户数,活产数,婴儿死亡数,应检查数,已检查数,应到位资金,已到位资金,储存吨数,损耗吨数,通报问题\n";

  @TempDir static Path firstNight;
  private static Optional<NightResult> first = Optional.empty();

  @TempDir Path workspace;

  @BeforeAll
  static void runTheFirstNight() throws IOException {
    TestSpark.session();
    Workspaces.twoCounties(firstNight);
    // A night's date is given, or is yesterday.
    Path project = firstNight.resolve("conf/project.yaml");
    Files.writeString(
        project, Files.readString(project).replaceFirst("(?m)^business-date: .*\n", ""));
    // Two more departments, which are late.
    Workspaces.addDepartment(firstNight, "town");
    Workspaces.addDepartment(firstNight, "village");
    first = Optional.of(single(nights(firstNight, Optional.of(DATE), Progress.none())));
  }

  @BeforeEach
  void copyTheFirstNight() {
    Workspaces.copy(firstNight, workspace);
  }

  @Test
  void theFirstNightReleasesEveryTableThatHoldsResults() {
    NightResult night = first.orElseThrow();
    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(night.failures()).isEmpty();
    assertThat(night.effort().datasets()).isEqualTo(1);
    assertThat(night.effort().sparkCommits()).isBetween(5L, 2L + 9L);
    Map<TableId, Long> results = heads();
    results.keySet().removeAll(Ledger.ATTEMPTS);
    assertThat(new TreeMap<>(released().tables())).isEqualTo(results);
    assertThat(results).containsKeys(BRONZE, SILVER, TOTALS, TableId.ops("quarantine"));
    assertNothingIsLeftBehind();
  }

  @Test
  void aNightWithoutChangeChangesNothing() {
    Map<TableId, Long> versions = heads();
    String pointer = read(warehouse().pointer());

    NightResult night = night();

    assertThat(night.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(night.failed()).isFalse();
    assertThat(night.stages()).isEmpty();
    assertThat(heads()).isEqualTo(versions);
    assertThat(read(warehouse().pointer())).isEqualTo(pointer);
    assertNothingIsLeftBehind();
  }

  @Test
  void theLedgerTellsEveryDeliveryAndEveryStage() {
    NightResult night = first.orElseThrow();
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
        .extracting(
            Ledger.DeliveryEntry::file,
            Ledger.DeliveryEntry::delivered,
            Ledger.DeliveryEntry::accepted,
            Ledger.DeliveryEntry::superseded,
            Ledger.DeliveryEntry::control,
            Ledger.DeliveryEntry::quarantined)
        .containsExactlyInAnyOrder(
            Tuple.tuple("county/report/report_2025-H1_20250710.csv", 7L, 2L, 1L, 1L, 3L),
            Tuple.tuple("county/report/report_2025-H2_20251220.csv", 3L, 2L, 0L, 0L, 1L));
    assertThat(ledger.stages(night.runId()))
        .extracting(r -> r.required("stage"))
        .contains("bronze.county_report", "silver.county_report", "scorecard", "release");
    assertThat(ledger.checks(night.runId()))
        .filteredOn(r -> r.required("check").equals("row_equation"))
        .singleElement()
        .matches(r -> r.flag("passed"));
  }

  @Test
  void aFileThatCanNotBeTakenInIsSaidUntilItIsGoneAndFailsTheNightButNotItsRelease() {
    write("landing/county/report/report_2025-H2_20251221.csv", "");

    NightResult failing = night();

    assertThat(failing.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(failing.failures()).singleElement().asString().contains("K3106", "20251221");
    // Only the cells that now say held are computed.
    assertThat(failing.effort().datasets()).isZero();
    NightResult again = night();
    assertThat(again.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(again.failures()).isEqualTo(failing.failures());
  }

  /** One department's delivery is refused, another's stage breaks; the third gets its release. */
  @Test
  void aDepartmentInTroubleDoesNotStopAnother() {
    Workspaces.deliverCorrection(workspace);
    write("landing/town/report/report_2025-H1_20250710.csv", HEADER + row("2025-H1", 400, 200));
    write("landing/village/report/report_2025-H1_20250710.csv", HEADER);
    Progress breaking =
        (stage, status, detail, seconds) -> {
          if (stage.equals("silver.town_report")) {
            throw new IllegalStateException("The disk of the town is full");
          }
        };

    NightResult night = single(nights(workspace, Optional.of(DATE), breaking));

    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(night.failed()).isTrue();
    assertThat(night.failures())
        .anySatisfy(f -> assertThat(f).contains("town_report", "The disk of the town is full"))
        .anySatisfy(f -> assertThat(f).contains("village_report", "refused", "not_empty"))
        .hasSize(2);
    assertThat(totals()).isEqualTo(Map.of("520901", "85.18", "520902", "75.52"));
    assertThat(night.effort().sparkCommits()).isBetween(5L, 3 * 2L + 8L);
    assertThat(released().tables())
        .doesNotContainKeys(TableId.bronze("town_report"), TableId.silver("town_report"));
    assertThat(states())
        .containsExactly(
            Map.entry("county/report/report_2025-H1_20250710.csv", DeliveryState.ACCEPTED),
            Map.entry("county/report/report_2025-H2_20251220.csv", DeliveryState.ACCEPTED),
            Map.entry("county/report/report_2025-H2_20251228.csv", DeliveryState.ACCEPTED),
            Map.entry("village/report/report_2025-H1_20250710.csv", DeliveryState.REFUSED));

    // The next night is the town's second chance. The village's contract changes, and bronze has
    // no row of it to type again.
    Path contract = workspace.resolve("schemas/village/report.yaml");
    write("schemas/village/report.yaml", read(contract) + "\n# a changed word\n");
    NightResult next = night();

    assertThat(next.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(next.failures()).noneMatch(f -> f.contains("town_report"));
    assertThat(next.failures()).noneMatch(f -> f.contains("put back"));
    assertThat(silver("town_report"))
        .extracting(r -> r.required("county"))
        .containsExactly("520901");
    assertThat(states())
        .contains(Map.entry("town/report/report_2025-H1_20250710.csv", DeliveryState.ACCEPTED))
        .contains(Map.entry("village/report/report_2025-H1_20250710.csv", DeliveryState.REFUSED));
    assertThat(totals()).isEqualTo(Map.of("520901", "85.18", "520902", "75.52"));
    assertNothingIsLeftBehind();
  }

  @Test
  void whatARunLeftAheadOfTheReleaseIsPutBackAndTheReleaseIsTheSame() {
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
    assertNothingIsLeftBehind();
  }

  /** A kill between the making of a log's folder and its first commit leaves the folder empty. */
  @Test
  void aTableWithoutACommitIsNoTable() throws IOException {
    Path fresh = Files.createDirectory(workspace.resolve("fresh"));
    Workspaces.twoCounties(fresh);
    Warehouse warehouse = new Warehouse(fresh.resolve("warehouse"));
    for (TableId table : Ledger.ATTEMPTS) {
      Files.createDirectories(warehouse.folder(table).resolve("_delta_log"));
    }
    for (TableId table : List.of(BRONZE, SILVER, TOTALS, Ledger.DELIVERIES)) {
      Files.createDirectories(warehouse.folder(table).resolve("_delta_log"));
      Files.writeString(warehouse.folder(table).resolve("part-00000.snappy.parquet"), "half");
    }
    AtomicFile.write(warehouse.unfinished(), "{}\n");
    Workspaces.deliverCorrection(fresh);

    NightResult night = single(nights(fresh, Optional.of(DATE), Progress.none()));

    assertThat(night.failures()).isEmpty();
    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(totals(fresh)).isEqualTo(Map.of("520901", "85.18", "520902", "75.52"));
    assertThat(warehouse.unfinished()).doesNotExist();
  }

  @Test
  void anUnfinishedRunIsFinishedFirstAtItsOwnDate() {
    leaveUnfinished(DATE);

    List<NightResult> nights = nights(workspace, Optional.empty(), Progress.none());

    assertThat(nights)
        .extracting(NightResult::businessDate, NightResult::outcome)
        .containsExactly(
            Tuple.tuple(DATE, Outcome.RELEASED), Tuple.tuple(YESTERDAY, Outcome.RELEASED));
    assertThat(ledger().runs())
        .filteredOn(r -> r.id().equals("killed"))
        .singleElement()
        .extracting(Ledger.Run::state)
        .isEqualTo(RunState.KILLED);
    assertThat(released().businessDate()).isEqualTo(YESTERDAY);
    assertNothingIsLeftBehind();
  }

  @Test
  void afterAnUnfinishedRunOfALaterDateTheUsualNightDoesNotGoBack() {
    LocalDate later = YESTERDAY.plusDays(1);
    leaveUnfinished(later);

    assertThat(nights(workspace, Optional.empty(), Progress.none()))
        .extracting(NightResult::businessDate)
        .containsExactly(later);
    assertThat(released().businessDate()).isEqualTo(later);
  }

  /** An error stands for the kill here: nothing catches it. */
  @Test
  void aRunKilledAfterItsReleaseHasOnlyItsPagesToDoAgain() {
    Workspaces.deliverCorrection(workspace);
    Progress killing =
        (stage, status, detail, seconds) -> {
          if (stage.equals("publish")) {
            throw new AssertionError("killed");
          }
        };
    assertThatThrownBy(() -> nights(workspace, Optional.of(DATE), killing)).hasMessage("killed");
    assertThat(released().id()).isEqualTo("R000002");
    assertThat(warehouse().unfinished()).exists();
    Map<String, List<String>> before = contents();

    NightResult night = night();

    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(night.effort().datasets()).isZero();
    assertThat(night.effort().sparkJobs()).isZero();
    assertThat(contents()).isEqualTo(before);
    assertThat(ledger().runs())
        .extracting(Ledger.Run::state)
        .containsExactly(RunState.SUCCEEDED, RunState.KILLED, RunState.SUCCEEDED);
    assertNothingIsLeftBehind();
  }

  /** A kill between a run's last row in the ledger and the removal of its marker, or in a write. */
  @Test
  void aMarkerOfARunThatEndedGoesAndSoDoWhatItStagedAndAHalfWrittenFile() throws IOException {
    AtomicFile.write(warehouse().unfinished(), "{}\n");
    Path staged = Files.createDirectories(warehouse().staging("killed", "tables"));
    Files.writeString(staged.resolve("part-0.parquet"), "rows");
    Files.createTempFile(warehouse().root(), ".current.json", ".tmp");
    assertThat(night().outcome()).isEqualTo(Outcome.UNCHANGED);
    assertNothingIsLeftBehind();
  }

  private void leaveUnfinished(LocalDate date) {
    AtomicFile.write(warehouse().unfinished(), "{}\n");
    ledger()
        .writeRuns(
            List.of(
                new Ledger.Run(
                    "killed",
                    date,
                    EVENING,
                    Optional.empty(),
                    RunState.RUNNING,
                    Optional.empty(),
                    Optional.empty(),
                    "{}")),
            "killed");
  }

  @Test
  void aClockThatWasSetBackDoesNotDisorderTheLedger() {
    write("landing/county/report/report_2025-H2_20251222.csv", HEADER + row("2025-H2", 600, 400));
    Clock early = Clock.fixed(EVENING.minusSeconds(3600), ZoneOffset.UTC);

    NightResult night = single(nights(workspace, Optional.of(DATE), Progress.none(), early));

    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(night.runId()).isGreaterThan(first.orElseThrow().runId());
    assertThat(ledger().deliveries(released()))
        .last()
        .extracting(Ledger.DeliveryEntry::file)
        .isEqualTo("county/report/report_2025-H2_20251222.csv");
  }

  @Test
  void aNightDoesNotGoBackInTime() {
    assertThatThrownBy(() -> nights(workspace, Optional.of(DATE.minusDays(1)), Progress.none()))
        .isInstanceOf(KaoheException.class)
        .hasMessageContaining("never goes back")
        .extracting(e -> ((KaoheException) e).code())
        .isEqualTo("K4004");
    assertNothingIsLeftBehind();
  }

  /** Without its rule, line 8 of the first half-year, 401 of 400 households, is the last word. */
  @Test
  void aChangedContractTypesItsDatasetAgainFromBronze() {
    assertThat(paid()).isEqualTo("200");
    Path contract = workspace.resolve("schemas/county/report.yaml");
    String before = read(contract);
    String after = before.replaceFirst("(?m)^ *- \\{name: paid_within_due.*\n", "");
    assertThat(after).hasSizeLessThan(before.length());
    write("schemas/county/report.yaml", after);

    NightResult night = night();

    assertThat(night.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(night.failures()).isEmpty();
    assertThat(night.stages())
        .extracting(Ledger.StageEntry::stage)
        .contains("silver.county_report")
        .doesNotContain("bronze.county_report");
    assertThat(night.effort().sparkCommits()).isBetween(5L, 2L + 9L);
    assertThat(paid()).isEqualTo("401");
    assertThat(contents().get("ops/quarantine"))
        .hasSize(3)
        .noneMatch(r -> r.contains("paid_within_due"));
    assertThat(Ledger.current(ledger().deliveries(released())).values())
        .extracting(
            Ledger.DeliveryEntry::delivered,
            Ledger.DeliveryEntry::accepted,
            Ledger.DeliveryEntry::superseded,
            Ledger.DeliveryEntry::quarantined)
        .containsExactlyInAnyOrder(Tuple.tuple(7L, 2L, 2L, 2L), Tuple.tuple(3L, 2L, 0L, 1L));
    assertThat(night().outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  /** Paid households of the first county in the first half-year. */
  private String paid() {
    return silver("county_report").stream()
        .filter(r -> r.required("county").equals("520901"))
        .filter(r -> r.required("half_year").equals("2025-H1"))
        .map(r -> String.valueOf(r.whole("households_paid").orElseThrow()))
        .collect(Collectors.joining(","));
  }

  @Test
  void aForgottenMemoryCostsTimeAndChangesNothing() throws IOException {
    Map<String, List<String>> before = contents();
    Files.delete(warehouse().state());
    assertThat(night().outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(released().id()).isEqualTo("R000002");
    assertThat(contents()).isEqualTo(before);
    assertThat(night().outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aRunDoesNotWriteOnceItsLockIsTaken() {
    Map<TableId, Long> versions = heads();
    Workspaces.deliverCorrection(workspace);
    Progress thief =
        (stage, status, detail, seconds) -> {
          if (stage.startsWith("bronze.")) {
            RunLock.write(
                warehouse().lock(),
                new RunLock.Holder("theirs", 7, 1, "elsewhere", EVENING, EVENING));
          }
        };
    assertThatThrownBy(() -> nights(workspace, Optional.of(DATE), thief))
        .isInstanceOf(KaoheException.class)
        .hasMessageContaining("lost the lock");
    assertThat(heads().get(SILVER)).isEqualTo(versions.get(SILVER));
    assertThat(released().id()).isEqualTo("R000001");
    assertThat(warehouse().lock()).content().contains("theirs");
  }

  @Test
  void aReleaseNamedByThePointerButGoneFromDiskIsNotWorkedAround() {
    warehouse().drop(TOTALS);
    assertThatThrownBy(this::night)
        .isInstanceOf(KaoheException.class)
        .hasMessageContaining("gold/scorecard");
  }

  private NightResult night() {
    return single(nights(workspace, Optional.of(DATE), Progress.none()));
  }

  private static NightResult single(List<NightResult> nights) {
    assertThat(nights).hasSize(1);
    return nights.get(0);
  }

  private static List<NightResult> nights(
      Path workspace, Optional<LocalDate> date, Progress progress) {
    return nights(
        workspace,
        date,
        progress,
        Clock.fixed(EVENING.plusSeconds(60L * MINUTES.getAndIncrement()), ZoneOffset.UTC));
  }

  private static List<NightResult> nights(
      Path workspace, Optional<LocalDate> date, Progress progress, Clock clock) {
    return new Nightly(
            Workspaces.load(workspace),
            clock,
            "test",
            Optional.of("a key of this test only"),
            progress)
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

  private Map<String, List<String>> contents() {
    return Contents.of(warehouse(), released());
  }

  private List<TableRow> silver(String dataset) {
    return new TableReader(warehouse()).list(TableId.silver(dataset), released(), List.of());
  }

  private Map<String, String> totals() {
    return totals(workspace);
  }

  /** Total by unit, as the README of the two counties has it. */
  private static Map<String, String> totals(Path workspace) {
    Warehouse warehouse = new Warehouse(workspace.resolve("warehouse"));
    Release release = new Pointer(warehouse).currentRelease().orElseThrow();
    return new TableReader(warehouse)
        .list(TOTALS, release, List.of()).stream()
            .filter(r -> r.required("section").equals("total"))
            .collect(
                Collectors.toMap(
                    r -> r.required("unit"),
                    r -> r.decimal("score").orElseThrow().setScale(2).toPlainString()));
  }

  private Map<String, DeliveryState> states() {
    Map<String, DeliveryState> states = new TreeMap<>();
    Ledger.current(ledger().deliveries(released()))
        .values()
        .forEach(e -> states.put(e.file(), e.state()));
    return states;
  }

  private void assertNothingIsLeftBehind() {
    assertThat(warehouse().lock()).doesNotExist();
    assertThat(warehouse().unfinished()).doesNotExist();
    assertThat(Contents.leftovers(workspace)).isEmpty();
  }

  private static String row(String halfYear, int due, int paid) {
    return "520901,%s,%d,%d,2400,14,500,470,100,90,5000,10,1%n".formatted(halfYear, due, paid);
  }

  private void write(String file, String text) {
    try {
      Files.createDirectories(workspace.resolve(file).getParent());
      Files.writeString(workspace.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
