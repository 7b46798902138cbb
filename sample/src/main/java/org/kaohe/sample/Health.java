package org.kaohe.sample;

import static org.kaohe.sample.SampleYears.chinese;
import static org.kaohe.sample.SampleYears.plain;
import static org.kaohe.sample.SampleYears.slashed;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kaohe.sample.Event.Birth;
import org.kaohe.sample.Event.Death;
import org.kaohe.sample.Event.Visit;
import org.kaohe.sample.People.Pool;

/**
 * Birth and death certificates and hypertension visits, written in GB18030 by the health
 * departments.
 *
 * <p>Levels: national infant mortality was 5.4 ‰ in 2020 and 4.9 ‰ in 2022, neonatal about 60 % of
 * it; standardised management of hypertension 60–70 %, control 40–50 % of those managed.
 */
final class Health {
  static final Layout BIRTH =
      Layout.of(
          "health",
          "birth",
          Layout.GB18030,
          false,
          "certificate_no=出生证编号|出生医学证明编号",
          "child_sex=新生儿性别",
          "birth_date=出生日期",
          "residence_code=常住地区划代码|现住址区划代码",
          "birth_place=出生地点分类",
          "gestation=孕周",
          "weight=出生体重（g）|出生体重",
          "mother_id=母亲身份证号",
          "mother_name=母亲姓名",
          "address=家庭住址",
          "issue_date=签发日期");
  static final Layout DEATH =
      Layout.of(
          "health",
          "death",
          Layout.GB18030,
          false,
          "certificate_no=死亡证编号|登记编号",
          "name=姓名",
          "id_card=身份证件号码|证件号码",
          "sex=性别",
          "residence_code=常住地区划代码|现住址区划代码",
          "birth_date=出生日期",
          "death_date=死亡日期",
          "age_days=死亡日龄",
          "cause=根本死因",
          "report_date=填报日期");
  static final Layout VISIT =
      Layout.of(
          "health",
          "hypertension_visit",
          Layout.GB18030,
          false,
          "visit_id=随访编号",
          "person_id=身份证号|居民身份证号",
          "residence_code=常住地区划代码",
          "visit_date=随访日期",
          "visit_way=随访方式",
          "systolic=收缩压（mmHg）|收缩压",
          "diastolic=舒张压（mmHg）|舒张压",
          "medicine=服药依从性",
          "evaluation=此次随访分类",
          "input_date=录入日期");

  private static final List<String> CHILD_CAUSES = List.of("P07.3", "P21.9", "Q24.9", "J18.9");
  private static final List<String> ADULT_CAUSES =
      List.of("I63.9", "I21.9", "J44.1", "C34.9", "I61.9");

  private final DeliveryWriter out;
  private final CountySizes counties;
  private final long seed;
  private final int rows;

  Health(DeliveryWriter out, CountySizes counties, long seed, int rows) {
    this.out = out;
    this.counties = counties;
    this.seed = seed;
    this.rows = rows;
  }

  /**
   * Writes the three datasets.
   *
   * @param pensioners resident numbers of pensioners who die, with county and day
   */
  void write(List<Death> pensioners) {
    int[] births = births();
    deaths(births, pensioners);
    visits();
  }

