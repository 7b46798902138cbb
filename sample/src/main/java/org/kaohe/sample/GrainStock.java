package org.kaohe.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kaohe.sample.Event.Book;
import org.kaohe.sample.SampleUnits.SampleUnit;

/** What moved in and out of every position, and the monthly books of it. */
final class GrainStock {
  private static final YearMonth BEFORE = YearMonth.of(2023, 12);

  /** Kilograms in and out of a position by month. */
  private final Map<String, Map<YearMonth, BigDecimal[]>> moves = new HashMap<>();

  /**
   * @param side 0 in, 1 out
   */
  void move(String position, YearMonth month, int side, BigDecimal kilograms) {
    BigDecimal[] sides =
        moves.computeIfAbsent(position, p -> new HashMap<>()).computeIfAbsent(month, m -> none());
    sides[side] = sides[side].add(kilograms);
  }

  /** What lay there before the sample begins, unless something moved already. */
  void startWith(String position, BigDecimal kilograms) {
    if (!moves.containsKey(position)) {
      move(position, BEFORE, 0, kilograms);
    }
  }

  BigDecimal balance(String position) {
    BigDecimal sum = BigDecimal.ZERO;
    for (BigDecimal[] sides : moves.getOrDefault(position, Map.of()).values()) {
      sum = sum.add(sides[0]).subtract(sides[1]);
    }
    return sum;
  }

  private BigDecimal[] sides(String position, YearMonth month) {
    return moves.getOrDefault(position, Map.of()).getOrDefault(month, none());
  }

  private static BigDecimal[] none() {
    return new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO};
  }

  void books(DeliveryWriter out, List<SampleUnit> depots, int positions, SeededRandom random) {
    Map<String, BigDecimal> opening = new HashMap<>();
    moves.keySet().forEach(p -> opening.put(p, sides(p, BEFORE)[0]));
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile file = out.file("grain_month_stock", month, 8);
      for (SampleUnit depot : depots) {
        for (int p = 0; p < positions; p++) {
          String position = Grain.positionCode(depot, p);
          BigDecimal open = opening.getOrDefault(position, BigDecimal.ZERO);
          BigDecimal[] sides = sides(position, month);
          BigDecimal close = open.add(sides[0]).subtract(sides[1]);
          file.row(new Book(depot.code(), month, close))
              .with("position", position)
              .with("variety", Grain.oil(p) ? Grain.RAPESEED : Grain.RICE)
              .with("period", month.getYear() == 2024 ? month : SampleYears.compact(month))
              .with("company", depot.code())
              .with("opening_kg", open)
              .with("income_kg", sides[0])
              .with("outgo_kg", sides[1])
              .with("closing_kg", close);
          opening.put(position, close);
        }
      }
      LocalDate late = SampleYears.issued(month, 20);
      if (late.isBefore(SampleYears.LAST_DAY)) {
        DeliveredRow unbalanced = random.any(file.rows);
        out.later(file, late).add(unbalanced.again());
        BigDecimal closing = new BigDecimal(unbalanced.get("closing_kg"));
        unbalanced.with("closing_kg", closing.add(BigDecimal.TEN));
        out.quarantine("D19", file, unbalanced, "rule");
      }
      out.total(file, "position", "总计");
    }
  }
}
