package org.kaohe.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kaohe.sample.Event.Cleared;
import org.kaohe.sample.Event.Lot;
import org.kaohe.sample.Event.Nothing;
import org.kaohe.sample.Event.Plan;
import org.kaohe.sample.Event.Reserve;
import org.kaohe.sample.Event.StockIn;
import org.kaohe.sample.People.Pool;
import org.kaohe.sample.SampleUnits.SampleUnit;

/**
 * Rotation of grain reserves: plans in tonnes, weighings in kilograms. Old grain goes out from
 * spring, new grain comes in after the harvest. Variety codes are the sample's own; the published
 * code tables were not readable.
 */
final class Grain {
  static final String RICE = "1112000";
  static final String RAPESEED = "2131000";
  private static final String IN = "grain_stock_in";
  private static final String OUT = "grain_stock_out";
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  /** Companies of Baoshan: subsidy by year in 万元, per cent of the plan filled, loss in 1/10000. */
  record Profile(String paid2024, String paid2025, int filled2024, int filled2025, int loss) {
    static Optional<Profile> of(SampleUnit depot) {
      return Optional.ofNullable(BAOSHAN.get(depot.parent()));
    }

    int filled(int year) {
      return year == 2024 ? filled2024 : filled2025;
    }

    BigDecimal paid(int year) {
      return new BigDecimal(year == 2024 ? paid2024 : paid2025);
    }
  }

  private static final Profile ELSEWHERE = new Profile("0", "0", 100, 100, 13);
  private static final Map<String, Profile> BAOSHAN =
      Map.of(
          "530500", new Profile("71.5", "68.2", 100, 100, 12),
          "530502", new Profile("64.3", "61.5", 100, 100, 14),
          "530521", new Profile("49.4", "47.1", 97, 100, 16),
          // Clearly behind: over its budget, short of its plan, and losing too much.
          "530523", new Profile("53.9", "52.3", 88, 86, 26),
          // Improving.
          "530524", new Profile("49.8", "47.6", 91, 100, 17),
          "530581", new Profile("52.3", "52.4", 100, 100, 18));

  /** A position whose grain is replaced. */
  private record Turn(SampleUnit depot, String position, String variety, String lot) {}

  private final DeliveryWriter out;
  private final List<SampleUnit> depots;
  private final long seed;
  private final int positions;
  private final SeededRandom random;
  private final GrainStock stock = new GrainStock();
  private int truckIn;
  private int truckOut;
  private int people;

  Grain(DeliveryWriter out, List<SampleUnit> depots, long seed, int rows) {
    this.out = out;
    this.depots = depots;
    this.seed = seed;
    this.positions = Math.max(3, Math.toIntExact(rows * 16L / 200_000));
    this.random = new SeededRandom(seed, "grain");
  }

  void write() {
    for (int year : SampleYears.YEARS) {
      YearMonth december = YearMonth.of(year, 12);
      LocalDate planned = LocalDate.of(year, 1, 15);
      DeliveryFile plans = out.file("grain_rotation_plan", december, planned);
      DeliveryFile lines = out.file("grain_rotation_plan_line", december, planned);
      DeliveryFile reserves = out.file("grain_reserve_plan", december, planned);
      for (SampleUnit depot : depots) {
        plan(plans, depot, year, "油料轮换");
        plan(plans, depot, year, "稻谷轮换");
        for (int p = 0; p < positions; p++) {
          rotate(depot, p, year, lines);
        }
        reserve(depot, year, reserves);
      }
      spoilPlans(plans, lines, year);
    }
    for (YearMonth month : SampleYears.MONTHS) {
      spoilIn(month);
      spoilOut(month);
    }
    stock.books(out, depots, positions, random);
    new GrainSubsidies(out, depots, new SeededRandom(seed, "grain_subsidy")).write();
  }

  private static int tonnes(int position) {
    return 120 + position * 37 % 19 * 10;
  }

  static boolean oil(int position) {
    return position % 3 == 2;
  }

  static String positionCode(SampleUnit depot, int position) {
    return depot.code() + "001" + Writing.number("", 4, position + 1) + "00001";
  }

