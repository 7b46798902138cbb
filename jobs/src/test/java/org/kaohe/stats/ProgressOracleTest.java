package org.kaohe.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.stats.Oracle.assertClose;
import static org.kaohe.stats.Oracle.number;
import static org.kaohe.stats.Oracle.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kaohe.stats.Progress.Note;
import org.kaohe.stats.Progress.Status;
import org.kaohe.stats.ProgressMeasure.Goal;

class ProgressOracleTest {
  private static final int BASE_YEAR = 2015;
  private static final int TARGET_YEAR = 2030;
  private static final Pattern SERIES =
      Pattern.compile("(.+)>(.+)\\|target=(.+)\\|(.+)\\|limit=(.+)");

  static Stream<Map<String, String>> series() {
    return Oracle.rows("cagr_progress/series_expected.csv");
  }

  static Stream<Map<String, String>> means() {
    return Oracle.rows("cagr_progress/indicator_mean_expected.csv");
  }

  static Stream<Map<String, String>> scores() {
    return Oracle.rows("cagr_progress/status_from_score.csv");
  }

  static Stream<Map<String, String>> canada() {
    return Oracle.published("canada-cif/expected_components.csv")
        .filter(row -> !text(row, "base_value").isEmpty());
  }

  @ParameterizedTest
  @MethodSource("series")
  void seriesAgreeWithTheReference(Map<String, String> row) {
    NavigableMap<Integer, Double> values = points(text(row, "points"));
    Goal goal =
        new Goal(
            text(row, "direction").equals("positive"),
            year(text(row, "base_year_cfg"), BASE_YEAR),
            given(row, "target"),
            year(text(row, "target_year_cfg"), TARGET_YEAR),
            given(row, "limit"));
    Estimate<Progress> found = ProgressMeasure.of(values, goal);
    String status = text(row, "status");
    boolean signs =
        goal.target().isPresent()
            && !values.tailMap(goal.baseYear(), true).isEmpty()
            && values.tailMap(goal.baseYear(), true).firstEntry().getValue() * goal.end() < 0;
    if (status.startsWith("EXCEPTION")
        || status.equals("not_available")
        // The reference takes the root of a negative number here and reports its real part.
        || (signs && !status.equals("target_achieved"))) {
      assertThat(found.why()).isPresent();
      return;
    }
    Progress progress = found.found().orElseThrow();
    assertThat(word(progress.status())).isEqualTo(status);
    assertClose("score", progress.score(), number(row, "score"));
    double value = number(row, "progress_value");
    if (Double.isFinite(value) && !signs) {
      assertClose("value", progress.measure().found().orElseThrow(), value);
    } else {
      assertThat(progress.measure().why()).isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("means")
  void indicatorsAreTheMeanOfTheirSeries(Map<String, String> row) {
    List<Estimate<Progress>> series = new ArrayList<>();
    String column = "series(base2015>value2020|target|direction|limit)";
    for (String part : text(row, column).split(";", -1)) {
      Matcher m = SERIES.matcher(part);
      assertThat(m.matches()).isTrue();
      Goal goal =
          new Goal(
              m.group(4).equals("positive"),
              BASE_YEAR,
              given(m.group(3)),
              TARGET_YEAR,
              given(m.group(5)));
      series.add(
          ProgressMeasure.of(
              new TreeMap<>(
                  Map.of(2015, Oracle.number(m.group(1)), 2020, Oracle.number(m.group(2)))),
              goal));
    }
    String score = text(row, "indicator_score");
    if (score.isEmpty()) {
      assertThat(ProgressMeasure.mean(series).why()).isPresent();
      return;
    }
    assertClose("score", ProgressMeasure.mean(series).found().orElseThrow(), Oracle.number(score));
    assertThat(ProgressMeasure.status(series).map(ProgressOracleTest::word))
        .isEqualTo(Estimate.of(text(row, "indicator_status")));
  }

  @ParameterizedTest
  @MethodSource("scores")
  void scoresHaveTheStatusOfTheReference(Map<String, String> row) {
    String status = text(row, "status");
    if (text(row, "score").isEmpty() || status.isEmpty()) {
      // No score, or one outside -5 to 5, has no status there and is never asked here.
      return;
    }
    Status found = Status.of(number(row, "score"), text(row, "target_achieved").equals("True"));
    assertThat(word(found)).isEqualTo(status);
  }

  /** From the published base and current values alone, without the data behind them. */
  @ParameterizedTest
  @MethodSource("canada")
  void canadasPublishedProgressIsReproduced(Map<String, String> row) {
    NavigableMap<Integer, Double> values = new TreeMap<>();
    values.put((int) number(row, "current_year"), number(row, "current_value"));
    values.put((int) number(row, "base_year"), number(row, "base_value"));
    Goal goal =
        new Goal(
            number(row, "direction") > 0,
            (int) number(row, "base_year"),
            given(row, "target"),
            (int) number(row, "target_year"),
            given(row, "limit"));
    Estimate<Progress> found = ProgressMeasure.of(values, goal);
    if (text(row, "status").equals("not_available")) {
      assertThat(found.why()).isPresent();
      return;
    }
    Progress progress = found.found().orElseThrow();
    assertThat(word(progress.status())).isEqualTo(text(row, "status"));
    assertClose("score", progress.score(), number(row, "score"));
    assertClose("value", progress.measure().found().orElseThrow(), number(row, "progress_value"));
  }

  @Test
  void specialCasesAreNamed() {
    Goal ninety = new Goal(true, 2015, OptionalDouble.of(90), 2030, OptionalDouble.empty());
    assertThat(progress(ninety, 95, 85).notes()).contains(Note.MET_AT_BASE, Note.LOST_AGAIN);
    assertThat(progress(ninety, 90, 85).notes())
        .contains(Note.TARGET_EQUALS_BASE, Note.LOST_AGAIN, Note.TWO_POINTS);
    assertThat(progress(ninety, 0, 85).notes()).contains(Note.ZERO_REPLACED);
    assertThat(progress(ninety, 50, 60).notes()).containsExactly(Note.TWO_POINTS);
    // Met by the only value there is: achieved, though nothing can be said of growth.
    Progress alone =
        ProgressMeasure.of(new TreeMap<>(Map.of(2015, 95.0)), ninety).found().orElseThrow();
    assertThat(alone.status()).isEqualTo(Status.TARGET_ACHIEVED);
    assertThat(alone.measure().why()).contains(NoEstimate.TOO_FEW_POINTS);
  }

  @Test
  void theStraightPathHasHalfOfItsChangeAtHalfTime() {
    TargetPath path = new TargetPath(20, 10, 2020, 2030);
    assertThat(path.expected(2025)).isEqualTo(Estimate.of(15.0));
    assertThat(path.expected(2019)).isEqualTo(Estimate.of(20.0));
    assertThat(path.percentOfTargetedChange(18, Polarity.LOWER)).isEqualTo(Estimate.of(20.0));
    assertThat(path.percentOfTargetedChange(21, Polarity.LOWER)).isEqualTo(Estimate.of(-10.0));
    assertThat(path.percentOfTargetedChange(5, Polarity.LOWER)).isEqualTo(Estimate.of(150.0));
    assertThat(path.percentOfTargetedChange(5, Polarity.HIGHER).why())
        .contains(NoEstimate.TARGET_ON_WRONG_SIDE);
    assertThat(new TargetPath(5, 5, 0, 1).percentOfTargetedChange(6, Polarity.HIGHER).why())
        .contains(NoEstimate.TARGET_EQUALS_BASE);
    assertThat(new TargetPath(5, 6, 1, 1).expected(1).why())
        .contains(NoEstimate.TARGET_NOT_AFTER_BASE);
  }

  private static Progress progress(Goal goal, double base, double current) {
    return ProgressMeasure.of(new TreeMap<>(Map.of(2015, base, 2020, current)), goal)
        .found()
        .orElseThrow();
  }

  private static NavigableMap<Integer, Double> points(String text) {
    NavigableMap<Integer, Double> points = new TreeMap<>();
    Arrays.stream(text.split(";", -1))
        .map(point -> point.split(":", -1))
        .filter(point -> point.length == 2 && !Double.isNaN(Oracle.number(point[1])))
        .forEach(point -> points.put(Integer.parseInt(point[0]), Oracle.number(point[1])));
    return points;
  }

  private static int year(String text, int otherwise) {
    return text.isEmpty() ? otherwise : (int) Double.parseDouble(text);
  }

  private static OptionalDouble given(Map<String, String> row, String column) {
    return given(text(row, column));
  }

  private static OptionalDouble given(String text) {
    return text.isEmpty() || text.equals("None")
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(text));
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
