package org.kaohe.sample;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
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
  static final Layout RATING =
      Layout.utf8(
          "appraisal",
          "leader_rating",
          "agency=被考核单位代码|单位代码",
          "period=考核年度",
          "score=领导评价得分",
          "ballots=有效票数");
  static final Layout NEGATIVE =
      Layout.utf8(
          "appraisal",
          "negative_event",
          "event_no=事件编号",
          "agency=被考核单位代码|单位代码",
          "event_date=发生日期",
          "category=类别",
          "level=层级",
          "doc_no=认定文号",
          "status=状态");
  static final Layout REPORTED =
      Layout.utf8(
          "appraisal",
          "reported_value",
          "unit_code=单位代码",
          "period=年度",
          "item=项目",
          "value=数值",
          "measure=计量单位",
          "doc_no=依据文号");
  static final Layout TRAINING =
      Layout.utf8(
          "party",
          "training",
          "session_no=班次编号",
          "agency=被考核单位代码|单位代码",
          "held_on=开班日期",
          "topic=主题",
          "trained=参训人数",
          "passed=合格人数");

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
    SeededRandom dice = new SeededRandom(seed + year, "appraisal_leader_rating");
    LocalDate issued = LocalDate.of(year, 12, 28);
    DeliveryFile sheet = out.sheet(RATING, Integer.toString(year), issued);
    for (SampleUnit agency : agencies) {
      BigDecimal score = dice.cents(84, 98);
      sheet.add(
          new DeliveredRow(
              new Reported("rating", agency.code(), year, score),
              agency.code(),
              Integer.toString(year),
              score.toPlainString(),
              Integer.toString(dice.between(9, 21))));
    }
    DeliveredRow byName =
        sheet.lines.stream()
            .filter(l -> l.cells[0].equals("health-commission"))
            .findFirst()
            .orElseThrow();
    byName.cells[0] = "省卫健委";
    out.note("D14", sheet, byName, "normalised", "agency by its short name");
    // One rating was added up wrongly and issued again.
    DeliveredRow wrong = sheet.lines.get(1);
    DeliveredRow right = wrong.again();
    wrong.cells[2] = new BigDecimal(right.cells[2]).subtract(BigDecimal.valueOf(3)).toPlainString();
    out.sheet(RATING, Integer.toString(year), LocalDate.of(year, 12, 30)).add(right);
    out.supersede("D17", sheet, wrong, "added up again");
  }

  private void reported(int year) {
    SeededRandom dice = new SeededRandom(seed + year, "appraisal_reported_value");
    DeliveryFile sheet = out.sheet(REPORTED, Integer.toString(year), LocalDate.of(year, 12, 29));
    for (SampleUnit agency : agencies) {
      value(sheet, agency.code(), year, "budget-execution", dice.cents(91, 99));
    }
    value(
        sheet,
        "forestry-bureau",
        year,
        "carbon-trade",
        dice.cents(year == 2024 ? 420 : 1080, year == 2024 ? 480 : 1260));
    value(
        sheet,
        "medical-insurance-bureau",
        year,
        "e-prescription",
        dice.cents(year == 2024 ? 17 : 31, year == 2024 ? 20 : 34));
    // Guizhou publishes a forest cover of some 63 %.
    value(sheet, "520000", year, "forest-cover", new BigDecimal(year == 2024 ? "63.00" : "63.30"));
  }

  private void value(DeliveryFile sheet, String unit, int year, String item, BigDecimal value) {
    boolean percent = !item.equals("carbon-trade");
    DeliveredRow line =
        sheet.add(
            new DeliveredRow(
                new Reported(item, unit, year, value),
                unit,
                year + "年",
                ITEMS.getOrDefault(item, item),
                percent ? value.toPlainString() + "%" : value.toPlainString(),
                percent ? "%" : "万元",
                "—"));
    if (percent) {
      out.note("D09", sheet, line, "normalised", "percent sign");
    }
  }

  private void events() {
    SeededRandom dice = new SeededRandom(seed, "appraisal_negative_event");
    int number = 0;
    for (int q = 0; q < 8; q++) {
      YearMonth last = YearMonth.of(2024 + q / 4, q % 4 * 3 + 3);
      DeliveryFile sheet =
          out.sheet(NEGATIVE, SampleYears.quarter(last), SampleYears.issued(last, 6));
      for (int i = 0; i < 2; i++) {
        number++;
        String agency = dice.any(agencies).code();
        LocalDate day = dice.dayOf(last.minusMonths(dice.below(3)));
        boolean upheld = dice.permille(750);
        sheet.add(
            new DeliveredRow(
                upheld ? new Negative(agency, day) : new Nothing(),
                "FM%06d".formatted(number),
                agency,
                day.toString(),
                dice.any(List.of("数据质量", "信访", "督查通报")),
                dice.any(List.of("省级", "市级")),
                upheld ? "演示认〔" + last.getYear() + "〕" + number + "号" : "无",
                upheld ? (i == 0 ? "认定" : "1") : "撤销"));
      }
    }
  }

  private void trainings() {
    SeededRandom dice = new SeededRandom(seed, "party_training");
    List<List<DeliveredRow>> byQuarter = new ArrayList<>();
    for (int q = 0; q < 8; q++) {
      byQuarter.add(new ArrayList<>());
    }
    int number = 0;
    for (int year : SampleYears.YEARS) {
      for (SampleUnit agency : agencies) {
        int sessions = dice.between(7, 10);
        for (int s = 0; s < sessions; s++) {
          YearMonth month = YearMonth.of(year, 1 + s * 12 / sessions);
          LocalDate day = dice.dayOf(month);
          int trained = dice.between(30, 120);
          int passed = dice.permille(650) ? trained : trained - dice.between(1, 4);
          number++;
          byQuarter
              .get((year - 2024) * 4 + (month.getMonthValue() - 1) / 3)
              .add(
                  new DeliveredRow(
                      new Training(agency.code(), day, trained, passed),
                      "PX%06d".formatted(number),
                      agency.code(),
                      dice.permille(200) ? SampleYears.chinese(day) : day.toString(),
                      "党员教育第" + (s + 1) + "期",
                      Integer.toString(trained),
                      Integer.toString(passed)));
        }
      }
    }
    for (int q = 0; q < 8; q++) {
      YearMonth last = YearMonth.of(2024 + q / 4, q % 4 * 3 + 3);
      DeliveryFile sheet =
          out.sheet(TRAINING, SampleYears.quarter(last), SampleYears.issued(last, 4));
      byQuarter.get(q).forEach(sheet::add);
      if (q % 3 == 1) {
        DeliveredRow wrong = sheet.lines.get(dice.below(sheet.lines.size()));
        DeliveredRow right = wrong.again();
        wrong.cells[5] = Integer.toString(Integer.parseInt(wrong.cells[4]) + 8);
        out.quarantine("D19", sheet, wrong, "rule");
        out.sheet(TRAINING, sheet.period, SampleYears.issued(last, 20)).add(right);
      }
    }
  }
}
