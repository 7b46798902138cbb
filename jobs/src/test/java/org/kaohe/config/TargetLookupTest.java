package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Target.Operator;
import org.kaohe.config.TargetLookup.Reach;

class TargetLookupTest {
  private static final Reach RATE = new Reach(Progress.LEVEL, true);
  private static final Reach COUNT = new Reach(Progress.LEVEL, false);
  private static final Reach TOTAL = new Reach(Progress.CUMULATIVE_MONTHS, false);
  private static final Reach STOCK = new Reach(Progress.STOCK, false);

  private final List<Target> plans = new ArrayList<>();

  private void plan(String unit, String period, String value) {
    plans.add(
        new Target(
            "X",
            unit,
            Period.parse(period).orElseThrow(),
            TargetLookup.TARGET,
            Operator.REACH,
            Optional.of(new BigDecimal(value)),
            Optional.empty(),
            Optional.empty(),
            "",
            Optional.empty(),
            "",
            Path.of("conf", "targets", "t.csv"),
            plans.size() + 2));
  }

  private String found(Reach reach, String period, String... chain) {
    return TargetLookup.of(plans, Path.of(""))
        .find("X", reach, List.of(chain), Period.parse(period).orElseThrow(), TargetLookup.TARGET)
        .map(t -> t.unit() + " " + t.period().text() + " " + t.goal().number())
        .orElse("none");
  }

  @Test
  void aRateIsInheritedFromTheNearestUnitAboveAndACountIsNot() {
    plan("province", "2025", "60");
    plan("prefecture", "2025", "65");
    assertThat(found(RATE, "2025", "county", "prefecture", "province"))
        .isEqualTo("prefecture 2025 65");
    assertThat(found(COUNT, "2025", "county", "prefecture", "province")).isEqualTo("none");
  }

  @Test
  void theUnitsOwnTargetGoesBeforeAnyAbove() {
    plan("province", "2025-Q1", "60");
    plan("county", "2025", "55");
    assertThat(found(RATE, "2025-Q1", "county", "province")).isEqualTo("county 2025 55");
  }

  @Test
  void theShortestPeriodThatMayStandForTheCellsOwnStands() {
    plan("county", "2025", "55");
    plan("county", "2025-H1", "50");
    plan("county", "2025-Q2", "52");
    assertThat(found(RATE, "2025-Q1", "county")).isEqualTo("county 2025-H1 50");
    assertThat(found(RATE, "2025-Q2", "county")).isEqualTo("county 2025-Q2 52");
  }

  @Test
  void aRunningTotalRunsTowardsThePeriodThatBeginsWhereItBegins() {
    plan("county", "2025", "120");
    assertThat(found(TOTAL, "2025-01..05", "county")).isEqualTo("county 2025 120");
    assertThat(found(TOTAL, "2025-Q2", "county")).isEqualTo("none");
    assertThat(found(TOTAL, "2025-05", "county")).isEqualTo("none");
  }

  @Test
  void theYearsTargetOfAStockStandsForItsQuartersAndThatOfACountDoesNot() {
    plan("county", "2025", "120");
    assertThat(found(STOCK, "2025-Q2", "county")).isEqualTo("county 2025 120");
    assertThat(found(COUNT, "2025-Q2", "county")).isEqualTo("none");
  }

  @Test
  void whatComesWithTheFigureIsNearerThanAnyPlan() {
    plan("county", "2025", "120");
    StandingTarget delivered =
        new StandingTarget(
            "county",
            Period.year(2025),
            new TargetValue.Bound(Operator.REACH, BigDecimal.TEN),
            "delivery d:2");
    assertThat(
            TargetLookup.of(plans, Path.of(""))
                .delivered("X", List.of(delivered))
                .find("X", COUNT, List.of("county"), Period.year(2025), TargetLookup.TARGET))
        .contains(delivered);
  }
}
