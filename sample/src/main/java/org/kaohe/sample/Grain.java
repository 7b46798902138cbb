package org.kaohe.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kaohe.sample.Event.Book;
import org.kaohe.sample.Event.Cleared;
import org.kaohe.sample.Event.Lot;
import org.kaohe.sample.Event.Nothing;
import org.kaohe.sample.Event.Plan;
import org.kaohe.sample.Event.Reserve;
import org.kaohe.sample.Event.StockIn;
import org.kaohe.sample.Event.Subsidy;
import org.kaohe.sample.People.Pool;
import org.kaohe.sample.SampleUnits.SampleUnit;

/**
 * Rotation of grain reserves: plans in tonnes, weighings in kilograms, subsidies in 万元. Old grain
 * goes out from spring, new grain comes in after the harvest. Variety codes are the sample's own;
 * the published code tables were not readable.
 */
final class Grain {
  private static final String OP = "op=操作标志|czbz";
  private static final String UPDATED = "updated=最后更新时间|zhgxsj";

  static final Layout PLAN =
      Layout.of(
          "grain",
          "rotation_plan",
          Layout.GB18030,
          false,
          "plan_no=轮换计划单号",
          "doc_no=计划文号",
          "name=计划名称",
          "plan_year=计划年度",
          "start_date=开始执行日期",
          "end_date=截止执行日期",
          "company=下达单位信用代码",
          "issued_on=计划下达时间",
          OP,
          UPDATED);
  static final Layout LINE =
      Layout.of(
          "grain",
          "rotation_plan_line",
          Layout.GB18030,
          false,
          "line_no=计划明细单号",
          "plan_no=轮换计划单号",
          "plan_year=计划年度",
          "company=储备企业信用代码",
          "variety=品种代码",
          "nature=性质代码",
          "harvest_year=收获年度",
          "position=货位代码",
          "quantity=轮换数量（吨）|轮换数量",
          "kind=轮换类型",
          OP,
          UPDATED);
  static final Layout IN =
      Layout.of(
          "grain",
          "stock_in",
          Layout.GB18030,
          false,
          "business_no=入库业务单号",
          "position=货位代码",
          "company=储备企业信用代码",
          "business_date=业务日期",
          "plan_line_no=计划明细号",
          "carrier=承运人",
          "phone=联系电话",
          "id_card=身份证号",
          "address=详细地址",
          "transport=运输工具",
          "variety=品种代码",
          "gross_kg=毛重（公斤）",
          "tare_kg=皮重（公斤）",
          "deduct_kg=质检扣量（公斤）",
          "net_kg=净重（公斤）|净重",
          "acceptance=验收结论",
          "note=备注",
          OP,
          UPDATED);
  static final Layout OUT =
      Layout.of(
          "grain",
          "stock_out",
          Layout.GB18030,
          false,
          "business_no=出库业务单号",
          "position=货位代码",
          "company=储备企业信用代码",
          "business_date=业务日期",
          "plan_line_no=计划明细号",
          "carrier=承运人",
          "transport=运输工具",
          "variety=品种代码",
          "gross_kg=毛重（公斤）",
          "tare_kg=皮重（公斤）",
          "net_kg=净重（公斤）|净重",
          "stored_kg=货位原存数量（公斤）",
          "loss_kg=保管自然损耗（公斤）",
          "note=备注",
          OP,
          UPDATED);
  static final Layout BOOK =
      Layout.of(
          "grain",
          "month_stock",
          Layout.GB18030,
          false,
          "position=货位代码",
          "variety=品种代码",
          "period=年月|会计月份",
          "company=储备企业信用代码",
          "opening_kg=期初数量（公斤）",
          "income_kg=本期收入（公斤）",
          "outgo_kg=本期支出（公斤）",
          "closing_kg=期末数量（公斤）");
  static final Layout RESERVE =
      Layout.of(
          "grain",
          "reserve_plan",
          Layout.GB18030,
          false,
          "plan_no=计划单号",
          "doc_no=计划文号",
          "plan_year=计划年度",
          "company=承储企业信用代码",
          "variety=品种代码",
          "quantity=数量（吨）");
  static final Layout SUBSIDY =
      Layout.of(
          "grain",
          "subsidy",
          Layout.GB18030,
          false,
          "payment_no=拨付单号",
          "company=承储企业信用代码|承储企业",
          "doc_no=文号",
          "plan_year=年度",
          "variety=品种代码",
          "out_t=轮出数量（吨）",
          "out_price=轮出均价（元/吨）",
          "in_price=轮入均价（元/吨）",
          "amount=补贴金额（万元）|补贴金额",
          "pay_date=拨付日期");

