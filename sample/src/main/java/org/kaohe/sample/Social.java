package org.kaohe.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kaohe.sample.Event.Benefit;
import org.kaohe.sample.Event.Contribution;
import org.kaohe.sample.Event.Death;
import org.kaohe.sample.Event.Enrolment;
import org.kaohe.sample.People.Pool;

/**
 * Enrolment register, contributions and pension payments, written in UTF-8, some with a byte order
 * mark. Levels: coverage of basic pension and health insurance about 95 %; collection about 97 %.
 */
final class Social {
  static final Layout INSURED =
      Layout.of(
          "social",
          "insured",
          StandardCharsets.UTF_8,
          true,
          "personal_no=个人编号|AAC001",
          "insurance=险种|AAE140",
          "period=统计期",
          "person_id=社会保障号码|AAC002",
          "name=姓名|AAC003",
          "area=参保地区划|AAB301",
          "status=参保状态",
          "begin_date=参保日期");
  static final Layout CONTRIBUTION =
      Layout.of(
          "social",
          "contribution",
          StandardCharsets.UTF_8,
          true,
          "serial_no=流水号",
          "personal_no=个人编号|AAC001",
          "person_id=社会保障号码|AAC002",
          "insurance=险种|AAE140",
          "period=费款所属期",
          "area=参保地区划|AAB301",
          "base=缴费基数（元）",
          "due=应缴金额（元）",
          "paid=实缴金额（元）",
          "paid_date=到账日期",
          "status=缴费状态");
  static final Layout BENEFIT =
      Layout.utf8(
          "social",
          "benefit",
          "personal_no=个人编号|AAC001",
          "benefit_type=待遇类型",
          "period=待遇所属期",
          "person_id=社会保障号码|AAC002",
          "area=参保地区划|统筹区",
          "account=银行账号",
          "due_amount=应发金额（元）",
          "paid_amount=实发金额（元）",
          "due_date=应发日期",
          "paid_date=实发日期",
          "bank_status=银行状态");

  private final DeliveryWriter out;
  private final CountySizes counties;
  private final long seed;
  private final int rows;

  Social(DeliveryWriter out, CountySizes counties, long seed, int rows) {
    this.out = out;
    this.counties = counties;
    this.seed = seed;
    this.rows = rows;
  }

  /** Writes the three datasets; returns the pensioners who died, for the health department. */
  List<Death> write() {
    insured();
    contributions();
    return benefits();
  }

  private void insured() {
    SeededRandom dice = new SeededRandom(seed, "social_insured");
    int persons = Math.max(10, rows * 165 / 1000 / 16);
    List<DeliveryFile> sheets = new ArrayList<>();
    for (int q = 0; q < 8; q++) {
      YearMonth month = YearMonth.of(2024 + q / 4, q % 4 * 3 + 3);
      sheets.add(out.sheet(INSURED, SampleYears.quarter(month), SampleYears.issued(month, 9)));
    }
    for (int p = 0; p < persons; p++) {
      String county = counties.draw(dice);
      for (boolean pension : new boolean[] {true, false}) {
        // Enrolled from some quarter on; most have been all along.
        int from = dice.permille(945) ? 0 : dice.permille(550) ? 3 + dice.below(5) : 99;
        if (CountySizes.struggles(county, 2025) && dice.permille(140)) {
          from = 99;
        } else if (CountySizes.struggles(county, 2024) && dice.permille(140)) {
          from = 4;
        }
        boolean employee = p % 4 == 0;
        String insurance = pension ? (employee ? "110" : "150") : employee ? "310" : "390";
        boolean ended = dice.permille(8);
        for (int q = 0; q < 8; q++) {
          DeliveryFile sheet = sheets.get(q);
          boolean over = ended && q >= 5;
          boolean enrolled = q >= from && !over;
          String status = over ? "4" : enrolled ? (dice.permille(30) ? "2" : "1") : "0";
          YearMonth end = YearMonth.of(2024 + q / 4, q % 4 * 3 + 3);
          String id = People.id(Pool.ADULT, p);
          sheet.add(
              new DeliveredRow(
                  new Enrolment(id, county, end, pension, enrolled, !over),
                  Writing.number("", 10, p + 1),
                  insurance,
                  sheet.period,
                  id,
                  People.name(p),
                  county,
                  status,
                  enrolled ? "20190701" : "无"));
        }
      }
    }
    for (DeliveryFile sheet : sheets) {
      out.noteFile("D01", sheet, "normalised", "UTF-8 with byte order mark");
      DefectPicker picker = new DefectPicker(sheet, dice);
      for (int i = 0; i < picker.times(250); i++) {
        picker
            .edit("insurance", Social::inWords, l -> true)
            .ifPresent(l -> out.note("D14", sheet, l, "normalised", "insurance by name"));
        picker
            .edit("person_id", t -> t.replace('X', 'x') + "　", l -> true)
            .ifPresent(
                l -> out.note("D03", sheet, l, "normalised", "lower-case x, trailing blank"));
        picker
            .next(l -> true)
            .ifPresent(
                l -> {
                  l.cells[1] = "391";
                  out.quarantine("D14", sheet, l, "accepted");
                });
      }
      picker
          .next(l -> l.cells[5].equals("520581"))
          .ifPresent(
              l -> {
                l.cells[5] = "520522";
                out.note("D15", sheet, l, "normalised", "code of the former county");
              });
      picker
          .next(l -> true)
          .ifPresent(
              l -> {
                DeliveredRow twin = l.again();
                sheet.add(twin);
                out.supersede("D16", sheet, l, "the same person twice");
              });
    }
  }

