package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.run.NightResult.Outcome;
import org.kaohe.stage.Progress;

/** Silence never pays (RULES R34–R36): who reports less never has more points or a better rank. */
class SilenceTest {
  private static final LocalDate DATE = LocalDate.of(2025, 4, 15);
  private static final long SEED = 20251201;

  @TempDir Path honest;
  @TempDir Path silent;

  /** What a unit came to. */
  private record Result(
      Map<String, BigDecimal> points, Optional<BigDecimal> score, Optional<Long> rank) {}

  private static Map<String, Result> results(Evenings workspace) {
    NightResult night = workspace.night(Optional.of(DATE), false, Progress.none());
    assertThat(night.outcome()).as(night.toString()).isEqualTo(Outcome.RELEASED);
    TableReader reader = new TableReader(workspace.warehouse());
    Map<String, Map<String, BigDecimal>> points = new HashMap<>();
    for (TableRow row :
        reader.list(TableId.gold("scorecard_line"), workspace.released(), List.of())) {
      if (row.required("period").equals("2025-Q1")) {
        row.decimal("points")
            .ifPresent(
                p ->
                    points
                        .computeIfAbsent(row.required("unit"), k -> new TreeMap<>())
                        .put(row.required("item"), p));
      }
    }
    Map<String, Result> results = new HashMap<>();
    for (TableRow row : reader.list(TableId.gold("scorecard"), workspace.released(), List.of())) {
      if (row.required("period").equals("2025-Q1") && row.required("section").equals("total")) {
        String unit = row.required("unit");
        results.put(
            unit,
            new Result(
                points.getOrDefault(unit, Map.of()), row.decimal("score"), row.whole("rank")));
      }
    }
    return results;
  }

  private static boolean better(Result without, Result with) {
    boolean points =
        without.points().entrySet().stream()
            .anyMatch(
                e ->
                    with.points().containsKey(e.getKey())
                        && e.getValue().compareTo(with.points().get(e.getKey())) > 0);
    boolean score =
        without.score().isPresent()
            && with.score().filter(s -> s.compareTo(without.score().get()) >= 0).isEmpty();
    boolean rank =
        without.rank().isPresent() && with.rank().filter(r -> r <= without.rank().get()).isEmpty();
    return points || score || rank;
  }

  private void neverPays(int classes) {
    List<String> changed = new ArrayList<>();
    assertThat(paid(new SilentReporters(classes, SEED), changed)).isEmpty();
    assertThat(changed).as("silences that are read by an item").hasSizeGreaterThan(classes / 4);
  }

  /**
   * Who is better off by its silence, and how.
   *
   * @param changed takes the units that their silence made any difference to
   */
  private List<String> paid(SilentReporters reporters, List<String> changed) {
    TestSpark.session();
    Evenings all = new Evenings(honest);
    reporters.definitions(all);
    reporters.deliver(all, false);
    Map<String, Result> told = results(all);
    Evenings less = new Evenings(silent);
    reporters.definitions(less);
    reporters.deliver(less, true);
    Map<String, Result> kept = results(less);

    List<String> paid = new ArrayList<>();
    for (int c = 0; c < reporters.classes(); c++) {
      String unit = SilentReporters.silent(c);
      Result with = Objects.requireNonNull(told.get(unit));
      Result without = Objects.requireNonNull(kept.get(unit));
      assertThat(with.score()).as(unit).isPresent();
      if (!with.equals(without)) {
        changed.add(unit);
      }
      if (better(without, with)) {
        paid.add("%s by %s: %s, told %s".formatted(unit, reporters.silence(c), without, with));
      }
    }
    return paid;
  }

  /** The proof that the search can fail: what is missing counts as if it were nothing. */
  @Test
  void whereAPartialValueIsScoredAsIfItWereWholeTheSearchFindsSilencesThatPay() {
    assertThat(paid(new SilentReporters(20, SEED, "partial: score"), new ArrayList<>()))
        .isNotEmpty();
  }

  @Test
  void whoLeavesOutWhatItOwesOrHasItRejectedIsNeverBetterOff() {
    neverPays(40);
  }

  @Test
  @Tag("slow")
  void andNeitherIsAnyoneOfManyMore() {
    neverPays(150);
  }

  @Test
  void aMonthThatTheProviderForAllKeepsBackGivesNobodyMore() {
    TestSpark.session();
    SilentReporters reporters = new SilentReporters(20, SEED);
    Evenings all = new Evenings(honest);
    reporters.definitions(all);
    reporters.deliver(all, false);
    Map<String, Result> told = results(all);
    Evenings less = new Evenings(silent);
    reporters.definitions(less);
    reporters.deliver(less, false);
    less.delete(SilentReporters.file("work_central_register", "2025-02"));
    less.delete(SilentReporters.file("work_central_return", "2025-03"));
    Map<String, Result> kept = results(less);

    assertThat(kept.keySet()).isEqualTo(told.keySet());
    assertThat(kept)
        .allSatisfy(
            (unit, without) ->
                assertThat(better(without, Objects.requireNonNull(told.get(unit)))).isFalse());
    assertThat(kept).isNotEqualTo(told);
  }
}