  private static String stamp(LocalDate day, int minute) {
    String hour = Writing.number("", 2, 8 + minute / 60 % 10);
    return "%s %s:%s:00".formatted(day, hour, Writing.number("", 2, minute % 60));
  }

  private static LocalDate told(int year) {
    return LocalDate.of(year, 1, 10);
  }

  private static String planNumber(SampleUnit depot, int year, boolean oil) {
    return depot.code() + year + (oil ? "001" : "002");
  }

  /** Rape and wheat are harvested in May, rice from August. */
  private static void plan(DeliveryFile plans, SampleUnit depot, int year, String name) {
    boolean oil = name.equals("油料轮换");
    String number = planNumber(depot, year, oil);
    LocalDate end = oil ? LocalDate.of(year, 9, 30) : LocalDate.of(year, 11, 30);
    plans
        .row(new Plan(number, end))
        .with("plan_no", number)
        .with("doc_no", "演示粮发〔" + year + "〕1号")
        .with("name", depot.name() + year + "年" + name)
        .with("plan_year", year)
        .with("start_date", LocalDate.of(year, oil ? 3 : 4, 1))
        .with("end_date", end, 9)
        .with("company", depot.code())
        .with("issued_on", told(year))
        .with("op", "i")
        .with("updated", stamp(told(year), 0));
  }

  private void rotate(SampleUnit depot, int p, int year, DeliveryFile lines) {
    Profile profile = Profile.of(depot).orElse(ELSEWHERE);
    String plan = planNumber(depot, year, oil(p));
    String line = plan + depot.code() + "001";
    String lot = line + Writing.number("", 4, p * 2 + 2);
    Turn turn = new Turn(depot, positionCode(depot, p), oil(p) ? RAPESEED : RICE, lot);
    BigDecimal tonnes = BigDecimal.valueOf(tonnes(p));
    String outward = line + Writing.number("", 4, p * 2 + 1);
    planLine(lines.row(new Nothing()), turn, p, year)
        .with("line_no", outward)
        .with("harvest_year", year - 2)
        .with("kind", p % 5 == 0 ? "轮出" : "1");
    planLine(lines.row(new Lot(depot.code(), year, lot, plan, tonnes)), turn, p, year)
        .with("line_no", lot)
        .with("harvest_year", year)
        .with("kind", "2");
    BigDecimal stored = stock.balance(turn.position());
    if (stored.signum() == 0) {
      stored = tonnes.multiply(THOUSAND);
    }
    clear(turn, YearMonth.of(year, oil(p) ? 3 + p % 3 : 4 + p % 4), stored, profile.loss());
    YearMonth refilled = YearMonth.of(year, oil(p) ? 7 + p % 2 : 9 + p % 3);
    int filled = profile.filled(year);
    // One lot in twenty is finished after the plan's end, in the last month.
    boolean afterwards = random.permille(filled < 100 ? 150 : 45);
    // Per cent of tonnes, in kilograms.
    BigDecimal kilograms = tonnes.multiply(BigDecimal.valueOf(filled * 10L)).setScale(3);
    fill(turn, afterwards ? YearMonth.of(year, 12) : refilled, kilograms);
  }

  private static DeliveredRow planLine(DeliveredRow row, Turn turn, int p, int year) {
    return row.with("plan_no", planNumber(turn.depot(), year, oil(p)))
        .with("plan_year", year)
        .with("company", turn.depot().code())
        .with("variety", turn.variety())
        .with("nature", turn.depot().parent().startsWith("5305") ? 123 : 122)
        .with("position", turn.position())
        .with("quantity", tonnes(p) + ".000")
        .with("op", "i")
        .with("updated", stamp(told(year), p));
  }

  /** A lorry's load. */
  private BigDecimal load(BigDecimal left) {
    return left.min(
        BigDecimal.valueOf(random.between(56_000, 66_000), 1).multiply(BigDecimal.valueOf(5)));
  }