  private static final String RICE = "1112000";
  private static final String RAPESEED = "2131000";
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  /** Companies of Baoshan: subsidy by year in 万元, per cent of the plan filled, loss in 1/10000. */
  private record Profile(
      String paid2024, String paid2025, int filled2024, int filled2025, int loss) {}

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

  private final DeliveryWriter out;
  private final List<SampleUnit> depots;
  private final long seed;
  private final int positions;

  private final SeededRandom dice;
  private int truckIn;
  private int truckOut;
  private int people;

  /** Kilograms in and out of a position by month. */
  private final Map<String, Map<YearMonth, BigDecimal[]>> moves = new HashMap<>();

  Grain(DeliveryWriter out, List<SampleUnit> depots, long seed, int rows) {
    this.out = out;
    this.depots = depots;
    this.seed = seed;
    this.positions = Math.max(3, Math.toIntExact(rows * 16L / 200_000));
    this.dice = new SeededRandom(seed, "grain");
  }

  void write() {
    for (int year : SampleYears.YEARS) {
      LocalDate planned = LocalDate.of(year, 1, 15);
      DeliveryFile plans = out.sheet(PLAN, Integer.toString(year), planned);
      DeliveryFile lines = out.sheet(LINE, Integer.toString(year), planned);
      DeliveryFile reserves = out.sheet(RESERVE, Integer.toString(year), planned);
      for (SampleUnit depot : depots) {
        rotate(depot, year, plans, lines);
        reserve(depot, year, reserves);
      }
      spoilPlans(plans, lines, year);
    }
    for (YearMonth month : SampleYears.MONTHS) {
      spoilIn(month);
      spoilOut(month);
    }
    books();
    subsidies();
  }

  private static Profile profile(SampleUnit depot) {
    return BAOSHAN.getOrDefault(depot.parent(), new Profile("0", "0", 100, 100, 13));
  }

  private int tonnes(int position) {
    return 120 + position * 37 % 19 * 10;
  }

  private static String positionCode(SampleUnit depot, int position) {
    return depot.code() + "001" + Writing.number("", 4, position + 1) + "00001";
  }

  private static String stamp(LocalDate day, int minute) {
    return day
        + " "
        + Writing.number("", 2, 8 + minute / 60 % 10)
        + ":"
        + Writing.number("", 2, minute % 60)
        + ":00";
  }

