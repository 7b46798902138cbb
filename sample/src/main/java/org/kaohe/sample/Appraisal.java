package org.kaohe.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.kaohe.sample.Event.Negative;
import org.kaohe.sample.Event.Nothing;
import org.kaohe.sample.Event.Reported;
import org.kaohe.sample.Event.Training;
import org.kaohe.sample.SampleUnits.SampleUnit;

/**
 * What the appraisal office and the organisation department deliver about the provincial agencies.
 */
final class Appraisal {
  private static final Map<String, String> ITEMS =
      Map.of(
          "budget-execution", "预算执行率",
          "carbon-trade", "林业碳汇交易额",
          "e-prescription", "医保电子处方流转率",
          "forest-cover", "森林覆盖率");

  private final DeliveryWriter out;
  private final List<SampleUnit> agencies;
  private final long seed;

  Appraisal(DeliveryWriter out, List<SampleUnit> agencies, long seed) {
    this.out = out;
    this.agencies = agencies;
    this.seed = seed;
  }

  void write() {
    for (int year : SampleYears.YEARS) {
      ratings(year);
      reported(year);
    }
    events();
    trainings();
  }

  private void ratings(int year) {
    SeededRandom random = new SeededRandom(seed + year, "appraisal_leader_rating");
    YearMonth december = YearMonth.of(year, 12);
    DeliveryFile file = out.file("appraisal_leader_rating", december, december.atDay(28));
    for (SampleUnit agency : agencies) {
      BigDecimal score = random.cents(84, 98);
      file.row(new Reported(agency.code(), year, "rating", score))
          .with("agency", agency.code())
          .with("period", year)
          .with("score", score)
          .with("ballots", random.between(9, 21));
    }
    DeliveredRow byName =
        file.rows.stream()
            .filter(r -> r.get("agency").equals("health-commission"))
            .findFirst()
            .orElseThrow();
    out.note("D14", file, byName.with("agency", "省卫健委"), "normalised", "agency by its short name");
    // One rating was added up wrongly and issued again.
    DeliveredRow wrong = file.rows.get(1);
    out.later(file, december.atDay(30)).add(wrong.again());
    wrong.with("score", new BigDecimal(wrong.get("score")).subtract(BigDecimal.valueOf(3)));
    out.supersede("D17", file, wrong, "added up again");
  }

  private void reported(int year) {
    SeededRandom random = new SeededRandom(seed + year, "appraisal_reported_value");
    boolean first = year == 2024;
    YearMonth december = YearMonth.of(year, 12);
    DeliveryFile file = out.file("appraisal_reported_value", december, december.atDay(29));
    for (SampleUnit agency : agencies) {
      value(file, agency.code(), year, "budget-execution", random.cents(91, 99));
    }
    BigDecimal trade = first ? random.cents(420, 480) : random.cents(1080, 1260);
    value(file, "forestry-bureau", year, "carbon-trade", trade);
    BigDecimal prescriptions = first ? random.cents(17, 20) : random.cents(31, 34);
    value(file, "medical-insurance-bureau", year, "e-prescription", prescriptions);
    // Guizhou publishes a forest cover of some 63 %.
    value(file, "520000", year, "forest-cover", new BigDecimal(first ? "63.00" : "63.30"));
  }

  private void value(DeliveryFile file, String unit, int year, String item, BigDecimal value) {
    boolean percent = !item.equals("carbon-trade");
    DeliveredRow row =
        file.row(new Reported(unit, year, item, value))
            .with("unit_code", unit)
            .with("period", year + "年")
            .with("item", ITEMS.getOrDefault(item, item))
            .with("value", percent ? value + "%" : value)
            .with("measure", percent ? "%" : "万元")
            .with("doc_no", "—");
    if (percent) {
      out.note("D09", file, row, "normalised", "percent sign");
    }
  }

  private void events() {
    SeededRandom random = new SeededRandom(seed, "appraisal_negative_event");
    int number = 0;
    for (YearMonth last : SampleYears.QUARTERS) {
      DeliveryFile file = out.file("appraisal_negative_event", last, 6);
      for (int i = 0; i < 2; i++) {
        number++;
        String agency = random.any(agencies).code();
        LocalDate day = random.dayOf(last.minusMonths(random.below(3)));
        boolean upheld = random.permille(750);
        file.row(upheld ? new Negative(agency, day) : new Nothing())
            .with("event_no", "FM%06d".formatted(number))
            .with("agency", agency)
            .with("event_date", day)
            .with("category", random.any(List.of("数据质量", "信访", "督查通报")))
            .with("level", random.any(List.of("省级", "市级")))
            .with("doc_no", upheld ? "演示认〔" + last.getYear() + "〕" + number + "号" : "无")
            .with("status", upheld ? (i == 0 ? "认定" : "1") : "撤销");
      }
    }
  }

  private void trainings() {
    SeededRandom random = new SeededRandom(seed, "party_training");
    List<DeliveryFile> files =
        SampleYears.QUARTERS.stream().map(q -> out.file("party_training", q, 4)).toList();
    int number = 0;
    for (int year : SampleYears.YEARS) {
      for (SampleUnit agency : agencies) {
        int sessions = random.between(7, 10);
        for (int s = 0; s < sessions; s++) {
          YearMonth month = YearMonth.of(year, 1 + s * 12 / sessions);
          LocalDate day = random.dayOf(month);
          int trained = random.between(30, 120);
          int passed = random.permille(650) ? trained : trained - random.between(1, 4);
          files
              .get((year - 2024) * 4 + (month.getMonthValue() - 1) / 3)
              .row(new Training(agency.code(), day, trained, passed))
              .with("session_no", "PX%06d".formatted(++number))
              .with("agency", agency.code())
              .with("held_on", day, random.permille(200) ? 9 : 0)
              .with("topic", "党员教育第" + (s + 1) + "期")
              .with("trained", trained)
              .with("passed", passed);
        }
      }
    }
    for (int q = 1; q < 8; q += 3) {
      DeliveryFile file = files.get(q);
      DeliveredRow wrong = random.any(file.rows);
      out.later(file, SampleYears.issued(SampleYears.QUARTERS.get(q), 20)).add(wrong.again());
      wrong.with("passed", Integer.parseInt(wrong.get("trained")) + 8);
      out.quarantine("D19", file, wrong, "rule");
    }
  }
}
