package org.kaohe.sample;

import static org.kaohe.sample.SampleYears.compact;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kaohe.sample.Event.Benefit;
import org.kaohe.sample.Event.Contribution;
import org.kaohe.sample.Event.Death;
import org.kaohe.sample.Event.Enrolment;
import org.kaohe.sample.People.Pool;

/**
 * Enrolment register, contributions and pension payments, some with a byte order mark. Levels:
 * coverage of basic pension and health insurance about 95 %; collection about 97 %.
 */
final class Social {
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
    SeededRandom random = new SeededRandom(seed, "social_insured");
    int persons = Math.max(10, rows * 165 / 1000 / 16);
    List<DeliveryFile> files =
        SampleYears.QUARTERS.stream().map(q -> out.file("social_insured", q, 9)).toList();
    for (int p = 0; p < persons; p++) {
      String county = counties.draw(random);
      enrol(files, p, true, county, random);
      enrol(files, p, false, county, random);
    }
    for (DeliveryFile file : files) {
      file.marked = true;
      out.noteFile("D01", file, "normalised", "UTF-8 with byte order mark");
      DefectPicker picker = new DefectPicker(out, file, random);
      for (int i = 0; i < picker.times(250); i++) {
        picker.inWords("insurance", "insurance by name");
        picker.plant(Defect.LOWER_X_AND_BLANK, "person_id");
        picker.plant(Defect.keptOut("D14", "accepted", t -> "391"), "insurance");
      }
      picker.recode("area", "520581", "520522", "D15", "code of the former county");
      picker.twin("the same person twice");
    }
  }

  /** A person in one insurance, quarter by quarter: most have been enrolled all along. */
  private static void enrol(
      List<DeliveryFile> files, int p, boolean pension, String county, SeededRandom random) {
    int from = random.permille(945) ? 0 : random.permille(550) ? 3 + random.below(5) : 99;
    if (CountySizes.struggles(county, 2025) && random.permille(140)) {
      from = 99;
    } else if (CountySizes.struggles(county, 2024) && random.permille(140)) {
      from = 4;
    }
    boolean employee = p % 4 == 0;
    boolean ended = random.permille(8);
    String id = People.id(Pool.ADULT, p);
    for (int q = 0; q < files.size(); q++) {
      boolean over = ended && q >= 5;
      boolean enrolled = q >= from && !over;
      YearMonth end = SampleYears.QUARTERS.get(q);
      DeliveryFile file = files.get(q);
      file.row(new Enrolment(county, end, id, pension, enrolled, !over))
          .with("personal_no", Writing.number("", 10, p + 1))
          .with("insurance", pension ? (employee ? 110 : 150) : employee ? 310 : 390)
          .with("period", file.period)
          .with("person_id", id)
          .with("name", People.name(p))
          .with("area", county)
          .with("status", over ? 4 : enrolled ? (random.permille(30) ? 2 : 1) : 0)
          .with("begin_date", enrolled ? LocalDate.of(2019, 7, 1) : "无");
    }
  }

  private void contributions() {
    SeededRandom random = new SeededRandom(seed, "social_contribution");
    int persons = Math.max(10, rows * 245 / 1000 / 24);
    List<String> home = new ArrayList<>();
    List<BigDecimal> wages = new ArrayList<>();
    for (int p = 0; p < persons; p++) {
      home.add(counties.draw(random));
      wages.add(BigDecimal.valueOf(random.between(4200, 11_800)));
    }
    int serial = 0;
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile file = out.file("social_contribution", month, 10);
      file.marked = true;
      LocalDate late = SampleYears.issued(month.plusMonths(1), 19);
      for (int p = 0; p < persons; p++) {
        DeliveredRow row = contribution(file, month, home.get(p), wages.get(p), random);
        row.with("serial_no", Writing.number("J", 10, ++serial))
            .with("personal_no", Writing.number("", 10, p + 1))
            .with("person_id", People.id(Pool.ADULT, p));
        // A fifth of what is owed comes in later and is delivered again, with a later issue date.
        if (row.get("status").equals("2")
            && late.isBefore(SampleYears.LAST_DAY)
            && random.permille(200)) {
          BigDecimal due = ((Contribution) row.event).due();
          DeliveryFile later = out.later(file, late);
          later.marked = true;
          later
              .add(row.telling(new Contribution(home.get(p), month, due, due)))
              .with("paid", due)
              .with("paid_date", late.minusDays(3))
              .with("status", 3);
          out.supersede("D17", file, row, "paid later");
        }
      }
      serial = spoilContributions(file, month, random, serial);
    }
  }

  /** What is due on a wage in a month, and whether it was paid. */
  private static DeliveredRow contribution(
      DeliveryFile file, YearMonth month, String county, BigDecimal base, SeededRandom random) {
    BigDecimal due = base.multiply(new BigDecimal("0.24")).setScale(2, RoundingMode.HALF_UP);
    boolean owes = random.permille(CountySizes.struggles(county, month.getYear()) ? 130 : 38);
    LocalDate day = month.atDay(random.between(5, 26));
    return file.row(new Contribution(county, month, due, owes ? BigDecimal.ZERO : due))
        .with("insurance", 110)
        .with("period", random.permille(100) ? month : compact(month))
        .with("area", county)
        .with("base", random.permille(30) ? "无" : base)
        .with("due", due)
        .with("paid", owes ? "0.00" : due)
        .with("paid_date", owes ? (random.permille(500) ? "—" : "") : day)
        .with("status", owes ? 2 : 1);
  }

  private int spoilContributions(
      DeliveryFile file, YearMonth month, SeededRandom random, int serial) {
    DefectPicker picker = new DefectPicker(out, file, random);
    for (int i = 0; i < picker.times(400); i++) {
      picker.plant(Defect.THOUSANDS, "due", Social::whole);
      picker.plant(Defect.WIDE_DIGITS, "paid", Social::whole);
    }
    Defect noMonth = Defect.keptOut("D27", "type", t -> month.getYear() + "13");
    picker.plant(noMonth, "period", Social::whole);
    Defect tail = Defect.keptOut("D10", "decimals", t -> t + "00152587891");
    picker.plant(tail, "due", Social::whole);
    Optional<DeliveredRow> refunded = picker.next(Social::whole);
    if (refunded.isPresent()) {
      Contribution e = (Contribution) refunded.get().event;
      BigDecimal negative = e.paid().negate();
      DeliveredRow red =
          file.add(
                  refunded
                      .get()
                      .telling(new Contribution(e.unit(), month, BigDecimal.ZERO, negative)))
              .with("serial_no", Writing.number("J", 10, serial + 1))
              .with("due", "0.00")
              .with("paid", negative);
      out.note("D24", file, red, "accepted", "refund as a negative row");
    }
    if (month.getMonthValue() == 6) {
      picker.ragged(Social::whole, -2);
    }
    return refunded.isPresent() ? serial + 1 : serial;
  }

  private static boolean whole(DeliveredRow row) {
    return row.fate == DeliveredRow.Fate.ACCEPTED
        && row.event instanceof Contribution c
        && c.paid().signum() > 0;
  }

  /** A pensioner; who dies is stopped at once, or a third only after some months. */
  private record Pensioner(String county, BigDecimal pension, Optional<YearMonth> lastPaid) {}

  private List<Death> benefits() {
    SeededRandom random = new SeededRandom(seed, "social_benefit");
    List<Death> deaths = new ArrayList<>();
    List<Pensioner> pensioners = new ArrayList<>();
    for (int p = 0; p < Math.max(12, rows * 120 / 1000 / 24); p++) {
      String county = counties.draw(random);
      BigDecimal pension = random.cents(1500, 4200);
      Optional<YearMonth> lastPaid = Optional.empty();
      if (p % 40 == 7) {
        LocalDate day = LocalDate.of(2024, 2, 1).plusDays(random.below(610));
        int stop = p % 120 == 7 ? random.between(1, 4) : 0;
        lastPaid = Optional.of(YearMonth.from(day).plusMonths(stop));
        long age = ChronoUnit.DAYS.between(People.birth(Pool.OLD, p), day);
        deaths.add(new Death(county, day, Math.toIntExact(age), People.id(Pool.OLD, p)));
      }
      pensioners.add(new Pensioner(county, pension, lastPaid));
    }
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile file = out.file("social_benefit", month, 11);
      for (int p = 0; p < pensioners.size(); p++) {
        Pensioner who = pensioners.get(p);
        if (who.lastPaid().filter(month::isAfter).isEmpty()) {
          payment(file, month, p, who, random);
        }
      }
      spoilBenefits(file, month, random);
    }
    return deaths;
  }

  private static void payment(
      DeliveryFile file, YearMonth month, int p, Pensioner who, SeededRandom random) {
    int trouble = CountySizes.struggles(who.county(), month.getYear()) ? 25 : 3;
    boolean late = random.permille(trouble);
    boolean returned = random.permille(trouble / 3);
    LocalDate due = month.atDay(15);
    LocalDate day = late ? due.plusDays(random.between(1, 12)) : due.minusDays(random.below(3));
    BigDecimal paid = returned ? BigDecimal.ZERO : who.pension();
    String person = People.id(Pool.OLD, p);
    file.row(new Benefit(who.county(), month, person, paid, !late && !returned))
        .with("personal_no", Writing.number("9", 9, p + 1))
        .with("benefit_type", random.permille(100) ? "基本养老金" : "01")
        .with("period", month.getYear() == 2024 ? compact(month) : month)
        .with("person_id", person)
        .with("area", who.county())
        .with("account", Writing.number("6217000000", 9, p))
        .with("due_amount", who.pension())
        .with("paid_amount", returned ? "0.00" : paid)
        .with("due_date", due)
        .with("paid_date", day)
        .with("bank_status", returned ? 2 : 1);
  }

  private void spoilBenefits(DeliveryFile file, YearMonth month, SeededRandom random) {
    DefectPicker picker = new DefectPicker(out, file, random);
    for (int i = 0; i < picker.times(300); i++) {
      picker.plant(Defect.TIMES_X, "person_id");
      picker.plant(Defect.THOUSANDS, "due_amount");
    }
    if (month.getMonthValue() % 4 == 0) {
      picker.plant(Defect.keptOut("D11", "type", t -> month + "-15 00:00 :00"), "due_date");
    }
    // The whole file once more with a later issue date: all its rows replace those of the first.
    if (month.equals(YearMonth.of(2025, 2))) {
      DeliveryFile again = out.later(file, LocalDate.of(2025, 3, 25));
      for (DeliveredRow row : List.copyOf(file.rows)) {
        if (row.fate == DeliveredRow.Fate.ACCEPTED) {
          again.add(row.again());
          row.fate = DeliveredRow.Fate.SUPERSEDED;
        }
      }
      out.noteFile("D16", file, "superseded", "sent again whole with a later issue date");
    }
  }
}
