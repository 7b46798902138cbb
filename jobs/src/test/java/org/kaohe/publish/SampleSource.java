package org.kaohe.publish;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.config.Definitions;
import org.kaohe.config.Glossary;
import org.kaohe.config.Indicator;
import org.kaohe.config.Label;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.Project;
import org.kaohe.config.Responsibility;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Target;
import org.kaohe.config.Unit;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;

/**
 * A release made up from a seed in the shape of the tables, over the definitions of the demo
 * workspace: complete enough to look at, small enough for every build. One county has delivered
 * nothing, one agency waits for a number that others owe, so that its total is a range.
 */
final class SampleSource implements DashboardSource {
  static final LocalDate BUSINESS_DATE = LocalDate.of(2025, 12, 31);
  static final String RELEASE = "R000007";

  private static final String RUN = "20251231-night";
  private static final String YEAR = "2025";
  private static final String SILENT_UNIT = "520123";

  private final Definitions definitions;
  private final Map<TableId, List<Map<String, @Nullable Object>>> tables = new HashMap<>();
  private final Map<List<String>, Map<String, @Nullable Object>> cells = new LinkedHashMap<>();
  private final Set<String> arrived = new HashSet<>();
  private final Random random = new Random(20251231);

  SampleSource(boolean demo, UnaryOperator<Unit> units) {
    this(demo, units, Path.of(".."));
  }

  /**
   * @param workspace has the definitions of the demo, perhaps under other names
   */
  SampleSource(boolean demo, UnaryOperator<Unit> units, Path workspace) {
    Definitions read =
        DefinitionLoader.load(workspace.toAbsolutePath().normalize()).definitions().orElseThrow();
    Project p = read.project();
    Map<String, Unit> renamed = new LinkedHashMap<>();
    read.units().forEach((code, unit) -> renamed.put(code, units.apply(unit)));
    this.definitions =
        new Definitions(
            new Project(
                p.name(),
                p.title(),
                p.workspace(),
                p.timezone(),
                p.landing(),
                p.warehouse(),
                p.site(),
                p.businessDate(),
                demo,
                p.lights()),
            renamed,
            read.contracts(),
            read.views(),
            read.indicators(),
            read.targets(),
            read.responsibilities(),
            read.notApplicable(),
            read.goals(),
            read.scorecards(),
            read.measures(),
            read.glossary(),
            read.hash());
    targets();
    definitions.indicators().values().forEach(this::indicator);
    definitions.scorecards().values().forEach(this::scorecard);
  }

  SampleSource(boolean demo) {
    this(demo, UnaryOperator.identity());
  }

  @Override
  public Definitions definitions() {
    return definitions;
  }

  @Override
  public Release release() {
    return new Release(
        RELEASE, RUN, BUSINESS_DATE, Instant.parse("2026-01-01T17:05:00Z"), Map.of());
  }

  @Override
  public Stream<DataRow> rows(TableId table, List<String> columns) {
    return table(table).stream()
        .map(
            row ->
                column -> {
                  if (!columns.contains(column) || !row.containsKey(column)) {
                    throw new IllegalArgumentException(table + " " + column + " " + row.keySet());
                  }
                  return row.get(column);
                });
  }

  /** All rows of a table, to compare pages with. */
  List<Map<String, @Nullable Object>> table(TableId table) {
    return tables.getOrDefault(table, List.of());
  }

  private void add(TableId table, Map<String, @Nullable Object> row) {
    tables.computeIfAbsent(table, t -> new ArrayList<>()).add(row);
  }