  private void rotate(SampleUnit depot, int year, DeliveryFile plans, DeliveryFile lines) {
    Profile profile = profile(depot);
    int filled = year == 2024 ? profile.filled2024() : profile.filled2025();
    LocalDate told = LocalDate.of(year, 1, 10);
    // Rape and wheat are harvested in May, rice from August.
    String early = depot.code() + year + "001";
    String late = depot.code() + year + "002";
    plan(
        plans,
        depot,
        early,
        year,
        "油料轮换",
        LocalDate.of(year, 3, 1),
        LocalDate.of(year, 9, 30),
        told);
    plan(
        plans,
        depot,
        late,
        year,
        "稻谷轮换",
        LocalDate.of(year, 4, 1),
        LocalDate.of(year, 11, 30),
        told);
    for (int p = 0; p < positions; p++) {
      boolean oil = p % 3 == 2;
      String plan = oil ? early : late;
      BigDecimal tonnes = BigDecimal.valueOf(tonnes(p));
      String position = positionCode(depot, p);
      String number = plan + depot.code() + "001" + Writing.number("", 4, p * 2 + 2);
      for (int kind = 1; kind <= 2; kind++) {
        boolean in = kind == 2;
        lines.add(
            new DeliveredRow(
                in ? new Lot(number, plan, year, depot.code(), tonnes) : new Nothing(),
                in ? number : plan + depot.code() + "001" + Writing.number("", 4, p * 2 + 1),
                plan,
                Integer.toString(year),
                depot.code(),
                oil ? RAPESEED : RICE,
                depot.parent().startsWith("5305") ? "123" : "122",
                Integer.toString(in ? year : year - 2),
                position,
                tonnes + ".000",
                kind == 1 ? (p % 5 == 0 ? "轮出" : "1") : "2",
                "i",
                stamp(told, p)));
      }
      BigDecimal stored = balance(position);
      if (stored.signum() == 0) {
        stored = tonnes.multiply(THOUSAND);
      }
      YearMonth emptied = YearMonth.of(year, oil ? 3 + p % 3 : 4 + p % 4);
      clear(depot, position, oil ? RAPESEED : RICE, emptied, stored, profile.loss(), number);
      YearMonth refilled = YearMonth.of(year, oil ? 7 + p % 2 : 9 + p % 3);
      // One lot in twenty is finished after the plan's end, in the last month.
      boolean afterwards = dice.permille(filled < 100 ? 150 : 45);
      fill(
          depot,
          position,
          oil ? RAPESEED : RICE,
          afterwards ? YearMonth.of(year, 12) : refilled,
          tonnes
              .multiply(THOUSAND)
              .multiply(BigDecimal.valueOf(filled))
              .divide(BigDecimal.valueOf(100), 3, RoundingMode.UNNECESSARY),
          number);
    }
  }

  private void plan(
      DeliveryFile plans,
      SampleUnit depot,
      String number,
      int year,
      String name,
      LocalDate start,
      LocalDate end,
      LocalDate told) {
    plans.add(
        new DeliveredRow(
            new Plan(number, end),
            number,
            "演示粮发〔" + year + "〕1号",
            depot.name() + year + "年" + name,
            Integer.toString(year),
            start.toString(),
            SampleYears.plain(end),
            depot.code(),
            told.toString(),
            "i",
            stamp(told, 0)));
  }

