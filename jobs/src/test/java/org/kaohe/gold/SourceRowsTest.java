package org.kaohe.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.gold.Workspace.count;
import static org.kaohe.gold.Workspace.indicator;
import static org.kaohe.gold.Workspace.part;
import static org.kaohe.gold.Workspace.placed;
import static org.kaohe.gold.Workspace.ratio;
import static org.kaohe.gold.Workspace.single;
import static org.kaohe.gold.Workspace.where;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.config.Contract;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.delta.Release;
import org.kaohe.gold.SourceRows.Key;
import org.kaohe.gold.SourceRows.Line;

/** The rows that explain lists are those that the measures counted. */
class SourceRowsTest {
  @TempDir Path folder;

  private Workspace areas() {
    return new Workspace(folder).unit("P", "").unit("A", "P").unit("B", "P").on("2025-06-30");
  }

  @Test
  void everySourceHasAsManyRowsAsItCountsForEveryKindOfPart() {
    Workspace w =
        areas()
            .dataset(
                "death",
                "day",
                "area",
                "id text",
                "day date",
                "area text",
                "home text",
                "seen date",
                "age whole",
                "who text",
                "kg decimal(12,3)")
            .silver(
                "death",
                "d1",
                "1,2025-01-10,A,B,2025-02-01,3,x,5",
                "2,2025-01-30,A,A,2025-01-31,900,x,7.5",
                "3,2025-01-30,A,B,,1,y,",
                "4,2025-01-31,B,B,2025-02-02,2,,1")
            .silver("death", "d2", "5,2025-01-30,A,,2025-03-01,4,z,2", "6,2025-02-02,Q,A,,,y,3")
            .indicator(
                indicator(
                    "RATE",
                    ratio(
                        where(placed(count("death"), "home", "seen"), "age < 365"),
                        count("death"),
                        1000)))
            .indicator(indicator("SUM", single(part("death", Aggregate.SUM, "kg"))))
            .indicator(
                indicator("LAST", single(where(part("death", Aggregate.LAST, "kg"), "age < 365"))))
            .indicator(indicator("WHO", single(part("death", Aggregate.DISTINCT, "who"))))
            .indicator(
                indicator("GIVEN", single(where(part("death", Aggregate.GIVEN, "kg"), "age = 2"))))
            .view(
                "by_home",
                "SELECT home AS unit, substr(cast(day AS STRING), 1, 7) AS period, age,"
                    + " concat(_delivery, ':', _line) AS _ref FROM death WHERE home IS NOT NULL",
                "death")
            .indicator(indicator("VIEW", single(where(count("by_home"), "age > 1"))));
    w.run();

    Map<Key, Long> counted = counted(w);
    Map<Key, Long> listed = new TreeMap<>(java.util.Comparator.comparing(Key::toString));
    lines(w, release(w), counted.keySet()).forEach(l -> listed.merge(l.key(), 1L, Long::sum));

    assertThat(listed).containsExactlyInAnyOrderEntriesOf(counted);
    assertThat(counted.keySet().stream().map(Key::part).distinct())
        .containsExactlyInAnyOrder(
            "RATE.numerator",
            "RATE.denominator",
            "SUM.value",
            "LAST.value",
            "WHO.value",
            "GIVEN.value",
            "VIEW.value");
  }

  @Test
  void aRowBringsItsLineAndItsTextAsKept() {
    Workspace w = stock().bronze("stock", "d1", "1,2025-01-10,A,900", "2,2025-01-30,A,100.5");
    w.run();

    List<Line> lines = lines(w, release(w), counted(w).keySet());

    // Of a stock only the unit's last day is counted: line 3, the second record.
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).key()).isEqualTo(new Key("KG.value", "A", "2025-01", "d1"));
    assertThat(lines.get(0).line()).isEqualTo(3);
    assertThat(lines.get(0).record()).contains("2,2025-01-30,A,100.5");
  }

  @Test
  void aReleaseIsReadAtItsOwnVersions() {
    Workspace w = stock();
    w.run();
    Release then = release(w);
    Set<Key> keys = counted(w).keySet();
    w.silver("stock", "d2", "3,2025-01-31,A,7").run();

    assertThat(lines(w, then, keys)).extracting(Line::line).containsExactly(3L);
    assertThat(lines(w, release(w), counted(w).keySet()))
        .extracting(l -> l.key().delivery())
        .containsExactly("d2");
  }

  @Test
  void rowsOfRatingsAreNotShownNeitherOfAViewOverThem() {
    Workspace w =
        areas()
            .dataset("ballot", "month", "area", "id text", "month period", "area text", "v whole")
            .role("ballot", Contract.Role.RATING)
            .silver("ballot", "b1", "1,2025-01,A,4", "2,2025-01,A,5")
            .view(
                "ballots",
                "SELECT area AS unit, month AS period, concat(_delivery, ':', _line) AS _ref"
                    + " FROM ballot",
                "ballot")
            .indicator(indicator("BAL", single(count("ballot"))))
            .indicator(indicator("VIEW", single(count("ballots"))));
    w.run();

    assertThat(counted(w)).hasSize(2).containsValue(2L);
    assertThat(lines(w, release(w), counted(w).keySet())).isEmpty();
    assertThat(SourceRows.confidential(w.definitions(), "ballots")).isTrue();
    assertThat(w.table(MeasureStage.SOURCE).select("lines").as(Encoders.STRING()).collectAsList())
        .hasSize(2)
        .containsOnly("");
  }

  private Workspace stock() {
    return areas()
        .dataset("stock", "day", "area", "id text", "day date", "area text", "kg decimal(12,3)")
        .silver("stock", "d1", "1,2025-01-10,A,900", "2,2025-01-30,A,100.5")
        .indicator(indicator("KG", single(part("stock", Aggregate.LAST, "kg"))));
  }

  private static List<Line> lines(Workspace w, Release release, Set<Key> keys) {
    return SourceRows.of(TestSpark.session(), w.warehouse(), w.definitions(), release, keys);
  }

  /** What the measures say: rows by key. */
  private static Map<Key, Long> counted(Workspace w) {
    return w.table(MeasureStage.SOURCE).collectAsList().stream()
        .collect(
            Collectors.toMap(
                r ->
                    new Key(
                        r.getAs("part"), r.getAs("unit"), r.getAs("period"), r.getAs("delivery")),
                r -> r.getAs("rows")));
  }

  private static Release release(Workspace w) {
    return new Release(
        "R000001",
        "run",
        LocalDate.parse("2025-06-30"),
        Instant.EPOCH,
        w.warehouse().tables().stream().collect(Collectors.toMap(t -> t, w.warehouse()::version)));
  }
}