  private static Map<String, @Nullable Object> row(@Nullable Object... pairs) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      row.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return row;
  }

  private static @Nullable BigDecimal stored(@Nullable BigDecimal number) {
    return number == null ? null : number.setScale(9, RoundingMode.HALF_UP);
  }

  private static String source(Target target) {
    return "plan %s:%d".formatted(target.file(), target.line());
  }

  private void targets() {
    for (Target target : definitions.targets()) {
      add(
          TableId.gold("target"),
          row(
              "indicator", target.indicator(),
              "unit", target.unit(),
              "period", target.period().text(),
              "name", target.name(),
              "op", target.op().sign(),
              "value", stored(target.value().orElse(null)),
              "low", stored(target.low().orElse(null)),
              "high", stored(target.high().orElse(null)),
              "source", source(target),
              "document", target.document()));
    }
  }

  private Optional<Target> target(String indicator, String unit) {
    Optional<Unit> at = Optional.ofNullable(definitions.units().get(unit));
    while (at.isPresent()) {
      String code = at.get().code();
      Optional<Target> found =
          definitions.targets().stream()
              .filter(t -> t.indicator().equals(indicator) && t.unit().equals(code))
              .filter(t -> t.name().equals("target"))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
      at = at.get().parent().map(definitions.units()::get);
    }
    return Optional.empty();
  }

  private boolean under(String unit, String ancestor) {
    Optional<Unit> at = Optional.ofNullable(definitions.units().get(unit));
    while (at.isPresent()) {
      if (at.get().code().equals(ancestor)) {
        return true;
      }
      at = at.get().parent().map(definitions.units()::get);
    }
    return false;
  }

  private record Amount(BigDecimal numerator, BigDecimal denominator) {
    Amount plus(Amount other) {
      return new Amount(numerator.add(other.numerator), denominator.add(other.denominator));
    }
  }

  private void indicator(Indicator indicator) {
    List<String> units =
        definitions.units().values().stream()
            .filter(u -> u.classes().stream().anyMatch(indicator.unitClasses()::contains))
            .map(Unit::code)
            .toList();
    List<String> leaves =
        units.stream()
            .filter(u -> units.stream().noneMatch(o -> !o.equals(u) && under(o, u)))
            .toList();
    Indicator.Version version = indicator.versions().get(0);
    Map<String, Map<YearMonth, Amount>> amounts = new LinkedHashMap<>();
    for (String leaf : leaves) {
      BigDecimal level = level(indicator, version, leaf);
      Map<YearMonth, Amount> months = new TreeMap<>();
      for (YearMonth m = YearMonth.of(2024, 1); m.getYear() < 2026; m = m.plusMonths(1)) {
        if (!leaf.equals(SILENT_UNIT) && asked(indicator, leaf) && starts(indicator, m)) {
          Amount amount = amount(version, level);
          months.put(m, amount);
          source(indicator, version, leaf, m, amount);
        }
      }
      amounts.put(leaf, months);
    }
    for (String unit : units) {
      List<String> below = leaves.stream().filter(l -> under(l, unit)).toList();
      for (Period period : periods(indicator)) {
        Optional<Amount> sum =
            below.stream()
                .flatMap(l -> amounts.getOrDefault(l, Map.of()).entrySet().stream())
                .filter(e -> period.contains(Period.month(e.getKey())))
                .map(Map.Entry::getValue)
                .reduce(Amount::plus);
        List<DataRow> sources = new ArrayList<>();
        for (String leaf : below) {
          sources.addAll(
              taken(indicator, version, leaf, period, amounts.getOrDefault(leaf, Map.of())));
        }
        cell(indicator, version, unit, period, sum, sources);
      }
    }
  }

  /** Nobody delivers for an appraised unit what only items of others read. */
  private boolean asked(Indicator indicator, String code) {
    Unit unit = definitions.units().get(code);
    return unit == null
        || definitions.scorecards().values().stream()
            .filter(c -> unit.classes().stream().anyMatch(c.unitClasses()::contains))
            .flatMap(c -> c.items().stream())
            .filter(i -> i.indicator().filter(indicator.code()::equals).isPresent())
            .allMatch(i -> i.units().isEmpty() || i.units().contains(code));
  }

  /** Data stand in the first month of each period of the indicator's frequency. */
  private static boolean starts(Indicator indicator, YearMonth month) {
    return Period.containing(indicator.frequency(), month.atDay(1)).start().equals(month.atDay(1));
  }

  private BigDecimal level(Indicator indicator, Indicator.Version version, String unit) {
    BigDecimal goal =
        target(indicator.code(), unit)
            .flatMap(Target::value)
            .filter(v -> v.signum() > 0)
            .orElse(BigDecimal.valueOf(40));
    // Around the target: some better, some worse.
    BigDecimal shift = BigDecimal.valueOf(880 + random.nextInt(210), 3);
    BigDecimal level = goal.multiply(shift);
    boolean share = version.value() instanceof Indicator.Value.Ratio ratio && ratio.per() == 100;
    return share ? level.min(BigDecimal.valueOf(100)) : level;
  }

  private Amount amount(Indicator.Version version, BigDecimal level) {
    if (version.value() instanceof Indicator.Value.Ratio ratio) {
      BigDecimal denominator = BigDecimal.valueOf(400 + random.nextInt(900));
      BigDecimal noise = BigDecimal.valueOf(940 + random.nextInt(120), 3);
      BigDecimal numerator =
          level
              .multiply(noise)
              .multiply(denominator)
              .divide(BigDecimal.valueOf(ratio.per()), 0, RoundingMode.HALF_UP);
      return new Amount(ratio.per() == 100 ? numerator.min(denominator) : numerator, denominator);
    }
    return new Amount(level.setScale(0, RoundingMode.HALF_UP), BigDecimal.ONE);
  }

  /** What a leaf contributes to a cell, part by part. */
  private static List<DataRow> taken(
      Indicator indicator,
      Indicator.Version version,
      String leaf,
      Period period,
      Map<YearMonth, Amount> amounts) {
    Map<YearMonth, Amount> inside = new TreeMap<>(amounts);
    inside.keySet().removeIf(m -> !period.contains(Period.month(m)));
    if (inside.isEmpty()) {
      return List.of();
    }
    String periods =
        inside.keySet().stream().map(YearMonth::toString).collect(Collectors.joining(";"));
    Amount sum = inside.values().stream().reduce(Amount::plus).orElseThrow();
    boolean ratio = version.value() instanceof Indicator.Value.Ratio;
    List<DataRow> sources = new ArrayList<>();
    sources.add(
        row(
                "part",
                indicator.code() + (ratio ? ".numerator" : ".value"),
                "unit",
                leaf,
                "periods",
                periods,
                "value",
                stored(sum.numerator()))
            ::get);
    if (ratio) {
      sources.add(
          row(
                  "part",
                  indicator.code() + ".denominator",
                  "unit",
                  leaf,
                  "periods",
                  periods,
                  "value",
                  stored(sum.denominator()))
              ::get);
    }
    return sources;
  }

  private void source(
      Indicator indicator, Indicator.Version version, String unit, YearMonth month, Amount amount) {
    boolean ratio = version.value() instanceof Indicator.Value.Ratio;
    part(indicator.code() + (ratio ? ".numerator" : ".value"), unit, month, amount.numerator());
    if (ratio) {
      part(indicator.code() + ".denominator", unit, month, amount.denominator());
    }
  }

  private void part(String part, String unit, YearMonth month, BigDecimal value) {
    String dataset = part.toLowerCase(java.util.Locale.ROOT).replace('.', '_');
    String delivery = "d-" + dataset + "-" + month;
    if (arrived.add(delivery)) {
      add(
          TableId.ops("delivery"),
          row(
              "delivery",
              delivery,
              "dataset",
              "health_birth",
              "file",
              "health/birth/" + dataset + "_" + month + ".csv",
              "period",
              month.toString(),
              "issued",
              month.plusMonths(1).atDay(8),
              "delivered",
              1204L,
              "accepted",
              1198L,
              "quarantined",
              5L,
              "control",
              1L,
              "state",
              "accepted",
              "run_id",
              RUN));
    }
    add(
        TableId.gold("measure_source"),
        row(
            "part",
            part,
            "unit",
            unit,
            "period",
            month.toString(),
            "delivery",
            delivery,
            "rows",
            value.longValue(),
            "value",
            stored(value),
            "lines",
            "12;15;17"));
  }

  private static List<Period> periods(Indicator indicator) {
    Map<String, Period> periods = new LinkedHashMap<>();
    for (PeriodKind kind : PeriodKind.values()) {
      if (kind != PeriodKind.DAY && kind.compareTo(indicator.frequency()) >= 0) {
        for (YearMonth m = YearMonth.of(2024, 1); m.getYear() < 2026; m = m.plusMonths(1)) {
          Period period = Period.containing(kind, m.atDay(1));
          if (kind != PeriodKind.YEAR_TO_DATE || indicator.frequency() == PeriodKind.MONTH) {
            periods.put(period.text(), period);
          }
        }
      }
    }
    return List.copyOf(periods.values());
  }

  private void cell(
      Indicator indicator,
      Indicator.Version version,
      String unit,
      Period period,
      Optional<Amount> amount,
      List<DataRow> sources) {
    boolean ratio = version.value() instanceof Indicator.Value.Ratio;
    int per = version.value() instanceof Indicator.Value.Ratio r ? r.per() : 1;
    Optional<BigDecimal> value =
        amount.map(
            a ->
                a.numerator()
                    .multiply(BigDecimal.valueOf(per))
                    .divide(
                        ratio ? a.denominator() : BigDecimal.ONE,
                        indicator.decimals(),
                        RoundingMode.HALF_UP));
    Optional<Target> target = target(indicator.code(), unit);
    Optional<BigDecimal> goal = target.flatMap(Target::value).filter(g -> g.signum() > 0);
    boolean lower =
        target.filter(t -> t.op() == Target.Operator.AT_MOST).isPresent()
            || indicator.direction() == Indicator.Direction.LOWER;
    Optional<Boolean> met =
        value.flatMap(v -> goal.map(g -> lower ? v.compareTo(g) <= 0 : v.compareTo(g) >= 0));
    Optional<BigDecimal> attainment =
        value.flatMap(
            v ->
                goal.filter(g -> v.signum() > 0)
                    .map(
                        g ->
                            (lower ? g : v)
                                .multiply(BigDecimal.valueOf(100))
                                .divide(lower ? v : g, 2, RoundingMode.HALF_UP)));
    String light =
        met.map(
                m ->
                    m
                        ? "green"
                        : attainment.filter(a -> a.intValue() >= 95).isPresent() ? "yellow" : "red")
            .orElse(null);
    boolean interval = ratio && value.isPresent();
    Map<String, @Nullable Object> row =
        row(
            "indicator",
            indicator.code(),
            "unit",
            unit,
            "period",
            period.text(),
            "period_kind",
            Words.code(period.kind()),
            "numerator",
            stored(amount.map(Amount::numerator).orElse(null)),
            "denominator",
            stored(ratio ? amount.map(Amount::denominator).orElse(null) : null),
            "value",
            stored(value.orElse(null)),
            "lower",
            interval ? value.orElseThrow().doubleValue() * 0.93 : null,
            "upper",
            interval ? value.orElseThrow().doubleValue() * 1.06 : null,
            "interval_method",
            interval ? "wilson" : null,
            "sources",
            sources,
            "coverage",
            new BigDecimal("1.0000"),
            "data_status",
            value.isPresent() ? "complete" : "missing",
            "reason",
            value.isPresent() ? "" : "awaiting-data:" + (ratio ? "numerator" : "value"),
            "target",
            stored(target.flatMap(Target::value).orElse(null)),
            "target_op",
            target.map(t -> t.op().sign()).orElse(null),
            "target_low",
            null,
            "target_high",
            null,
            "target_unit",
            target.map(Target::unit).orElse(null),
            "target_source",
            target.map(SampleSource::source).orElse(null),
            "attainment",
            attainment.orElse(null),
            "expected_pace",
            indicator.progress() == Indicator.Progress.CUMULATIVE_MONTHS
                ? new BigDecimal("100.00")
                : null,
            "judgement",
            met.map(m -> m ? "met" : "not-met").orElse("not-judged"),
            "light",
            light,
            "reason_code",
            value.isEmpty()
                ? "no-value"
                : met.map(m -> m ? "reached" : "not-reached").orElse("no-target"),
            "definition_version",
            version.validFrom(),
            "data_as_of",
            value.isPresent() ? period.end() : null,
            "run_id",
            RUN);
    cells.put(List.of(indicator.code(), unit, period.text()), row);
    add(TableId.gold("indicator_value"), row);
  }

  private void scorecard(Scorecard card) {
    for (String cls : new TreeSet<>(card.unitClasses())) {
      List<Map<String, @Nullable Object>> totals = new ArrayList<>();
      for (Unit unit : definitions.units().values()) {
        if (unit.classes().contains(cls)) {
          totals.add(unit(card, cls, unit));
        }
      }
      rank(card, totals);
    }
  }

  private Map<String, @Nullable Object> unit(Scorecard card, String cls, Unit unit) {
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal open = BigDecimal.ZERO;
    List<String> missing = new ArrayList<>();
    int ordinal = 0;
    for (Scorecard.Section section : card.sections()) {
      BigDecimal points = BigDecimal.ZERO;
      BigDecimal full = BigDecimal.ZERO;
      boolean waiting = false;
      BigDecimal awaited = BigDecimal.ZERO;
      for (Scorecard.Item item : section.items()) {
        Optional<BigDecimal> got = line(card, cls, unit, section.code(), item, ordinal++);
        boolean addressed = item.units().isEmpty() || item.units().contains(unit.code());
        if (addressed) {
          full = full.add(item.points());
          if (got.isPresent()) {
            points = points.add(got.get());
          } else {
            waiting = true;
            awaited = awaited.add(item.points());
            missing.add(item.code());
          }
        }
      }
      BigDecimal low = percent(points, full);
      BigDecimal high = percent(points.add(awaited), full);
      BigDecimal weight = section.weight();
      total = total.add(low.multiply(weight).movePointLeft(2));
      open = open.add(high.subtract(low).multiply(weight).movePointLeft(2));
      result(
          card,
          cls,
          unit,
          section.code(),
          weight,
          waiting ? null : points,
          full,
          waiting ? null : low,
          low,
          high,
          null);
    }
    BigDecimal low = total.setScale(2, RoundingMode.HALF_UP);
    BigDecimal high = total.add(open).setScale(2, RoundingMode.HALF_UP);
    boolean known = missing.isEmpty();
    return result(
        card,
        cls,
        unit,
        "total",
        BigDecimal.valueOf(100),
        known ? low : null,
        card.fullMarks(),
        known ? low : null,
        low,
        high,
        known ? null : missing(card, missing));
  }

  /** The words of a total that waits for items. */
  private static Label missing(Scorecard card, List<String> items) {
    List<Label> names =
        card.items().stream()
            .filter(i -> items.contains(i.code()))
            .map(Scorecard.Item::name)
            .toList();
    return Glossary.load()
        .fill(
            "total.missing",
            Map.of(
                "what",
                new Label(
                    String.join("、", names.stream().map(Label::zh).toList()),
                    String.join(", ", names.stream().map(Label::en).toList()))));
  }

  private static BigDecimal percent(BigDecimal points, BigDecimal full) {
    return full.signum() == 0
        ? BigDecimal.ZERO
        : points.multiply(BigDecimal.valueOf(100)).divide(full, 2, RoundingMode.HALF_UP);
  }

  private Map<String, @Nullable Object> result(
      Scorecard card,
      String cls,
      Unit unit,
      String section,
      BigDecimal weight,
      @Nullable BigDecimal points,
      BigDecimal full,
      @Nullable BigDecimal score,
      BigDecimal low,
      BigDecimal high,
      @Nullable Label reason) {
    Map<String, @Nullable Object> row =
        row(
            "scorecard",
            card.name(),
            "period",
            YEAR,
            "unit",
            unit.code(),
            "class",
            cls,
            "section",
            section,
            "weight",
            stored(weight),
            "points",
            stored(points),
            "full_points",
            stored(full),
            "score",
            stored(score),
            "low",
            stored(low),
            "high",
            stored(high),
            "grade",
            null,
            "rank",
            null,
            "ranked_units",
            null,
            "reason",
            reason == null ? null : "missing",
            "reason_zh",
            reason == null ? null : reason.zh(),
            "reason_en",
            reason == null ? null : reason.en(),
            "state",
            "监测",
            "open",
            true,
            "data_as_of",
            BUSINESS_DATE);
    add(TableId.gold("scorecard"), row);
    return row;
  }

  private Optional<BigDecimal> line(
      Scorecard card, String cls, Unit unit, String section, Scorecard.Item item, int ordinal) {
    boolean addressed = item.units().isEmpty() || item.units().contains(unit.code());
    List<String> measured =
        definitions.responsibilities().stream()
            .filter(r -> r.scorecard().equals(card.name()) && r.unit().equals(unit.code()))
            .filter(r -> r.item().equals("*") || r.item().equals(item.code()))
            .map(Responsibility::measured)
            .toList();
    List<String> at = measured.isEmpty() ? List.of(unit.code()) : measured;
    String indicator = item.indicator().orElse("");
    Map<String, @Nullable Object> cell =
        cells.getOrDefault(List.of(indicator, at.get(0), YEAR), Map.of());
    boolean waits = unit.code().equals("hrss") && item.code().equals("SSC-010");
    BigDecimal value = waits ? null : (BigDecimal) cell.get("value");
    BigDecimal target = (BigDecimal) cell.get("target");
    BigDecimal lost =
        BigDecimal.valueOf(random.nextInt(25)).multiply(item.points()).movePointLeft(2);
    boolean met = "met".equals(cell.get("judgement")) || target == null;
    BigDecimal points =
        !addressed || value == null
            ? null
            : met ? item.points() : item.points().subtract(lost).setScale(2, RoundingMode.HALF_UP);
    String status = !addressed ? "not-applicable" : points == null ? "missing-data" : "scored";
    String branch =
        !addressed ? "not-addressed" : points == null ? "missing" : met ? "met" : "step";
    String shown = value == null ? "" : value.stripTrailingZeros().toPlainString();
    add(
        TableId.gold("scorecard_line"),
        row(
            "scorecard",
            card.name(),
            "period",
            YEAR,
            "unit",
            unit.code(),
            "class",
            cls,
            "section",
            section,
            "item",
            item.code(),
            "indicator",
            item.indicator().orElse(null),
            "measured",
            String.join(";", at),
            "rule",
            "step",
            "branch",
            branch,
            "status",
            status,
            "counted",
            item.counted(),
            "value",
            addressed ? value : null,
            "target",
            addressed ? target : null,
            "full_points",
            stored(item.points()),
            "points",
            stored(points),
            "points_exact",
            stored(points),
            "lost_points",
            stored(points == null ? null : item.points().subtract(points)),
            "rounding_decided",
            false,
            "sentence_zh",
            item.name().zh() + (points == null ? "：缺少数据" : " = " + shown + "；得 " + points + " 分"),
            "sentence_en",
            item.name().en() + (points == null ? ": no data" : " = " + shown + "; " + points),
            "ordinal",
            ordinal));
    if (points != null) {
      add(
          TableId.gold("scorecard_input"),
          row(
              "scorecard",
              card.name(),
              "period",
              YEAR,
              "unit",
              unit.code(),
              "item",
              item.code(),
              "name",
              "value",
              "value",
              value,
              "source",
              indicator
                  + "@"
                  + String.join(";", at)
                  + (item.rule() instanceof Scorecard.Rule.Formula ? " value" : "")));
    }
    return Optional.ofNullable(points);
  }

  private static void rank(Scorecard card, List<Map<String, @Nullable Object>> totals) {
    List<Map<String, @Nullable Object>> ranked =
        totals.stream()
            .filter(t -> t.get("score") != null)
            .sorted(Comparator.comparing((Map<String, @Nullable Object> t) -> score(t)).reversed())
            .collect(Collectors.toList());
    for (Map<String, @Nullable Object> total : totals) {
      total.put("ranked_units", ranked.size());
    }
    for (int i = 0; i < ranked.size(); i++) {
      Map<String, @Nullable Object> total = ranked.get(i);
      boolean tied = i > 0 && score(ranked.get(i - 1)).compareTo(score(total)) == 0;
      total.put("rank", tied ? ranked.get(i - 1).get("rank") : Integer.valueOf(i + 1));
      card.grades().stream()
          .filter(g -> score(total).compareTo(g.from()) >= 0)
          .findFirst()
          .ifPresent(g -> total.put("grade", g.name()));
    }
  }

  private static BigDecimal score(Map<String, @Nullable Object> total) {
    return total.get("score") instanceof BigDecimal score ? score : BigDecimal.ZERO;
  }
}