  /** Returns the number of births by year. */
  private int[] births() {
    SeededRandom dice = new SeededRandom(seed, "health_birth");
    int number = 0;
    int[] byYear = new int[2];
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile sheet =
          out.sheet(BIRTH, SampleYears.compact(month), SampleYears.issued(month, 5));
      for (int c = 0; c < counties.all.size(); c++) {
        // More children are born in autumn.
        long season = month.getMonthValue() >= 8 && month.getMonthValue() <= 11 ? 112 : 94;
        int n = dice.around(counties.share(c, rows * 155L / 1000) * season / 100 / 24);
        String county = counties.all.get(c).code();
        for (int i = 0; i < n; i++) {
          number++;
          LocalDate born = dice.dayOf(month);
          String date =
              dice.permille(120)
                  ? slashed(born)
                  : dice.permille(300) ? plain(born) : born.toString();
          String mother = People.id(Pool.MOTHER, number);
          sheet.add(
              new DeliveredRow(
                  new Birth(county, born),
                  Writing.number("E", 9, number),
                  dice.permille(515) ? "1" : "2",
                  date,
                  county,
                  dice.permille(990) ? "1" : "2",
                  Integer.toString(dice.between(36, 41)),
                  Integer.toString(dice.between(2400, 4100)),
                  mother,
                  People.name(number),
                  "演示路" + dice.between(1, 200) + "号",
                  born.plusDays(dice.between(0, 2)).toString()));
          byYear[month.getYear() - 2024]++;
        }
      }
      spoilBirths(sheet, month, dice);
      sheet.total("certificate_no", "合 计");
      out.note("D06", sheet, sheet.lines.get(sheet.lines.size() - 1), "control", "合计 row");
    }
    return byYear;
  }

  private void spoilBirths(DeliveryFile sheet, YearMonth month, SeededRandom dice) {
    DefectPicker picker = new DefectPicker(sheet, dice);
    for (int i = 0; i < picker.times(300); i++) {
      picker
          .edit("mother_id", t -> t.replace('X', 'x'), l -> l.cells[7].endsWith("X"))
          .ifPresent(l -> out.note("D03", sheet, l, "normalised", "lower-case x"));
      picker
          .edit("mother_id", t -> t.replace('X', 'Ｘ'), l -> l.cells[7].endsWith("X"))
          .ifPresent(l -> out.note("D03", sheet, l, "normalised", "full-width X"));
      picker
          .edit("mother_id", t -> t.substring(0, 6) + "********" + t.substring(14), l -> true)
          .ifPresent(l -> out.note("D04", sheet, l, "accepted", "masked resident number"));
      picker
          .edit("weight", Writing::fullWidth, l -> true)
          .ifPresent(l -> out.note("D02", sheet, l, "normalised", "full-width digits"));
      picker
          .edit("weight", t -> t.charAt(0) + "," + t.substring(1), l -> true)
          .ifPresent(l -> out.note("D08", sheet, l, "normalised", "thousands separator"));
      picker
          .edit("mother_name", t -> "暂无", l -> true)
          .ifPresent(l -> out.note("D12", sheet, l, "accepted", "placeholder"));
      picker
          .edit("gestation", t -> "无", l -> true)
          .ifPresent(l -> out.note("D12", sheet, l, "accepted", "placeholder"));
    }
    picker
        .edit("address", t -> t + "\n2单元，\"东\"门", l -> true)
        .ifPresent(
            l -> out.note("NEWLINE", sheet, l, "accepted", "quoted line break, comma and quotes"));
    picker
        .next(l -> l.cells[3].equals("520102"))
        .ifPresent(
            l -> {
              l.cells[3] = "南明区";
              out.note("D14", sheet, l, "normalised", "division by name");
            });
    picker
        .next(l -> l.cells[3].equals("520581"))
        .ifPresent(
            l -> {
              l.cells[3] = "520522";
              out.note("D15", sheet, l, "normalised", "code of the former county");
            });
    LocalDate late = SampleYears.issued(month.plusMonths(1), 15);
    boolean corrects = late.isBefore(SampleYears.LAST_DAY);
    // A file of corrections, every second month.
    if (month.getMonthValue() % 2 == 0) {
      spoil(
          picker,
          "weight",
          "D07",
          "decimals",
          t -> t.charAt(0) + "." + t.substring(1),
          sheet,
          late,
          corrects);
      spoil(picker, "birth_date", "D11", "type", t -> month.toString(), sheet, late, corrects);
      spoil(picker, "residence_code", "D15", "unit", t -> "520199", sheet, late, false);
      picker
          .next(l -> true)
          .ifPresent(
              l -> {
                if (corrects) {
                  DeliveryFile later = out.sheet(BIRTH, SampleYears.compact(month), late);
                  String county = counties.draw(dice);
                  DeliveredRow moved = l.telling(new Birth(county, ((Birth) l.event).date()));
                  moved.cells[3] = county;
                  later.add(moved);
                  out.supersede("D17", sheet, l, "the residence was corrected later");
                }
              });
    } else {
      spoil(picker, "birth_date", "D11", "type", t -> "45356", sheet, late, false);
      picker
          .next(l -> true)
          .ifPresent(
              l -> {
                l.ragged = month.getMonthValue() % 4 == 1 ? -3 : 2;
                out.quarantine("RAGGED", sheet, l, "ragged");
              });
      picker
          .next(l -> true)
          .ifPresent(
              l -> {
                DeliveredRow twin = l.again();
                sheet.add(twin);
                out.supersede("D16", sheet, l, "the same row twice in a file");
              });
    }
    if (month.equals(YearMonth.of(2025, 3)) && !sheet.lines.isEmpty()) {
      out.resend(sheet, "_重报");
    }
    if (month.equals(YearMonth.of(2024, 1))) {
      out.noteFile("D01", sheet, "normalised", "GB18030");
    }
  }

  private void spoil(
      DefectPicker picker,
      String column,
      String code,
      String reason,
      java.util.function.UnaryOperator<String> edit,
      DeliveryFile sheet,
      LocalDate late,
      boolean corrected) {
    picker
        .next(l -> true)
        .ifPresent(
            l -> {
              DeliveredRow right = l.again();
              int at = sheet.form.column(column);
              l.cells[at] = edit.apply(l.cells[at]);
              out.quarantine(code, sheet, l, reason);
              if (corrected) {
                out.sheet(sheet.form, sheet.period, late).add(right);
              }
            });
  }

  private void deaths(int[] births, List<Death> pensioners) {
    SeededRandom dice = new SeededRandom(seed, "health_death");
    List<Death> all = new ArrayList<>(pensioners);
    for (int year : SampleYears.YEARS) {
      int born = births[year - 2024];
      // Infants 5.0 and 4.7 per mille, of them 60 % newborns; one to four years another 1.4.
      int infants = Math.toIntExact((born * (year == 2024 ? 5000L : 4700L) + 500_000) / 1_000_000);
      int newborns = infants * 60 / 100;
      int toddlers = born * 1400 / 1_000_000;
      for (int i = 0; i < infants + toddlers; i++) {
        int age =
            i < newborns
                ? dice.below(28)
                : i < infants ? dice.between(28, 364) : dice.between(365, 1825);
        LocalDate died = LocalDate.of(year, 1, 1).plusDays(dice.below(365));
        String county = counties.draw(dice);
        for (int again = 0; again < 2 && !CountySizes.struggles(county, year); again++) {
          // Twice as likely where things go badly: a second draw may land there.
          String other = counties.draw(dice);
          county = CountySizes.struggles(other, year) ? other : county;
        }
        all.add(new Death(county, died, age, ""));
      }
      int adults = rows * 50 / 1000 / 2;
      for (int i = 0; i < adults; i++) {
        int index = (year - 2024) * adults + i;
        LocalDate died = LocalDate.of(year, 1, 1).plusDays(dice.below(365));
        int age =
            Math.toIntExact(ChronoUnit.DAYS.between(People.birth(Pool.DECEASED, index), died));
        all.add(new Death(counties.draw(dice), died, age, People.id(Pool.DECEASED, index)));
      }
    }
    Map<YearMonth, List<Death>> reported = new TreeMap<>();
    Set<Death> lateOnes = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    for (Death death : all) {
      YearMonth month = YearMonth.from(death.date());
      if (dice.permille(25) && month.isBefore(YearMonth.of(2025, 11))) {
        month = month.plusMonths(dice.between(1, 2));
        lateOnes.add(death);
      }
      reported.computeIfAbsent(month, m -> new ArrayList<>()).add(death);
    }
    int number = 0;
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile sheet =
          out.sheet(DEATH, SampleYears.compact(month), SampleYears.issued(month, 6));
      for (Death death : reported.getOrDefault(month, List.of())) {
        number++;
        LocalDate born = death.date().minusDays(death.ageDays());
        boolean child = death.ageDays() < 1826;
        boolean word = dice.permille(150);
        DeliveredRow line =
            sheet.add(
                new DeliveredRow(
                    death,
                    Writing.number("D", 9, number),
                    People.name(number),
                    death.person(),
                    dice.permille(550) ? "1" : "2",
                    death.county(),
                    word ? chinese(born) : born.toString(),
                    word ? chinese(death.date()) : death.date().toString(),
                    Integer.toString(death.ageDays()),
                    dice.any(child ? CHILD_CAUSES : ADULT_CAUSES),
                    SampleYears.issued(month, 2).toString()));
        if (lateOnes.contains(death)) {
          out.note("D18", sheet, line, "accepted", "entered a month or two after the death");
        }
      }
      spoilDeaths(sheet, month, dice);
    }
  }

  private void spoilDeaths(DeliveryFile sheet, YearMonth month, SeededRandom dice) {
    DefectPicker picker = new DefectPicker(sheet, dice);
    LocalDate late = SampleYears.issued(month.plusMonths(1), 16);
    boolean corrects = late.isBefore(SampleYears.LAST_DAY);
    for (int i = 0; i < picker.times(100); i++) {
      picker
          .edit("id_card", t -> t.replace("X", "×"), l -> l.cells[2].endsWith("X"))
          .ifPresent(l -> out.note("D03", sheet, l, "normalised", "multiplication sign for X"));
      picker
          .edit("id_card", t -> Writing.fullWidth(t) + " ", l -> !l.cells[2].isEmpty())
          .ifPresent(l -> out.note("D02", sheet, l, "normalised", "full-width resident number"));
    }
    // Only adults: a child's death more or less would move the mortality of a small sample.
    if (month.getMonthValue() % 3 == 0) {
      picker
          .next(Health::unlinkedAdult)
          .ifPresent(
              l -> {
                DeliveredRow right = l.again();
                l.cells[5] = ((Death) l.event).date().plusDays(400).toString();
                out.quarantine("D27", sheet, l, "rule");
                if (corrects) {
                  out.sheet(DEATH, sheet.period, late).add(right);
                }
              });
      picker
          .edit("age_days", t -> Integer.toString(Integer.parseInt(t) + 1), Health::unlinkedAdult)
          .ifPresent(
              l -> out.note("D19", sheet, l, "accepted", "age differs from the dates: counted"));
      spoilAdult(
          picker,
          sheet,
          "death_date",
          "D11",
          t -> month.getYear() + "年" + month.getMonthValue() + "月");
    } else if (month.getMonthValue() % 3 == 1) {
      spoilAdult(
          picker, sheet, "id_card", "D03", t -> t.substring(0, 17) + (t.endsWith("0") ? "1" : "0"));
    }
  }

  private void spoilAdult(
      DefectPicker picker,
      DeliveryFile sheet,
      String column,
      String code,
      java.util.function.UnaryOperator<String> edit) {
    picker
        .next(Health::unlinkedAdult)
        .ifPresent(
            l -> {
              int at = sheet.form.column(column);
              l.cells[at] = edit.apply(l.cells[at]);
              out.quarantine(code, sheet, l, column.equals("id_card") ? "identifier" : "type");
            });
  }

  private static boolean unlinkedAdult(DeliveredRow line) {
    return line.event instanceof Death d
        && d.ageDays() > 10_000
        && d.person().startsWith(Pool.DECEASED.area);
  }

  private void visits() {
    SeededRandom dice = new SeededRandom(seed, "health_hypertension_visit");
    Map<YearMonth, List<Visit>> byMonth = new TreeMap<>();
    int patients = Math.max(1, rows * 235 / 1000 / 8);
    for (int p = 0; p < patients; p++) {
      String county = counties.draw(dice);
      String person = People.id(Pool.PATIENT, p);
      for (int year : SampleYears.YEARS) {
        boolean behind = CountySizes.struggles(county, year);
        boolean standard = dice.permille(behind ? 410 : year == 2024 ? 640 : 668);
        int faces = standard ? dice.between(4, 5) : dice.between(1, 3);
        int calls = standard ? 0 : dice.below(2);
        boolean controlled = dice.permille(behind ? 330 : 478);
        Set<LocalDate> days = new TreeSet<>();
        while (days.size() < faces + calls) {
          // One visit a day; spread over the year.
          int slot = days.size() * 365 / (faces + calls);
          LocalDate day =
              LocalDate.of(year, 1, 1)
                  .plusDays(Math.min(364, slot + dice.below(365 / (faces + calls))));
          days.add(day);
        }
        int k = 0;
        for (LocalDate day : days) {
          k++;
          boolean last = k == days.size();
          byMonth
              .computeIfAbsent(YearMonth.from(day), m -> new ArrayList<>())
              .add(
                  new Visit(
                      "", person, county, day, k <= faces, last ? controlled : dice.permille(450)));
        }
      }
    }
    int number = 0;
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile sheet =
          out.sheet(VISIT, SampleYears.compact(month), SampleYears.issued(month, 7));
      for (Visit v : byMonth.getOrDefault(month, List.of())) {
        number++;
        String id = Writing.number("V", 9, number);
        int systolic = v.controlled() ? dice.between(112, 139) : dice.between(140, 172);
        int diastolic = dice.between(66, 89);
        sheet.add(
            new DeliveredRow(
                new Visit(id, v.person(), v.county(), v.date(), v.faceToFace(), v.controlled()),
                id,
                v.person(),
                v.county(),
                v.date().toString(),
                v.faceToFace() ? (dice.permille(700) ? "1" : "2") : "3",
                Integer.toString(systolic),
                Integer.toString(diastolic),
                dice.permille(800) ? "1" : "2",
                v.controlled() ? "1" : "2",
                v.date().plusDays(dice.between(0, 5)).toString()));
      }
      spoilVisits(sheet, month, dice);
    }
  }

  private void spoilVisits(DeliveryFile sheet, YearMonth month, SeededRandom dice) {
    DefectPicker picker = new DefectPicker(sheet, dice);
    LocalDate late = SampleYears.issued(month.plusMonths(1), 17);
    boolean corrects = late.isBefore(SampleYears.LAST_DAY);
    for (int i = 0; i < picker.times(400); i++) {
      picker
          .edit("visit_way", t -> t.equals("1") ? "门诊" : t.equals("2") ? "家庭" : "电话", l -> true)
          .ifPresent(l -> out.note("D14", sheet, l, "normalised", "way by name"));
      picker
          .edit("systolic", Writing::fullWidth, l -> true)
          .ifPresent(l -> out.note("D02", sheet, l, "normalised", "full-width digits"));
      spoil(picker, "systolic", "EXTREME", "range", t -> "500", sheet, late, corrects && i == 0);
    }
    if (month.getMonthValue() % 3 == 0) {
      picker
          .next(l -> true)
          .ifPresent(
              l -> {
                // Not measured is not controlled.
                Visit v = (Visit) l.event;
                DeliveredRow unread =
                    l.telling(
                        new Visit(v.id(), v.person(), v.county(), v.date(), v.faceToFace(), false));
                unread.cells[5] = "未测";
                unread.cells[6] = "未测";
                sheet.lines.set(sheet.lines.indexOf(l), unread);
                out.note("D26", sheet, unread, "accepted", "no reading is not controlled");
              });
      picker
          .next(l -> true)
          .ifPresent(
              l -> {
                l.cells[4] = "4";
                out.quarantine("D14", sheet, l, "accepted");
              });
      picker
          .next(l -> true)
          .ifPresent(
              l -> {
                l.cells[1] = "";
                out.quarantine("EMPTY", sheet, l, "required");
              });
    }
  }
}
