package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kaohe.run.Evenings.FOLDER;
import static org.kaohe.run.Evenings.HEADER;
import static org.kaohe.run.Evenings.row;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.TableId;
import org.kaohe.error.KaoheException;
import org.kaohe.run.NightResult.Outcome;
import org.kaohe.stage.Progress;

/** A date that no night can follow is not released by a slip, and there is a way back (J16). */
class RollbackTest {
  private static final LocalDate FUTURE = LocalDate.of(2027, 12, 31);
  private static final LocalDate NEXT = LocalDate.of(2026, 1, 5);

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

  private NightResult night(LocalDate date, boolean allowFuture) {
    return evenings.night(Optional.of(date), allowFuture, Progress.none());
  }

  private static String code(Throwable e) {
    return ((KaoheException) e).code();
  }

  @Test
  void aDateAfterTodayIsRefusedUnlessItIsMeant() {
    assertThatThrownBy(() -> night(FUTURE, false))
        .hasMessageContaining("--allow-future")
        .extracting(RollbackTest::code)
        .isEqualTo("K4010");
    // Today in Shanghai is no future.
    assertThat(night(LocalDate.of(2026, 1, 5), false).outcome()).isEqualTo(Outcome.RELEASED);
    // The project's own date is asked like any other.
    Nightly early =
        new Nightly(
            evenings.definitions(),
            Clock.fixed(Instant.parse("2025-12-01T00:00:00Z"), ZoneOffset.UTC),
            "test",
            Optional.of("a key of this test only"),
            Progress.none());
    assertThatThrownBy(() -> early.run(Optional.empty(), Selection.ALL, false))
        .extracting(RollbackTest::code)
        .isEqualTo("K4010");
  }

  @Test
  void afterARollbackReadersSeeTheEarlierReleaseAndNightsWaitForPublish() {
    Map<String, List<String>> before = evenings.results();
    evenings.write(
        FOLDER + "report_2025-H2_20251223.csv", HEADER + row("520901", "2025-H2", 600, 80));
    assertThat(night(FUTURE, true).outcome()).isEqualTo(Outcome.RELEASED);
    assertThatThrownBy(() -> night(NEXT, false))
        .hasMessageContaining("kaohe rollback")
        .extracting(RollbackTest::code)
        .isEqualTo("K4004");

    evenings.operator().rollback("R000001", "a slip", Optional.of(evenings.definitions()));

    assertThat(evenings.released().id()).isEqualTo("R000001");
    assertThat(evenings.results()).isEqualTo(before);
    assertThat(evenings.read("site/release.json")).contains("R000001");
    assertThatThrownBy(() -> night(NEXT, false))
        .hasMessageContaining("kaohe publish")
        .hasMessageContaining("a slip")
        .extracting(RollbackTest::code)
        .isEqualTo("K4014");

    evenings.operator().publish("checked", Optional.of(evenings.definitions()));
    NightResult next = night(NEXT, false);

    assertThat(next.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(next.failures()).isEmpty();
    assertThat(evenings.released().id()).isEqualTo("R000003");
    assertThat(evenings.released().businessDate()).isEqualTo(NEXT);
    assertThat(evenings.results()).isEqualTo(cold());
    assertThat(new Decisions(evenings.warehouse(), reader()).all())
        .extracting(Decision::kind, Decision::subject, Decision::by, Decision::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Decision.Kind.ROLLBACK, "R000001", "tester", "a slip"),
            org.assertj.core.groups.Tuple.tuple(
                Decision.Kind.PUBLISH, "R000001", "tester", "checked"));
  }

  private org.kaohe.delta.TableReader reader() {
    return new org.kaohe.delta.TableReader(evenings.warehouse());
  }

  /** The same landing folder, taken in by a warehouse that has never seen it. */
  private Map<String, List<String>> cold() {
    Path fresh = workspace.resolve("fresh");
    for (String part : List.of("conf", "schemas", "landing")) {
      Workspaces.copy(workspace.resolve(part), fresh.resolve(part));
    }
    Evenings cold = new Evenings(fresh);
    cold.night(Optional.of(NEXT), false, Progress.none());
    return cold.results();
  }

