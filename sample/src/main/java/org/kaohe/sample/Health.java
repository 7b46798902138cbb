package org.kaohe.sample;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kaohe.sample.Event.Birth;
import org.kaohe.sample.Event.Death;
import org.kaohe.sample.Event.Visit;
import org.kaohe.sample.People.Pool;

/**
 * Birth and death certificates and hypertension visits.
 *
 * <p>Levels: national infant mortality was 5.4 ‰ in 2020 and 4.9 ‰ in 2022, neonatal about 60 % of
 * it; standardised management of hypertension 60–70 %, control 40–50 % of those managed.
 */
final class Health {
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

  /** When what was wrong in a month comes right; empty when that is after the sample. */
  private static Optional<LocalDate> correction(YearMonth month, int day) {
    return Optional.of(SampleYears.issued(month.plusMonths(1), day))
        .filter(SampleYears.LAST_DAY::isAfter);
  }

  /** Returns the number of births by year. */
  private int[] births() {
    SeededRandom random = new SeededRandom(seed, "health_birth");
    int number = 0;
    int[] byYear = new int[2];
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile file = out.file("health_birth", month, 5);
      for (int c = 0; c < counties.all.size(); c++) {
        // More children are born in autumn.
        long season = month.getMonthValue() >= 8 && month.getMonthValue() <= 11 ? 112 : 94;
        int n = random.around(counties.share(c, rows * 155L / 1000) * season / 100 / 24);
        for (int i = 0; i < n; i++) {
          birth(file, counties.all.get(c).code(), month, ++number, random);
          byYear[month.getYear() - 2024]++;
        }
      }
      spoilBirths(file, month, random);
      out.total(file, "certificate_no", "合 计");
    }
    return byYear;
  }

  private static void birth(
      DeliveryFile file, String county, YearMonth month, int number, SeededRandom random) {
    LocalDate born = random.dayOf(month);
    file.row(new Birth(county, born))
        .with("birth_date", born, random.permille(120) ? 9 : random.permille(300) ? 1 : 0)
        .with("certificate_no", Writing.number("E", 9, number))
        .with("child_sex", random.permille(515) ? 1 : 2)
        .with("residence_code", county)
        .with("birth_place", random.permille(990) ? 1 : 2)
        .with("gestation", random.between(36, 41))
        .with("weight", random.between(2400, 4100))
        .with("mother_id", People.id(Pool.MOTHER, number))
        .with("mother_name", People.name(number))
        .with("address", "演示路" + random.between(1, 200) + "号")
        .with("issue_date", born.plusDays(random.between(0, 2)));
  }

  private void spoilBirths(DeliveryFile file, YearMonth month, SeededRandom random) {
    DefectPicker picker = new DefectPicker(out, file, random);
    for (int i = 0; i < picker.times(300); i++) {
      picker.plant(Defect.LOWER_X, "mother_id");
      picker.plant(Defect.WIDE_X, "mother_id");
      picker.plant(Defect.MASKED, "mother_id");
      picker.plant(Defect.WIDE_DIGITS, "weight");
      picker.plant(Defect.THOUSANDS, "weight");
      picker.plant(Defect.placeholder("暂无"), "mother_name");
      picker.plant(Defect.placeholder("无"), "gestation");
    }
    picker.plant(Defect.LINE_BREAK_AND_QUOTES, "address");
    picker.recode("residence_code", "520102", "南明区", "D14", "division by name");
    picker.recode("residence_code", "520581", "520522", "D15", "code of the former county");
    Optional<LocalDate> late = correction(month, 15);
    // A file of corrections, every second month.
    if (month.getMonthValue() % 2 == 0) {
      picker.plant(Defect.IN_KILOGRAMS, "weight", r -> true, late);
      picker.plant(
          Defect.keptOut("D11", "type", t -> month.toString()), "birth_date", r -> true, late);
      picker.plant(Defect.keptOut("D15", "unit", t -> "520199"), "residence_code");
      picker.next().ifPresent(row -> late.ifPresent(day -> move(file, row, day, random)));
    } else {
      picker.plant(Defect.keptOut("D11", "type", t -> "45356"), "birth_date");
      picker.ragged(r -> true, month.getMonthValue() % 4 == 1 ? -3 : 2);
      picker.twin("the same row twice in a file");
    }
    if (month.equals(YearMonth.of(2025, 3)) && !file.rows.isEmpty()) {
      out.resend(file, "_重报");
    }
    if (month.equals(YearMonth.of(2024, 1))) {
      out.noteFile("D01", file, "normalised", "GB18030");
    }
  }

  private void move(DeliveryFile file, DeliveredRow row, LocalDate day, SeededRandom random) {
    String county = counties.draw(random);
    DeliveredRow moved = row.telling(new Birth(county, ((Birth) row.event).date()));
    out.later(file, day).add(moved.with("residence_code", county));
    out.supersede("D17", file, row, "the residence was corrected later");
  }

  private void deaths(int[] births, List<Death> pensioners) {
    SeededRandom random = new SeededRandom(seed, "health_death");
    List<Death> all = new ArrayList<>(pensioners);
    for (int year : SampleYears.YEARS) {
      children(all, births[year - 2024], year, random);
      int adults = rows * 50 / 1000 / 2;
      for (int i = 0; i < adults; i++) {
        int index = (year - 2024) * adults + i;
        LocalDate died = LocalDate.of(year, 1, 1).plusDays(random.below(365));
        long age = ChronoUnit.DAYS.between(People.birth(Pool.DECEASED, index), died);
        String person = People.id(Pool.DECEASED, index);
        all.add(new Death(counties.draw(random), died, Math.toIntExact(age), person));
      }
    }
    Map<YearMonth, List<Death>> reported = new TreeMap<>();
    Set<Death> lateOnes = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Death death : all) {
      YearMonth month = death.month();
      if (random.permille(25) && month.isBefore(YearMonth.of(2025, 11))) {
        month = month.plusMonths(random.between(1, 2));
        lateOnes.add(death);
      }
      reported.computeIfAbsent(month, m -> new ArrayList<>()).add(death);
    }
    int number = 0;
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile file = out.file("health_death", month, 6);
      for (Death death : reported.getOrDefault(month, List.of())) {
        DeliveredRow row = certificate(file, death, ++number, random);
        row.with("report_date", SampleYears.issued(month, 2));
        if (lateOnes.contains(death)) {
          out.note("D18", file, row, "accepted", "entered a month or two after the death");
        }
      }
      spoilDeaths(file, month, random);
    }
  }

  /** Infants 5.0 and 4.7 per mille, of them 60 % newborns; one to four years another 1.4. */
  private void children(List<Death> all, int born, int year, SeededRandom random) {
    int infants = Math.toIntExact((born * (year == 2024 ? 5000L : 4700L) + 500_000) / 1_000_000);
    int newborns = infants * 60 / 100;
    int toddlers = born * 1400 / 1_000_000;
    for (int i = 0; i < infants + toddlers; i++) {
      int age =
          i < newborns
              ? random.below(28)
              : i < infants ? random.between(28, 364) : random.between(365, 1825);
      LocalDate died = LocalDate.of(year, 1, 1).plusDays(random.below(365));
      String county = counties.draw(random);
      for (int again = 0; again < 2 && !CountySizes.struggles(county, year); again++) {
        // Twice as likely where things go badly: a second draw may land there.
        String other = counties.draw(random);
        county = CountySizes.struggles(other, year) ? other : county;
      }
      all.add(new Death(county, died, age, ""));
    }
  }

  private static DeliveredRow certificate(
      DeliveryFile file, Death death, int number, SeededRandom random) {
    LocalDate born = death.date().minusDays(death.ageDays());
    int form = random.permille(150) ? 9 : 0;
    return file.row(death)
        .with("certificate_no", Writing.number("D", 9, number))
        .with("name", People.name(number))
        .with("id_card", death.person())
        .with("sex", random.permille(550) ? 1 : 2)
        .with("residence_code", death.unit())
        .with("birth_date", born, form)
        .with("death_date", death.date(), form)
        .with("age_days", death.ageDays())
        .with("cause", random.any(death.ageDays() < 1826 ? CHILD_CAUSES : ADULT_CAUSES));
  }

  private void spoilDeaths(DeliveryFile file, YearMonth month, SeededRandom random) {
    DefectPicker picker = new DefectPicker(out, file, random);
    for (int i = 0; i < picker.times(100); i++) {
      picker.plant(Defect.TIMES_X, "id_card");
      picker.plant(Defect.WIDE_NUMBER, "id_card");
    }
    // Only adults: a child's death more or less would move the mortality of a small sample.
    if (month.getMonthValue() % 3 == 0) {
      picker
          .next(Health::unlinkedAdult)
          .ifPresent(
              row -> {
                LocalDate after = ((Death) row.event).date().plusDays(400);
                Defect bornLater = Defect.keptOut("D27", "rule", t -> after.toString());
                DeliveredRow right = row.again();
                out.plant(bornLater, "birth_date", file, row);
                correction(month, 16).ifPresent(day -> out.later(file, day).add(right));
              });
      picker.plant(Defect.ONE_MORE, "age_days", Health::unlinkedAdult);
      String noDay = month.getYear() + "年" + month.getMonthValue() + "月";
      picker.plant(Defect.keptOut("D11", "type", t -> noDay), "death_date", Health::unlinkedAdult);
    } else if (month.getMonthValue() % 3 == 1) {
      picker.plant(Defect.UNCHECKED_ID, "id_card", Health::unlinkedAdult);
    }
  }

  private static boolean unlinkedAdult(DeliveredRow row) {
    return row.event instanceof Death d
        && d.ageDays() > 10_000
        && d.person().startsWith(Pool.DECEASED.area);
  }

  private void visits() {
    SeededRandom random = new SeededRandom(seed, "health_hypertension_visit");
    Map<YearMonth, List<Visit>> byMonth = new TreeMap<>();
    int patients = Math.max(1, rows * 235 / 1000 / 8);
    for (int p = 0; p < patients; p++) {
      String county = counties.draw(random);
      for (int year : SampleYears.YEARS) {
        for (Visit visit : visitsOf(People.id(Pool.PATIENT, p), county, year, random)) {
          byMonth.computeIfAbsent(visit.month(), m -> new ArrayList<>()).add(visit);
        }
      }
    }
    int number = 0;
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile file = out.file("health_hypertension_visit", month, 7);
      for (Visit v : byMonth.getOrDefault(month, List.of())) {
        file.row(v)
            .with("visit_id", Writing.number("V", 9, ++number))
            .with("person_id", v.person())
            .with("residence_code", v.unit())
            .with("visit_date", v.date())
            .with("systolic", v.controlled() ? random.between(112, 139) : random.between(140, 172))
            .with("diastolic", random.between(66, 89))
            .with("visit_way", v.faceToFace() ? (random.permille(700) ? 1 : 2) : 3)
            .with("medicine", random.permille(800) ? 1 : 2)
            .with("evaluation", v.controlled() ? 1 : 2)
            .with("input_date", v.date().plusDays(random.between(0, 5)));
      }
      spoilVisits(file, month, random);
    }
  }

  /** Visits of a patient in a year, at most one a day and spread over it. */
  private static List<Visit> visitsOf(String person, String county, int year, SeededRandom random) {
    boolean behind = CountySizes.struggles(county, year);
    boolean standard = random.permille(behind ? 410 : year == 2024 ? 640 : 668);
    int faces = standard ? random.between(4, 5) : random.between(1, 3);
    int visits = faces + (standard ? 0 : random.below(2));
    boolean controlled = random.permille(behind ? 330 : 478);
    Set<LocalDate> days = new TreeSet<>();
    while (days.size() < visits) {
      int slot = days.size() * 365 / visits;
      int day = Math.min(364, slot + random.below(365 / visits));
      days.add(LocalDate.of(year, 1, 1).plusDays(day));
    }
    List<Visit> all = new ArrayList<>();
    for (LocalDate day : days) {
      boolean last = all.size() == visits - 1;
      boolean face = all.size() < faces;
      all.add(new Visit(county, day, person, face, last ? controlled : random.permille(450)));
    }
    return all;
  }

  private void spoilVisits(DeliveryFile file, YearMonth month, SeededRandom random) {
    DefectPicker picker = new DefectPicker(out, file, random);
    Defect extreme = Defect.keptOut("EXTREME", "range", t -> "500");
    for (int i = 0; i < picker.times(400); i++) {
      picker.inWords("visit_way", "way by name");
      picker.plant(Defect.WIDE_DIGITS, "systolic");
      Optional<LocalDate> late = i == 0 ? correction(month, 17) : Optional.empty();
      picker.plant(extreme, "systolic", r -> true, late);
    }
    if (month.getMonthValue() % 3 == 0) {
      picker
          .next()
          .ifPresent(
              row -> {
                // Not measured is not controlled.
                Visit v = (Visit) row.event;
                Visit unread = new Visit(v.unit(), v.date(), v.person(), v.faceToFace(), false);
                DeliveredRow told = file.retell(row, unread);
                told.with("systolic", "未测").with("diastolic", "未测");
                out.note("D26", file, told, "accepted", "no reading is not controlled");
              });
      picker.plant(Defect.keptOut("D14", "accepted", t -> "4"), "visit_way");
      picker.plant(Defect.EMPTY, "person_id");
    }
  }
}