  private void move(String position, YearMonth month, int side, BigDecimal kilograms) {
    BigDecimal[] sides =
        moves
            .computeIfAbsent(position, p -> new HashMap<>())
            .computeIfAbsent(month, m -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
    sides[side] = sides[side].add(kilograms);
  }

  private BigDecimal balance(String position) {
    BigDecimal sum = BigDecimal.ZERO;
    for (BigDecimal[] sides : moves.getOrDefault(position, Map.of()).values()) {
      sum = sum.add(sides[0]).subtract(sides[1]);
    }
    return sum;
  }

  private DeliveryFile sheet(Layout form, YearMonth month) {
    return out.sheet(form, SampleYears.compact(month), SampleYears.issued(month, 8));
  }

  private void clear(
      SampleUnit depot,
      String position,
      String variety,
      YearMonth month,
      BigDecimal stored,
      int loss,
      String lot) {
    if (moves.getOrDefault(position, Map.of()).isEmpty()) {
      // What lay there before the sample begins.
      move(position, YearMonth.of(2023, 12), 0, stored);
    }
    BigDecimal lost =
        stored
            .multiply(BigDecimal.valueOf(loss * 100L + dice.between(-300, 300)))
            .divide(BigDecimal.valueOf(1_000_000), 1, RoundingMode.HALF_UP);
    BigDecimal left = stored.subtract(lost);
    int day = 3;
    String outLine =
        lot.substring(0, 46) + "%04d".formatted(Integer.parseInt(lot.substring(46)) - 1);
    while (left.signum() > 0) {
      BigDecimal net =
          left.min(
              BigDecimal.valueOf(dice.between(56_000, 66_000), 1).multiply(BigDecimal.valueOf(5)));
      left = left.subtract(net);
      boolean last = left.signum() == 0;
      LocalDate date = month.atDay(Math.min(26, day++));
      BigDecimal tare = BigDecimal.valueOf(dice.between(12_000, 15_000));
      sheet(OUT, month)
          .add(
              new DeliveredRow(
                  last ? new Cleared(depot.code(), date, stored, lost) : new Nothing(),
                  Writing.number("C", 11, ++truckOut),
                  position,
                  depot.code(),
                  dice.permille(200) ? SampleYears.plain(date) : date.toString(),
                  outLine,
                  People.name(++people),
                  "1",
                  variety,
                  net.add(tare).toPlainString(),
                  tare.toPlainString(),
                  net.toPlainString(),
                  last ? stored.toPlainString() : dice.permille(300) ? "—" : "",
                  last ? lost.toPlainString() : "",
                  "",
                  "i",
                  stamp(date, truckOut)));
    }
    move(position, month, 1, stored);
  }

  private void fill(
      SampleUnit depot,
      String position,
      String variety,
      YearMonth month,
      BigDecimal kilograms,
      String lot) {
    BigDecimal left = kilograms;
    int day = 2;
    while (left.signum() > 0) {
      BigDecimal net =
          left.min(
              BigDecimal.valueOf(dice.between(56_000, 66_000), 1).multiply(BigDecimal.valueOf(5)));
      left = left.subtract(net);
      truck(depot, position, variety, month.atDay(Math.min(27, day++)), net, lot);
    }
    move(position, month, 0, kilograms);
  }

  private DeliveredRow truck(
      SampleUnit depot,
      String position,
      String variety,
      LocalDate date,
      BigDecimal net,
      String lot) {
    int deduct = dice.permille(300) ? dice.between(10, 200) : 0;
    BigDecimal tare = BigDecimal.valueOf(dice.between(12_000, 15_000));
    int carrier = ++people % 400;
    return sheet(IN, YearMonth.from(date))
        .add(
            new DeliveredRow(
                new StockIn(depot.code(), date, lot, net, true),
                Writing.number("R", 11, ++truckIn),
                position,
                depot.code(),
                dice.permille(200) ? SampleYears.plain(date) : date.toString(),
                lot,
                People.name(carrier),
                Writing.number("1390000", 4, carrier),
                People.id(Pool.CARRIER, carrier),
                "演示县演示镇" + carrier + "号",
                dice.permille(100) ? "汽车" : "1",
                variety,
                net.add(tare).add(BigDecimal.valueOf(deduct)).toPlainString(),
                tare.toPlainString(),
                deduct == 0 ? "" : Integer.toString(deduct),
                net.toPlainString(),
                "1",
                "",
                "i",
                stamp(date, truckIn)));
  }

  private void reserve(SampleUnit depot, int year, DeliveryFile reserves) {
    int total = 0;
    for (int p = 0; p < positions; p++) {
      total += tonnes(p);
    }
    BigDecimal tonnes = BigDecimal.valueOf(total);
    reserves.add(
        new DeliveredRow(
            new Reserve(depot.code(), year, tonnes),
            "CB" + year + depot.code(),
            "无",
            Integer.toString(year),
            depot.code(),
            RICE,
            tonnes.toPlainString()));
  }

  private void spoilPlans(DeliveryFile plans, DeliveryFile lines, int year) {
    out.noteFile("D07", lines, "accepted", "planned in tonnes, weighed in kilograms");
    LocalDate late = LocalDate.of(year, 2, 20);
    // Start after end: kept out, delivered right a month later; its lines wait meanwhile.
    DeliveredRow wrong = plans.lines.get(1);
    DeliveredRow right = wrong.again();
    right.cells[9] = stamp(LocalDate.of(year, 2, 18), 0);
    String start = wrong.cells[4];
    wrong.cells[4] = wrong.cells[5];
    wrong.cells[5] = start;
    out.quarantine("D27", plans, wrong, "rule");
    DeliveryFile later = out.sheet(PLAN, Integer.toString(year), late);
    later.add(right);
    // A plan drawn up and withdrawn.
    String[] cells = plans.lines.get(0).cells.clone();
    cells[0] = cells[0].substring(0, 22) + "009";
    DeliveredRow drawn = plans.add(new DeliveredRow(new Nothing(), cells));
    DeliveredRow withdrawn = drawn.again();
    withdrawn.cells[8] = "d";
    withdrawn.cells[9] = stamp(LocalDate.of(year, 2, 18), 5);
    withdrawn.fate = DeliveredRow.Fate.DELETED;
    later.add(withdrawn);
    out.supersede("D17", plans, drawn, "withdrawn later");
    out.note("D17", later, withdrawn, "deleted", "delete flag");
    // A total over the lines, and a quantity with full-width digits and separator.
    DeliveredRow total = lines.total("line_no", "合计");
    out.note("D06", lines, total, "control", "合计 row");
    DeliveredRow wide = lines.lines.get(1);
    wide.cells[8] = Writing.fullWidth(wide.cells[8]);
    out.note("D02", lines, wide, "normalised", "full-width digits");
  }

  private void spoilIn(YearMonth month) {
    DeliveryFile sheet = sheet(IN, month);
    DefectPicker picker = new DefectPicker(sheet, dice);
    LocalDate late = SampleYears.issued(month.plusMonths(1), 18);
    boolean corrects = late.isBefore(SampleYears.LAST_DAY);
    if (sheet.lines.isEmpty()) {
      out.noteFile("NIL", sheet, "accepted", "nil report: header only");
      return;
    }
    picker
        .edit("note", t -> "粮堆发热，\n已翻仓；\"复检\"合格", l -> true)
        .ifPresent(l -> out.note("NEWLINE", sheet, l, "accepted", "quoted line break"));
    picker
        .edit("phone", t -> "无", l -> true)
        .ifPresent(l -> out.note("D12", sheet, l, "accepted", "placeholder"));
    picker
        .edit("net_kg", t -> Writing.thousands(t), l -> true)
        .ifPresent(l -> out.note("D08", sheet, l, "normalised", "thousands separator"));
    // A weighing with the tail of a 32-bit float; delivered right later, once not at all.
    // Baoshan's lorries are all counted in the end, or its completion of exactly 100 % would be
    // lost.
    picker
        .next(l -> corrects || elsewhere(l))
        .ifPresent(
            l -> {
              DeliveredRow right = l.again();
              l.cells[14] =
                  right.cells[14] + (right.cells[14].contains(".") ? "" : ".5") + "0048828125";
              out.quarantine("D10", sheet, l, "decimals");
              if (corrects) {
                out.sheet(IN, sheet.period, late).add(right);
              }
            });
    // Weighed twice by mistake and reversed in red: both rows stand, together they are nothing.
    picker
        .next(l -> true)
        .ifPresent(
            l -> {
              StockIn e = (StockIn) l.event;
              DeliveredRow twice = l.again();
              twice.cells[0] = Writing.number("R", 11, ++truckIn);
              sheet.add(twice);
              BigDecimal negative = e.kilograms().negate();
              DeliveredRow red =
                  l.telling(new StockIn(e.company(), e.date(), e.lot(), negative, true));
              red.cells[0] = Writing.number("R", 11, ++truckIn);
              red.cells[11] = "";
              red.cells[12] = "";
              red.cells[13] = "";
              red.cells[14] = negative.toPlainString();
              red.cells[16] = "红冲";
              sheet.add(red);
              out.note("D24", sheet, red, "accepted", "negative reversal row");
            });
    // No conclusion is not a pass; half of them are concluded later.
    for (int i = 0; i < 2; i++) {
      boolean concluded = i == 0 && corrects;
      picker
          .next(Grain::elsewhere)
          .ifPresent(
              l -> {
                StockIn e = (StockIn) l.event;
                DeliveredRow open =
                    l.telling(new StockIn(e.company(), e.date(), e.lot(), e.kilograms(), false));
                open.cells[15] = "";
                sheet.lines.set(sheet.lines.indexOf(l), open);
                if (concluded) {
                  DeliveredRow done = l.again();
                  done.cells[18] = stamp(late, 0);
                  out.sheet(IN, sheet.period, late).add(done);
                  out.supersede("D26", sheet, open, "acceptance concluded later");
                } else {
                  out.note("D26", sheet, open, "accepted", "no conclusion is not a pass");
                }
              });
    }
  }

  private static boolean elsewhere(DeliveredRow line) {
    return !line.cells[2].startsWith("915305");
  }

  private void spoilOut(YearMonth month) {
    DeliveryFile sheet = sheet(OUT, month);
    DefectPicker picker = new DefectPicker(sheet, dice);
    LocalDate late = SampleYears.issued(month.plusMonths(1), 18);
    picker
        .next(l -> l.event instanceof Nothing)
        .ifPresent(
            l -> {
              // Entered by mistake, withdrawn with the delete flag.
              DeliveredRow mistake = l.again();
              mistake.cells[0] = Writing.number("C", 11, ++truckOut);
              sheet.add(mistake);
              DeliveredRow gone = mistake.again();
              gone.cells[14] = "d";
              gone.cells[15] = stamp(late, 0);
              gone.fate = DeliveredRow.Fate.DELETED;
              DeliveryFile later = out.sheet(OUT, sheet.period, late);
              later.add(gone);
              out.supersede("D17", sheet, mistake, "withdrawn later");
              out.note("D17", later, gone, "deleted", "delete flag");
            });
    picker
        .next(l -> l.event instanceof Nothing)
        .ifPresent(
            l -> {
              l.cells[3] = month.getYear() + "." + month.getMonthValue() + ".5";
              out.quarantine("D11", sheet, l, "type");
            });
    picker
        .next(l -> l.event instanceof Nothing)
        .ifPresent(
            l -> {
              l.cells[14] = "x";
              out.quarantine("D14", sheet, l, "accepted");
            });
  }

  private void books() {
    Map<String, BigDecimal> opening = new LinkedHashMap<>();
    moves.forEach(
        (p, months) -> {
          BigDecimal[] before = months.get(YearMonth.of(2023, 12));
          opening.put(p, before == null ? BigDecimal.ZERO : before[0]);
        });
    for (YearMonth month : SampleYears.MONTHS) {
      DeliveryFile sheet = sheet(BOOK, month);
      for (SampleUnit depot : depots) {
        for (int p = 0; p < positions; p++) {
          String position = positionCode(depot, p);
          BigDecimal open = opening.getOrDefault(position, BigDecimal.ZERO);
          BigDecimal[] sides =
              moves
                  .getOrDefault(position, Map.of())
                  .getOrDefault(month, new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
          BigDecimal close = open.add(sides[0]).subtract(sides[1]);
          sheet.add(
              new DeliveredRow(
                  new Book(depot.code(), month, close),
                  position,
                  p % 3 == 2 ? RAPESEED : RICE,
                  month.getYear() == 2024 ? month.toString() : SampleYears.compact(month),
                  depot.code(),
                  open.toPlainString(),
                  sides[0].toPlainString(),
                  sides[1].toPlainString(),
                  close.toPlainString()));
          opening.put(position, close);
        }
      }
      LocalDate late = SampleYears.issued(month, 20);
      if (late.isBefore(SampleYears.LAST_DAY)) {
        DeliveredRow unbalanced = sheet.lines.get(dice.below(sheet.lines.size()));
        DeliveredRow right = unbalanced.again();
        unbalanced.cells[7] =
            new BigDecimal(unbalanced.cells[7]).add(BigDecimal.TEN).toPlainString();
        out.quarantine("D19", sheet, unbalanced, "rule");
        out.sheet(BOOK, sheet.period, late).add(right);
      }
      DeliveredRow total = sheet.total("position", "总计");
      out.note("D06", sheet, total, "control", "总计 row");
    }
  }

  private void subsidies() {
    SeededRandom own = new SeededRandom(seed, "grain_subsidy");
    int number = 0;
    for (int year : SampleYears.YEARS) {
      Map<String, List<BigDecimal>> shares = new HashMap<>();
      for (SampleUnit depot : depots) {
        Profile profile = profile(depot);
        BigDecimal total =
            BAOSHAN.containsKey(depot.parent())
                ? new BigDecimal(year == 2024 ? profile.paid2024() : profile.paid2025())
                : own.cents(60, 120);
        List<BigDecimal> quarters = new ArrayList<>();
        BigDecimal left = total;
        for (int q = 0; q < 3; q++) {
          BigDecimal part =
              total
                  .multiply(BigDecimal.valueOf(own.between(180, 300)))
                  .divide(THOUSAND, 4, RoundingMode.HALF_UP);
          quarters.add(part);
          left = left.subtract(part);
        }
        quarters.add(left);
        shares.put(depot.code(), quarters);
      }
      for (int q = 0; q < 4; q++) {
        YearMonth month = YearMonth.of(year, q * 3 + 3);
        // The last list of the sample is issued before the year is over.
        LocalDate issued =
            year == 2025 && q == 3 ? LocalDate.of(2025, 12, 26) : SampleYears.issued(month, 12);
        DeliveryFile sheet = out.sheet(SUBSIDY, SampleYears.quarter(month), issued);
        for (SampleUnit depot : depots) {
          number++;
          BigDecimal amount = shares.getOrDefault(depot.code(), List.of()).get(q);
          int gap = own.between(640, depot.parent().startsWith("5305") ? 760 : 770);
          BigDecimal tonnes =
              amount
                  .multiply(BigDecimal.valueOf(10_000))
                  .divide(BigDecimal.valueOf(gap), 3, RoundingMode.HALF_UP);
          int price = own.between(2200, 2400);
          LocalDate day = month.atDay(own.between(10, 24));
          sheet.add(
              new DeliveredRow(
                  new Subsidy(depot.code(), day, amount, tonnes),
                  "BT%d%05d".formatted(year, number),
                  // From 2025 the finance office writes names instead of codes.
                  sheet.issued.getYear() == 2025 ? depot.name().replace("（演示）", "") : depot.code(),
                  "演示财〔" + year + "〕" + (q + 1) + "号",
                  Integer.toString(year),
                  RICE,
                  tonnes.toPlainString(),
                  price + ".00",
                  price + gap + ".00",
                  amount.toPlainString(),
                  q % 2 == 0 ? day.toString() : SampleYears.chinese(day)));
        }
        spoilSubsidies(sheet, own);
      }
    }
  }

  private void spoilSubsidies(DeliveryFile sheet, SeededRandom own) {
    DefectPicker picker = new DefectPicker(sheet, own);
    if (sheet.issued.getYear() == 2025) {
      out.noteFile("D14", sheet, "normalised", "companies by name");
    }
    LocalDate late = sheet.issued.plusDays(3);
    List<String[]> spoilt =
        List.of(
            new String[] {"D10", "decimals", "%s0495911"},
            new String[] {"D13", "type", "≤%s"},
            new String[] {"D08", "type", "%s万"});
    for (String[] how : spoilt) {
      picker
          .next(l -> l.cells[8].contains("."))
          .ifPresent(
              l -> {
                DeliveredRow right = l.again();
                l.cells[8] = how[2].formatted(l.cells[8]);
                out.quarantine(how[0], sheet, l, how[1]);
                out.sheet(SUBSIDY, sheet.period, late).add(right);
              });
    }
    sheet.total("payment_no", "小计");
    DeliveredRow total = sheet.total("payment_no", "合计");
    out.note("D06", sheet, total, "control", "合计 row");
  }
}