  private void clear(Turn turn, YearMonth month, BigDecimal stored, int loss) {
    stock.startWith(turn.position(), stored);
    BigDecimal lost =
        stored
            .multiply(BigDecimal.valueOf(loss * 100L + random.between(-300, 300)))
            .divide(BigDecimal.valueOf(1_000_000), 1, RoundingMode.HALF_UP);
    BigDecimal left = stored.subtract(lost);
    int day = 3;
    String number = turn.lot().substring(0, 46);
    String line = number + "%04d".formatted(Integer.parseInt(turn.lot().substring(46)) - 1);
    while (left.signum() > 0) {
      BigDecimal net = load(left);
      left = left.subtract(net);
      boolean last = left.signum() == 0;
      LocalDate date = month.atDay(Math.min(26, day++));
      Event event = last ? new Cleared(turn.depot().code(), date, stored, lost) : new Nothing();
      weighed(out.file(OUT, month, 8).row(event), turn, date, net, 0)
          .with("business_no", Writing.number("C", 11, ++truckOut))
          .with("plan_line_no", line)
          .with("carrier", People.name(++people))
          .with("transport", 1)
          .with("stored_kg", last ? stored : random.permille(300) ? "—" : "")
          .with("loss_kg", last ? lost : "")
          .with("updated", stamp(date, truckOut));
    }
    stock.move(turn.position(), month, 1, stored);
  }

  private void fill(Turn turn, YearMonth month, BigDecimal kilograms) {
    BigDecimal left = kilograms;
    int day = 2;
    while (left.signum() > 0) {
      BigDecimal net = load(left);
      left = left.subtract(net);
      truck(turn, month.atDay(Math.min(27, day++)), net);
    }
    stock.move(turn.position(), month, 0, kilograms);
  }

  private void truck(Turn turn, LocalDate date, BigDecimal net) {
    int deduct = random.permille(300) ? random.between(10, 200) : 0;
    int carrier = ++people % 400;
    Event event = new StockIn(turn.depot().code(), date, turn.lot(), net, true);
    weighed(out.file(IN, YearMonth.from(date), 8).row(event), turn, date, net, deduct)
        .with("business_no", Writing.number("R", 11, ++truckIn))
        .with("plan_line_no", turn.lot())
        .with("carrier", People.name(carrier))
        .with("phone", Writing.number("1390000", 4, carrier))
        .with("id_card", People.id(Pool.CARRIER, carrier))
        .with("address", "演示县演示镇" + carrier + "号")
        .with("transport", random.permille(100) ? "汽车" : 1)
        .with("deduct_kg", deduct == 0 ? "" : deduct)
        .with("acceptance", 1)
        .with("updated", stamp(date, truckIn));
  }

  /** What both weighings have. */
  private DeliveredRow weighed(
      DeliveredRow row, Turn turn, LocalDate date, BigDecimal net, int deduct) {
    BigDecimal tare = BigDecimal.valueOf(random.between(12_000, 15_000));
    return row.with("position", turn.position())
        .with("company", turn.depot().code())
        .with("business_date", date, random.permille(200) ? 9 : 0)
        .with("variety", turn.variety())
        .with("gross_kg", net.add(tare).add(BigDecimal.valueOf(deduct)))
        .with("tare_kg", tare)
        .with("net_kg", net)
        .with("op", "i");
  }

  private void reserve(SampleUnit depot, int year, DeliveryFile reserves) {
    int total = 0;
    for (int p = 0; p < positions; p++) {
      total += tonnes(p);
    }
    reserves
        .row(new Reserve(depot.code(), year, BigDecimal.valueOf(total)))
        .with("plan_no", "CB" + year + depot.code())
        .with("doc_no", "无")
        .with("plan_year", year)
        .with("company", depot.code())
        .with("variety", RICE)
        .with("quantity", total);
  }

  private void spoilPlans(DeliveryFile plans, DeliveryFile lines, int year) {
    out.noteFile("D07", lines, "accepted", "planned in tonnes, weighed in kilograms");
    LocalDate corrected = LocalDate.of(year, 2, 18);
    DeliveryFile later = out.later(plans, LocalDate.of(year, 2, 20));
    // Start after end: kept out, delivered right a month later; its lines wait meanwhile.
    DeliveredRow wrong = plans.rows.get(1);
    later.add(wrong.again()).with("updated", stamp(corrected, 0));
    String start = wrong.get("start_date");
    wrong.with("start_date", wrong.get("end_date")).with("end_date", start);
    out.quarantine("D27", plans, wrong, "rule");
    // A plan drawn up and withdrawn.
    DeliveredRow drawn = plans.add(plans.rows.get(0).telling(new Nothing()));
    drawn.with("plan_no", drawn.get("plan_no").substring(0, 22) + "009");
    out.withdraw(plans, drawn, later, stamp(corrected, 5));
    // A total over the lines, and a quantity with full-width digits.
    out.total(lines, "line_no", "合计");
    out.plant(Defect.WIDE_DIGITS, "quantity", lines, lines.rows.get(1));
  }

