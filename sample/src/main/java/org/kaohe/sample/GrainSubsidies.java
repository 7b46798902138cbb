package org.kaohe.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kaohe.sample.Event.Subsidy;
import org.kaohe.sample.SampleUnits.SampleUnit;

/** Payments for the loss of rotating grain, in 万元, by quarter. */
final class GrainSubsidies {
  private final DeliveryWriter out;
  private final List<SampleUnit> depots;
  private final SeededRandom random;
  private int number;

  GrainSubsidies(DeliveryWriter out, List<SampleUnit> depots, SeededRandom random) {
    this.out = out;
    this.depots = depots;
    this.random = random;
  }

  void write() {
    for (int year : SampleYears.YEARS) {
      Map<SampleUnit, List<BigDecimal>> shares = new HashMap<>();
      depots.forEach(d -> shares.put(d, shares(d, year)));
      for (int q = 0; q < 4; q++) {
        YearMonth month = YearMonth.of(year, q * 3 + 3);
        // The last list of the sample is issued before the year is over.
        LocalDate issued =
            year == 2025 && q == 3 ? LocalDate.of(2025, 12, 26) : SampleYears.issued(month, 12);
        DeliveryFile file = out.file("grain_subsidy", month, issued);
        for (SampleUnit depot : depots) {
          payment(file, depot, month, shares.getOrDefault(depot, List.of()).get(q));
        }
        spoil(file);
      }
    }
  }

  /** A year's sum in four quarters. */
  private List<BigDecimal> shares(SampleUnit depot, int year) {
    BigDecimal total =
        Grain.Profile.of(depot).map(p -> p.paid(year)).orElseGet(() -> random.cents(60, 120));
    List<BigDecimal> quarters = new ArrayList<>();
    BigDecimal left = total;
    for (int q = 0; q < 3; q++) {
      BigDecimal part =
          total
              .multiply(BigDecimal.valueOf(random.between(180, 300)))
              .divide(BigDecimal.valueOf(1000), 4, RoundingMode.HALF_UP);
      quarters.add(part);
      left = left.subtract(part);
    }
    quarters.add(left);
    return quarters;
  }

  private void payment(DeliveryFile file, SampleUnit depot, YearMonth month, BigDecimal amount) {
    int year = month.getYear();
    int quarter = month.getMonthValue() / 3;
    int gap = random.between(640, depot.parent().startsWith("5305") ? 760 : 770);
    BigDecimal tonnes =
        amount
            .multiply(BigDecimal.valueOf(10_000))
            .divide(BigDecimal.valueOf(gap), 3, RoundingMode.HALF_UP);
    int price = random.between(2200, 2400);
    LocalDate day = month.atDay(random.between(10, 24));
    boolean named = file.issued.getYear() == 2025;
    file.row(new Subsidy(depot.code(), day, amount, tonnes))
        .with("payment_no", "BT%d%05d".formatted(year, ++number))
        // From 2025 the finance office writes names instead of codes.
        .with("company", named ? depot.name().replace("（演示）", "") : depot.code())
        .with("doc_no", "演示财〔" + year + "〕" + quarter + "号")
        .with("plan_year", year)
        .with("variety", Grain.RICE)
        .with("out_t", tonnes)
        .with("out_price", price + ".00")
        .with("in_price", price + gap + ".00")
        .with("amount", amount)
        .with("pay_date", day, quarter % 2 == 1 ? 0 : 9);
  }

  private void spoil(DeliveryFile file) {
    DefectPicker picker = new DefectPicker(out, file, random);
    if (file.issued.getYear() == 2025) {
      out.noteFile("D14", file, "normalised", "companies by name");
    }
    Optional<LocalDate> late = Optional.of(file.issued.plusDays(3));
    for (Defect defect :
        List.of(
            Defect.keptOut("D10", "decimals", t -> t + "0495911"),
            Defect.keptOut("D13", "type", t -> "≤" + t),
            Defect.keptOut("D08", "type", t -> t + "万"))) {
      picker.plant(defect, "amount", r -> r.get("amount").contains("."), late);
    }
    file.total("payment_no", "小计");
    out.total(file, "payment_no", "合计");
  }
}
