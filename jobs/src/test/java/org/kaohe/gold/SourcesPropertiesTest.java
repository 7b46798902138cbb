package org.kaohe.gold;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Indicator.Interval;
import org.kaohe.config.Indicator.Progress;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.TargetLookup;
import org.kaohe.gold.SeriesSpec.PartSpec;
import org.kaohe.gold.SeriesSpec.Version;

/**
 * For any tree, any mixture of grains, any gaps, refusals and kinds of part: the sources of a cell
 * add up to its numbers (R41), and a unit is the sum of what those below it show and of what was
 * delivered for itself (R37).
 */
class SourcesPropertiesTest {
  private static final LocalDate DATE = LocalDate.of(2025, 8, 20);
  private static final List<String> PERIODS =
      List.of(
          "2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08",
          "2025-Q1", "2025-Q2", "2025-H1");

  /** Three levels; some leaves hang from the top itself. */
  private static Map<String, Place> tree(Random random) {
    Map<String, Place> places = new TreeMap<>();
    places.put("P", new Place("P", "province", Set.of("area"), null, null, List.of("P")));
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      String city = "C" + i;
      places.put(city, new Place(city, "city", Set.of("area"), null, null, List.of(city, "P")));
      for (int j = 0; j < 1 + random.nextInt(3); j++) {
        String leaf = city + j;
        List<String> chain = random.nextInt(6) == 0 ? List.of(leaf, "P") : List.of(leaf, city, "P");
        places.put(
            leaf,
            new Place(
                leaf,
                "county",
                Set.of("area"),
                random.nextInt(8) == 0 ? LocalDate.of(2025, 3, 1) : null,
                random.nextInt(8) == 0 ? LocalDate.of(2025, 6, 30) : null,
                chain));
      }
    }
    return places;
  }

  private static PartSpec part(
      Random random, String role, Map<String, Place> places, List<Observation> rows) {
    Aggregate aggregate =
        List.of(Aggregate.SUM, Aggregate.COUNT, Aggregate.LAST, Aggregate.GIVEN)
            .get(random.nextInt(4));
    boolean hold = aggregate == Aggregate.LAST && random.nextBoolean();
    boolean each = random.nextBoolean();
    String kind = random.nextInt(4) == 0 ? "city" : "county";
    Months months = new Months();
    Set<Period> coarse = new HashSet<>();
    Map<String, Reported.Own> units = new HashMap<>();
    Set<String> expected = new HashSet<>();
    for (Place place : places.values()) {
      // Now and then a unit of the level above has rows of its own as well.
      boolean reports = place.kind().equals(kind) || random.nextInt(8) == 0;
      Reported.Own own = new Reported.Own(new Months(), new HashSet<>(), new Months());
      units.put(place.unit(), own);
      if (!reports) {
        continue;
      }
      if (place.kind().equals(kind)) {
        expected.add(place.unit());
      }
      for (String text : PERIODS) {
        Period period = Period.parse(text).orElseThrow();
        boolean month = period.kind() == PeriodKind.MONTH;
        if (random.nextInt(month ? 3 : 6) > 0 == month && place.existed(period)) {
          rows.add(observation(random, role, place.unit(), period));
          if (month) {
            own.months().add(period);
            months.add(period);
          } else {
            own.coarse().add(period);
            coarse.add(period);
          }
        } else if (random.nextInt(6) == 0) {
          own.rejected().add(period);
        } else if (month && random.nextInt(3) == 0) {
          // Delivered, with nothing to tell.
          own.months().add(period);
        }
      }
    }
    return new PartSpec(
        "I." + role,
        role,
        aggregate,
        true,
        hold,
        new Reported(
            each, months, coarse, units, new Months(), each ? expected : Set.of(), Set.of("P")),
        false);
  }

  private static Observation observation(Random random, String role, String unit, Period period) {
    int chance = random.nextInt(12);
    return new Observation(
        "I." + role,
        unit,
        period,
        chance == 0
            ? Optional.empty()
            : Optional.of(BigDecimal.valueOf(random.nextInt(900) - 100, 2)),
        1,
        chance == 1 ? 1 : 0,
        Optional.empty());
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void sourcesAddUpToNumbersAndUnitsToTheUnitAbove(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, Place> places = tree(random);
    List<Observation> rows = new ArrayList<>();
    List<PartSpec> parts = new ArrayList<>();
    boolean ratio = random.nextBoolean();
    parts.add(part(random, ratio ? "numerator" : "value", places, rows));
    if (ratio) {
      parts.add(part(random, "denominator", places, rows));
    }
    SeriesSpec spec =
        new SeriesSpec(
            "I",
            "piece",
            Direction.HIGHER,
            2,
            PeriodKind.MONTH,
            Progress.LEVEL,
            List.of(
                new Version(
                    LocalDate.of(2020, 1, 1),
                    parts,
                    1,
                    BigDecimal.ONE,
                    BigDecimal.ONE,
                    Interval.NONE,
                    null)));
    TreeCells series = new TreeCells(spec, places, DATE, rows, new TargetLookup(Map.of()));
    Map<String, Cell> cells = new HashMap<>();
    series.of(places.keySet()).forEach(c -> cells.put(c.unit() + " " + c.period().text(), c));
    assertThat(series.failures()).isEmpty();
    for (Cell cell : cells.values()) {
      for (int i = 0; i < parts.size(); i++) {
        String as =
            "%s %s %s of %s".formatted(cell.unit(), cell.period().text(), parts.get(i), seed);
        Optional<BigDecimal> stated = number(cell, i);
        assertThat(sum(cell, parts.get(i).id()))
            .as(as)
            .isEqualByComparingTo(stated.orElse(BigDecimal.ZERO));
        int at = i;
        stated.ifPresent(
            n -> assertThat(n).as(as).isEqualByComparingTo(below(cell, cells, places, parts, at)));
      }
    }
  }

  /** What the units next below show, and what the cell has from elsewhere. */
  private static BigDecimal below(
      Cell cell,
      Map<String, Cell> cells,
      Map<String, Place> places,
      List<PartSpec> parts,
      int part) {
    BigDecimal sum = BigDecimal.ZERO;
    Set<String> shown = new HashSet<>();
    for (Place place : places.values()) {
      Cell child = cells.get(place.unit() + " " + cell.period().text());
      boolean next = place.chain().size() > 1 && place.chain().get(1).equals(cell.unit());
      if (next && child != null && number(child, part).isPresent()) {
        sum = sum.add(number(child, part).orElseThrow());
        shown.add(place.unit());
      }
    }
    for (CellSource source : cell.sources()) {
      List<String> chain = java.util.Objects.requireNonNull(places.get(source.unit())).chain();
      if (source.part().equals(parts.get(part).id()) && chain.stream().noneMatch(shown::contains)) {
        sum = sum.add(source.value().orElseThrow());
      }
    }
    return sum;
  }

  private static Optional<BigDecimal> number(Cell cell, int part) {
    return part == 0 ? cell.numerator() : cell.denominator();
  }

  private static BigDecimal sum(Cell cell, String part) {
    return cell.sources().stream()
        .filter(s -> s.part().equals(part))
        .flatMap(s -> s.value().stream())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