  /** Recorded and not done, and done without the pages: each is made whole by what comes next. */
  @Test
  void aRollbackThatIsStoppedInBetweenIsMadeWhole() {
    assertThat(night(NEXT, false).outcome()).isEqualTo(Outcome.RELEASED);
    // The pages have not followed, because the definitions had errors or somebody pulled the plug.
    evenings.operator().rollback("R000001", "a test", Optional.empty());
    assertThat(evenings.read("site/release.json")).contains("R000002");
    assertThatThrownBy(() -> night(NEXT, false)).extracting(RollbackTest::code).isEqualTo("K4014");
    assertThat(evenings.read("site/release.json")).contains("R000001");
    // Forward again, which is an earlier release as well as any.
    evenings.operator().rollback("R000002", "it was right", Optional.empty());
    evenings.operator().publish("it was right", Optional.of(evenings.definitions()));
    assertThat(evenings.read("site/release.json")).contains("R000002");
    assertThat(night(NEXT, false).failures()).isEmpty();
  }

  @Test
  @Tag("slow")
  void aNightKilledAfterPublishIsDoneByTheNext() {
    evenings.write(
        FOLDER + "report_2025-H2_20251223.csv", HEADER + row("520901", "2025-H2", 600, 80));
    night(FUTURE, true);
    evenings.operator().rollback("R000001", "a slip", Optional.of(evenings.definitions()));
    evenings.operator().publish("checked", Optional.empty());
    for (String stage : List.of("put-back", "release")) {
      Progress killing =
          (at, status, detail, seconds) -> {
            if (at.equals(stage)) {
              throw new AssertionError("killed");
            }
          };
      assertThatThrownBy(() -> evenings.night(Optional.of(NEXT), false, killing))
          .hasMessage("killed");
    }
    assertThat(night(NEXT, false).failures()).isEmpty();
    assertThat(evenings.results()).isEqualTo(cold());
  }

  /** A run of the future that was killed is not finished by a night that knows nothing of it. */
  @Test
  @Tag("slow")
  void aKilledNightOfTheFutureIsNotFinishedByTheNext() {
    evenings.write(
        "conf/project.yaml",
        evenings.read("conf/project.yaml").replaceFirst("(?m)^business-date: .*\n", ""));
    Progress killing =
        (at, status, detail, seconds) -> {
          if (at.equals("scorecard")) {
            throw new AssertionError("killed");
          }
        };
    assertThatThrownBy(() -> evenings.night(Optional.of(FUTURE), true, killing))
        .hasMessage("killed");
    NightResult next = evenings.night(Optional.empty(), false, Progress.none());
    assertThat(next.businessDate()).isEqualTo(LocalDate.of(2026, 1, 4));
    assertThat(evenings.released().businessDate()).isEqualTo(LocalDate.of(2026, 1, 4));
  }

  @Test
  void onlyAReleaseThatIsThereAndNotCurrentCanBeGoneBackTo() {
    assertThatThrownBy(() -> evenings.operator().rollback("R000009", "x", Optional.empty()))
        .hasMessageContaining("R000001 for 2025-12-31")
        .extracting(RollbackTest::code)
        .isEqualTo("K4011");
    assertThatThrownBy(() -> evenings.operator().rollback("R000001", "x", Optional.empty()))
        .extracting(RollbackTest::code)
        .isEqualTo("K4012");
    assertThat(new Pointer(evenings.warehouse()).hold()).isEmpty();
  }

  /**
   * What a release lacks is dropped by the next night, and made anew: the version numbers of the
   * release that was left mean other rows from then on.
   */
  @Test
  @Tag("slow")
  void aReleaseWhoseTablesWereMadeAnewIsGone() {
    Workspaces.addDepartment(workspace, "town");
    evenings.write(
        "landing/town/report/report_2025-H2_20251221.csv",
        HEADER + row("520901", "2025-H2", 600, 300));
    assertThat(evenings.night().failures()).isEmpty();
    evenings.operator().rollback("R000001", "a test", Optional.empty());
    evenings.operator().publish("go on", Optional.empty());
    evenings.write(
        "landing/town/report/report_2025-H2_20251221.csv",
        HEADER + row("520901", "2025-H2", 600, 299));
    assertThat(evenings.night().failures()).isEmpty();
    assertThat(evenings.warehouse().version(TableId.silver("town_report"))).isZero();

    assertThatThrownBy(() -> evenings.operator().rollback("R000002", "x", Optional.empty()))
        .hasMessageContaining("silver/town_report")
        .extracting(RollbackTest::code)
        .isEqualTo("K4013");
  }
}