  private void spoilIn(YearMonth month) {
    DeliveryFile file = out.file(IN, month, 8);
    DefectPicker picker = new DefectPicker(out, file, random);
    Optional<LocalDate> late =
        Optional.of(SampleYears.issued(month.plusMonths(1), 18))
            .filter(SampleYears.LAST_DAY::isAfter);
    if (file.rows.isEmpty()) {
      out.noteFile("NIL", file, "accepted", "nil report: header only");
      return;
    }
    picker.plant(Defect.LINE_BREAK, "note");
    picker.plant(Defect.placeholder("无"), "phone");
    picker.plant(Defect.THOUSANDS, "net_kg");
    // Delivered right later, once not at all. Baoshan's lorries are all counted in the end, or its
    // completion of exactly 100 % would be lost.
    picker.plant(Defect.FLOAT_TAIL, "net_kg", r -> late.isPresent() || elsewhere(r), late);
    picker.next().ifPresent(row -> reverse(file, row));
    // No conclusion is not a pass; half of them are concluded later.
    picker.next(Grain::elsewhere).ifPresent(row -> open(file, row, late));
    picker.next(Grain::elsewhere).ifPresent(row -> open(file, row, Optional.empty()));
  }

  /** Weighed twice by mistake and reversed in red: both rows stand, together they are nothing. */
  private void reverse(DeliveryFile file, DeliveredRow row) {
    StockIn e = (StockIn) row.event;
    file.add(row.again()).with("business_no", Writing.number("R", 11, ++truckIn));
    BigDecimal negative = e.kilograms().negate();
    DeliveredRow red =
        file.add(row.telling(new StockIn(e.unit(), e.date(), e.lot(), negative, true)));
    red.with("business_no", Writing.number("R", 11, ++truckIn))
        .with("gross_kg", "")
        .with("tare_kg", "")
        .with("deduct_kg", "")
        .with("net_kg", negative)
        .with("note", "红冲");
    out.note("D24", file, red, "accepted", "negative reversal row");
  }

  private void open(DeliveryFile file, DeliveredRow row, Optional<LocalDate> concluded) {
    StockIn e = (StockIn) row.event;
    StockIn unaccepted = new StockIn(e.unit(), e.date(), e.lot(), e.kilograms(), false);
    DeliveredRow open = file.retell(row, unaccepted).with("acceptance", "");
    if (concluded.isPresent()) {
      LocalDate day = concluded.get();
      out.later(file, day).add(row.again()).with("updated", stamp(day, 0));
      out.supersede("D26", file, open, "acceptance concluded later");
    } else {
      out.note("D26", file, open, "accepted", "no conclusion is not a pass");
    }
  }

  private static boolean elsewhere(DeliveredRow row) {
    return !row.get("company").startsWith("915305");
  }

  private void spoilOut(YearMonth month) {
    DeliveryFile file = out.file(OUT, month, 8);
    DefectPicker picker = new DefectPicker(out, file, random);
    LocalDate late = SampleYears.issued(month.plusMonths(1), 18);
    // Entered by mistake, withdrawn with the delete flag.
    picker
        .next(Grain::unread)
        .ifPresent(
            row -> {
              DeliveredRow mistake = file.add(row.again());
              mistake.with("business_no", Writing.number("C", 11, ++truckOut));
              out.withdraw(file, mistake, out.later(file, late), stamp(late, 0));
            });
    String dotted = month.getYear() + "." + month.getMonthValue() + ".5";
    picker.plant(Defect.keptOut("D11", "type", t -> dotted), "business_date", Grain::unread);
    picker.plant(Defect.keptOut("D14", "accepted", t -> "x"), "op", Grain::unread);
  }

  private static boolean unread(DeliveredRow row) {
    return row.event instanceof Nothing;
  }
}