  private static String inWords(String insurance) {
    return switch (insurance) {
      case "110" -> "城镇职工基本养老保险";
      case "150" -> "城乡居民基本养老保险";
      case "310" -> "职工";
      default -> "居民";
    };
  }

  private void contributions() {
    SeededRandom dice = new SeededRandom(seed, "social_contribution");
    int persons = Math.max(10, rows * 245 / 1000 / 24);
    List<String> home = new ArrayList<>();
    List<Integer> wages = new ArrayList<>();
    for (int p = 0; p < persons; p++) {
      home.add(counties.draw(dice));
      wages.add(dice.between(4200, 11_800));
    }
    int serial = 0;
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile sheet =
          out.sheet(CONTRIBUTION, SampleYears.compact(month), SampleYears.issued(month, 10));
      LocalDate late = SampleYears.issued(month.plusMonths(1), 19);
      boolean corrects = late.isBefore(SampleYears.LAST_DAY);
      for (int p = 0; p < persons; p++) {
        String county = home.get(p);
        BigDecimal base = BigDecimal.valueOf(wages.get(p));
        BigDecimal due = base.multiply(new BigDecimal("0.24")).setScale(2, RoundingMode.HALF_UP);
        boolean behind = CountySizes.struggles(county, month.getYear());
        boolean owes = dice.permille(behind ? 130 : 38);
        BigDecimal paid = owes ? BigDecimal.ZERO : due;
        LocalDate day = month.atDay(dice.between(5, 26));
        String word = SampleYears.compact(month);
        DeliveredRow line =
            sheet.add(
                new DeliveredRow(
                    new Contribution(county, month, due, paid),
                    Writing.number("J", 10, ++serial),
                    Writing.number("", 10, p + 1),
                    People.id(Pool.ADULT, p),
                    "110",
                    dice.permille(100) ? month.toString() : word,
                    county,
                    dice.permille(30) ? "无" : base.toPlainString(),
                    due.toPlainString(),
                    owes ? "0.00" : paid.toPlainString(),
                    owes ? (dice.permille(500) ? "—" : "") : SampleYears.plain(day),
                    owes ? "2" : "1"));
        // A fifth of what is owed comes in later and is delivered again, with a later issue date.
        if (owes && corrects && dice.permille(200)) {
          DeliveredRow later = line.telling(new Contribution(county, month, due, due));
          later.cells[8] = due.toPlainString();
          later.cells[9] = SampleYears.plain(late.minusDays(3));
          later.cells[10] = "3";
          out.sheet(CONTRIBUTION, sheet.period, late).add(later);
          out.supersede("D17", sheet, line, "paid later");
        }
      }
      serial = spoilContributions(sheet, month, dice, serial);
    }
  }

  private int spoilContributions(
      DeliveryFile sheet, YearMonth month, SeededRandom dice, int serial) {
    DefectPicker picker = new DefectPicker(sheet, dice);
    int next = serial;
    for (int i = 0; i < picker.times(400); i++) {
      picker
          .edit("due", Writing::thousands, Social::whole)
          .ifPresent(l -> out.note("D08", sheet, l, "normalised", "thousands separator"));
      picker
          .edit("paid", Writing::fullWidth, Social::whole)
          .ifPresent(l -> out.note("D02", sheet, l, "normalised", "full-width digits"));
    }
    picker
        .next(Social::whole)
        .ifPresent(
            l -> {
              l.cells[4] = month.getYear() + "13";
              out.quarantine("D27", sheet, l, "type");
            });
    picker
        .next(Social::whole)
        .ifPresent(
            l -> {
              l.cells[7] = l.cells[7] + "00152587891";
              out.quarantine("D10", sheet, l, "decimals");
            });
    Optional<DeliveredRow> refunded = picker.next(Social::whole);
    if (refunded.isPresent()) {
      DeliveredRow l = refunded.get();
      Contribution e = (Contribution) l.event;
      next++;
      DeliveredRow red =
          l.telling(new Contribution(e.county(), e.month(), BigDecimal.ZERO, e.paid().negate()));
      red.cells[0] = Writing.number("J", 10, next);
      red.cells[7] = "0.00";
      red.cells[8] = e.paid().negate().toPlainString();
      sheet.add(red);
      out.note("D24", sheet, red, "accepted", "refund as a negative row");
    }
    if (month.getMonthValue() == 6) {
      picker
          .next(Social::whole)
          .ifPresent(
              l -> {
                l.ragged = -2;
                out.quarantine("RAGGED", sheet, l, "ragged");
              });
    }
    return next;
  }

  private static boolean whole(DeliveredRow line) {
    return line.fate == DeliveredRow.Fate.ACCEPTED
        && line.event instanceof Contribution c
        && c.paid().signum() > 0;
  }

  private List<Death> benefits() {
    SeededRandom dice = new SeededRandom(seed, "social_benefit");
    int persons = Math.max(12, rows * 120 / 1000 / 24);
    List<Death> deaths = new ArrayList<>();
    List<Optional<LocalDate>> died = new ArrayList<>();
    List<Integer> stops = new ArrayList<>();
    List<String> home = new ArrayList<>();
    List<BigDecimal> pensions = new ArrayList<>();
    for (int p = 0; p < persons; p++) {
      String county = counties.draw(dice);
      home.add(county);
      pensions.add(dice.cents(1500, 4200));
      if (p % 40 == 7) {
        LocalDate day = LocalDate.of(2024, 2, 1).plusDays(dice.below(610));
        died.add(Optional.of(day));
        // Most are stopped at once, a third only after some months.
        stops.add(p % 120 == 7 ? dice.between(1, 4) : 0);
        int age =
            Math.toIntExact(
                java.time.temporal.ChronoUnit.DAYS.between(People.birth(Pool.OLD, p), day));
        deaths.add(new Death(county, day, age, People.id(Pool.OLD, p)));
      } else {
        died.add(Optional.empty());
        stops.add(0);
      }
    }
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile sheet =
          out.sheet(BENEFIT, SampleYears.compact(month), SampleYears.issued(month, 11));
      LocalDate due = month.atDay(15);
      for (int p = 0; p < persons; p++) {
        if (died.get(p).isPresent()
            && month.isAfter(YearMonth.from(died.get(p).get()).plusMonths(stops.get(p)))) {
          continue;
        }
        String county = home.get(p);
        BigDecimal pension = pensions.get(p);
        int trouble = CountySizes.struggles(county, month.getYear()) ? 25 : 3;
        boolean late = dice.permille(trouble);
        boolean returned = dice.permille(trouble / 3);
        LocalDate day = late ? due.plusDays(dice.between(1, 12)) : due.minusDays(dice.below(3));
        BigDecimal paid = returned ? BigDecimal.ZERO : pension;
        sheet.add(
            new DeliveredRow(
                new Benefit(People.id(Pool.OLD, p), county, month, paid, !late && !returned),
                Writing.number("9", 9, p + 1),
                dice.permille(100) ? "基本养老金" : "01",
                month.getYear() == 2024 ? SampleYears.compact(month) : month.toString(),
                People.id(Pool.OLD, p),
                county,
                Writing.number("6217000000", 9, p),
                pension.toPlainString(),
                returned ? "0.00" : paid.toPlainString(),
                SampleYears.plain(due),
                SampleYears.plain(day),
                returned ? "2" : "1"));
      }
      spoilBenefits(sheet, month, dice);
    }
    return deaths;
  }

  private void spoilBenefits(DeliveryFile sheet, YearMonth month, SeededRandom dice) {
    DefectPicker picker = new DefectPicker(sheet, dice);
    for (int i = 0; i < picker.times(300); i++) {
      picker
          .edit("person_id", t -> t.replace('X', '×'), l -> l.cells[3].endsWith("X"))
          .ifPresent(l -> out.note("D03", sheet, l, "normalised", "multiplication sign for X"));
      picker
          .edit("due_amount", Writing::thousands, l -> true)
          .ifPresent(l -> out.note("D08", sheet, l, "normalised", "thousands separator"));
    }
    if (month.getMonthValue() % 4 == 0) {
      picker
          .next(l -> true)
          .ifPresent(
              l -> {
                l.cells[8] = month + "-15 00:00 :00";
                out.quarantine("D11", sheet, l, "type");
              });
    }
    // The whole file once more with a later issue date: all its rows replace those of the first.
    if (month.equals(YearMonth.of(2025, 2))) {
      DeliveryFile again = out.sheet(BENEFIT, sheet.period, LocalDate.of(2025, 3, 25));
      for (DeliveredRow line : List.copyOf(sheet.lines)) {
        if (line.fate == DeliveredRow.Fate.ACCEPTED) {
          again.add(line.again());
          line.fate = DeliveredRow.Fate.SUPERSEDED;
        }
      }
      out.noteFile("D16", sheet, "superseded", "sent again whole with a later issue date");
    }
  }
}
