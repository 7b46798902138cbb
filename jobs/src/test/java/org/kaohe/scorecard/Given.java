package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kaohe.TestContracts;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Label;
import org.kaohe.config.Measures;
import org.kaohe.config.NotApplicable;
import org.kaohe.config.Part;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.Project;
import org.kaohe.config.Reporting;
import org.kaohe.config.Responsibility;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Mean;
import org.kaohe.config.Target;
import org.kaohe.config.TargetValue;
import org.kaohe.config.Unit;

/** Small definitions and facts for the tests of this room, in words that say only what matters. */
final class Given {
  static final Period YEAR = Period.year(2025);
  static final String DATASET = "some_dataset";
  static final String CLASS = "county";

  private Given() {}

  /** A business date at which {@link #YEAR} is over. */
  static final LocalDate LATER = LocalDate.of(2026, 1, 31);

  static BigDecimal number(String text) {
    return new BigDecimal(text);
  }

  static Optional<BigDecimal> maybe(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(number(text));
  }

  // Definitions

  static Indicator given(String code, Indicator.Direction direction, int decimals) {
    return indicator(
        code,
        direction,
        "percent",
        decimals,
        new Indicator.Value.Single(part(Part.Aggregate.GIVEN, false)),
        Optional.empty());
  }

  static Indicator counted(String code, Indicator.Direction direction) {
    return indicator(
        code,
        direction,
        "case",
        0,
        new Indicator.Value.Single(part(Part.Aggregate.COUNT, false)),
        Optional.empty());
  }

  static Indicator distinct(String code) {
    return indicator(
        code,
        Indicator.Direction.HIGHER,
        "case",
        0,
        new Indicator.Value.Single(part(Part.Aggregate.DISTINCT, false)),
        Optional.empty());
  }

  static Indicator ratio(
      String code, Indicator.Direction direction, int per, Optional<Integer> smallNumbers) {
    return indicator(
        code,
        direction,
        per == 1000 ? "per-mille" : "percent",
        2,
        new Indicator.Value.Ratio(
            part(Part.Aggregate.COUNT, false), part(Part.Aggregate.COUNT, false), per),
        smallNumbers);
  }

  private static Part part(Part.Aggregate aggregate, boolean additive) {
    return new Part(
        DATASET,
        aggregate,
        Optional.of("x"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        additive,
        false);
  }

  private static Indicator indicator(
      String code,
      Indicator.Direction direction,
      String unit,
      int decimals,
      Indicator.Value value,
      Optional<Integer> smallNumbers) {
    return new Indicator(
        code,
        new Label("指标" + code, "Indicator " + code),
        "health",
        Path.of("conf/indicators/health/" + code + ".yaml"),
        Indicator.Kind.OUTCOME,
        Indicator.Dimension.BENEFIT,
        direction,
        unit,
        decimals,
        PeriodKind.YEAR,
        "health",
        Set.of(CLASS, "province"),
        Indicator.Progress.LEVEL,
        List.of(
            new Indicator.Version(
                LocalDate.of(2020, 1, 1), value, Indicator.Interval.NONE, smallNumbers, Map.of())));
  }

  /** The same as a running total that is held against the days gone by. */
  static Indicator running(Indicator i) {
    return new Indicator(
        i.code(),
        i.name(),
        i.domain(),
        i.file(),
        i.kind(),
        i.dimension(),
        i.direction(),
        i.unit(),
        i.decimals(),
        i.frequency(),
        i.owner(),
        i.unitClasses(),
        Indicator.Progress.CUMULATIVE_DAYS,
        i.versions());
  }

  static Item item(String code, String points, Scorecard.Rule rule) {
    return new Item(code, number(points), rule);
  }

  /** An item under construction; the defaults are those of the loader. */
  static final class Item {
    private final String code;
    private final BigDecimal points;
    private final Scorecard.Rule rule;
    private Label name;
    private Optional<String> indicator;
    private BigDecimal floor = BigDecimal.ZERO;
    private Optional<Scorecard.MissingItem> missing = Optional.empty();
    private boolean counted = true;
    private Set<String> units = Set.of();
    private boolean binding;
    private Optional<String> gradeAtMost = Optional.empty();

    private Item(String code, BigDecimal points, Scorecard.Rule rule) {
      this.code = code;
      this.points = points;
      this.rule = rule;
      this.name = new Label("指标" + code, "Indicator " + code);
      this.indicator = Optional.of(code);
    }

    Item named(String zh, String en) {
      name = new Label(zh, en);
      return this;
    }

    Item reading(String code) {
      indicator = Optional.of(code);
      return this;
    }

    Item withoutIndicator() {
      indicator = Optional.empty();
      return this;
    }

    Item floor(String least) {
      floor = number(least);
      return this;
    }

    Item missing(Scorecard.MissingItem policy) {
      missing = Optional.of(policy);
      return this;
    }

    Item uncounted() {
      counted = false;
      return this;
    }

    Item onlyFor(String... codes) {
      units = Set.of(codes);
      return this;
    }

    Item binding() {
      binding = true;
      return this;
    }

    Item binding(String grade) {
      binding = true;
      gradeAtMost = Optional.of(grade);
      return this;
    }

    Scorecard.Item build() {
      return new Scorecard.Item(
          code,
          name,
          Optional.empty(),
          indicator,
          points,
          floor,
          rule,
          missing,
          Scorecard.PartialItem.SCORE,
          counted,
          units,
          binding,
          gradeAtMost,
          1);
    }
  }

  static Scorecard.Section section(String code, String weight, Item... items) {
    return section(code, weight, 1, Scorecard.MissingSection.UNRANKED, items);
  }

  static Scorecard.Section section(
      String code, String weight, int least, Scorecard.MissingSection missing, Item... items) {
    List<Scorecard.Item> built = new ArrayList<>();
    for (Item item : items) {
      built.add(item.build());
    }
    return new Scorecard.Section(
        code, Label.of(code), number(weight), least, missing, Mean.ARITHMETIC, built);
  }

  static Scorecard.Bonus bonus(String cap, Item... items) {
    return new Scorecard.Bonus(
        new Label("加分", "Bonus"), number(cap), section("bonus", "0", items).items());
  }

  static Scorecard.Grade grade(String name, String from) {
    return new Scorecard.Grade(name, number(from), Optional.empty());
  }

  static Scorecard.Grade grade(String name, String from, String quota) {
    return new Scorecard.Grade(name, number(from), Optional.of(number(quota)));
  }

  static Scorecard card(Scorecard.Section... sections) {
    return new Scorecard(
        "test",
        Label.of("test"),
        Path.of("conf/scorecards/test.yaml"),
        PeriodKind.YEAR,
        Scorecard.Years.ALL,
        Set.of(CLASS),
        2,
        false,
        number("100"),
        List.of(sections),
        Optional.empty(),
        List.of(),
        List.of(),
        Mean.ARITHMETIC,
        Optional.empty(),
        Scorecard.Small.NONE);
  }

  /** The same, what is measured being shared. */
  static Scorecard shared(Scorecard card, Scorecard.Shares.Of of, String support) {
    return new Scorecard(
        card.name(),
        card.title(),
        card.file(),
        card.period(),
        card.years(),
        card.unitClasses(),
        card.pointsDecimals(),
        card.exact(),
        card.fullMarks(),
        card.sections(),
        card.bonus(),
        card.grades(),
        card.tieBreak(),
        card.mean(),
        Optional.of(new Scorecard.Shares(of, number(support))),
        card.small());
  }

  /** The same with periods read together, and small units scored above or not. */
  static Scorecard small(Scorecard card, int pool, boolean parent) {
    return new Scorecard(
        card.name(),
        card.title(),
        card.file(),
        card.period(),
        card.years(),
        card.unitClasses(),
        card.pointsDecimals(),
        card.exact(),
        card.fullMarks(),
        card.sections(),
        card.bonus(),
        card.grades(),
        card.tieBreak(),
        card.mean(),
        card.shares(),
        new Scorecard.Small(pool, parent));
  }

  /** The same with other means of its sections and of their items. */
  static Scorecard mean(Scorecard card, Mean ofSections, Mean ofItems) {
    return new Scorecard(
        card.name(),
        card.title(),
        card.file(),
        card.period(),
        card.years(),
        card.unitClasses(),
        card.pointsDecimals(),
        card.exact(),
        card.fullMarks(),
        card.sections().stream()
            .map(
                s ->
                    new Scorecard.Section(
                        s.code(),
                        s.name(),
                        s.weight(),
                        s.leastItems(),
                        s.missing(),
                        ofItems,
                        s.items()))
            .toList(),
        card.bonus(),
        card.grades(),
        card.tieBreak(),
        ofSections,
        card.shares(),
        card.small());
  }

  static Scorecard with(Scorecard card, Scorecard.Bonus bonus) {
    return new Scorecard(
        card.name(),
        card.title(),
        card.file(),
        card.period(),
        card.years(),
        card.unitClasses(),
        card.pointsDecimals(),
        card.exact(),
        card.fullMarks(),
        card.sections(),
        Optional.of(bonus),
        card.grades(),
        card.tieBreak(),
        card.mean(),
        card.shares(),
        card.small());
  }

  static Scorecard graded(Scorecard card, List<String> tieBreak, Scorecard.Grade... grades) {
    return new Scorecard(
        card.name(),
        card.title(),
        card.file(),
        card.period(),
        card.years(),
        card.unitClasses(),
        card.pointsDecimals(),
        card.exact(),
        card.fullMarks(),
        card.sections(),
        card.bonus(),
        List.of(grades),
        tieBreak,
        card.mean(),
        card.shares(),
        card.small());
  }

  static Scorecard fullMarks(Scorecard card, String fullMarks) {
    return new Scorecard(
        card.name(),
        card.title(),
        card.file(),
        card.period(),
        card.years(),
        card.unitClasses(),
        card.pointsDecimals(),
        card.exact(),
        number(fullMarks),
        card.sections(),
        card.bonus(),
        card.grades(),
        card.tieBreak(),
        card.mean(),
        card.shares(),
        card.small());
  }

  static Scorecard exact(Scorecard card) {
    return new Scorecard(
        card.name(),
        card.title(),
        card.file(),
        card.period(),
        card.years(),
        card.unitClasses(),
        card.pointsDecimals(),
        true,
        card.fullMarks(),
        card.sections(),
        card.bonus(),
        card.grades(),
        card.tieBreak(),
        card.mean(),
        card.shares(),
        card.small());
  }

  static Measures measures() {
    Map<String, Measures.Measure> measures = new LinkedHashMap<>();
    measures.put("per-mille", measure("per-mille", "‰", "‰"));
    measures.put("percent", measure("percent", "%", "%"));
    measures.put("case", measure("case", "例", "cases"));
    return new Measures(measures);
  }

  private static Measures.Measure measure(String id, String zh, String en) {
    return new Measures.Measure(id, new Label(zh, en), id, BigDecimal.ONE);
  }

  static Unit unit(String code, String... classes) {
    return unitUnder(code, Optional.empty(), classes);
  }

  static Unit unitUnder(String code, Optional<String> parent, String... classes) {
    return new Unit(
        code,
        Label.of(code),
        "county",
        parent,
        Set.of(classes),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  static Responsibility duty(String scorecard, String item, String unit, String measured) {
    return new Responsibility(
        scorecard,
        item,
        unit,
        measured,
        "牵头",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Path.of("conf/responsibilities/test.csv"),
        2);
  }

  /** The same with items taken from units by papers. */
  static Definitions taken(Definitions d, NotApplicable... rows) {
    return with(d, d.contracts(), List.of(rows));
  }

  /** The same with the dataset of all indicators delivered by somebody. */
  static Definitions provided(Definitions d, String provider) {
    return with(
        d,
        Map.of(
            DATASET,
            TestContracts.changed(
                TestContracts.contributions(),
                DATASET,
                Reporting.of(Optional.of(provider)),
                Optional.empty())),
        d.notApplicable());
  }

  private static Definitions with(
      Definitions d, Map<String, Contract> contracts, List<NotApplicable> notApplicable) {
    return new Definitions(
        d.project(),
        d.units(),
        contracts,
        d.views(),
        d.indicators(),
        d.targets(),
        d.responsibilities(),
        notApplicable,
        d.goals(),
        d.scorecards(),
        d.measures(),
        d.glossary(),
        d.hash());
  }

  static NotApplicable paper(String item, String unit, String from, String to, String document) {
    return new NotApplicable(
        "test",
        item,
        unit,
        LocalDate.parse(from),
        Optional.of(to).filter(t -> !t.isEmpty()).map(LocalDate::parse),
        document,
        Path.of("conf/not-applicable/test.csv"),
        2);
  }

  static Definitions definitions(
      List<Unit> units,
      List<Indicator> indicators,
      List<Responsibility> responsibilities,
      Scorecard... cards) {
    Map<String, Unit> unitsByCode = new LinkedHashMap<>();
    units.forEach(u -> unitsByCode.put(u.code(), u));
    Map<String, Indicator> indicatorsByCode = new LinkedHashMap<>();
    indicators.forEach(i -> indicatorsByCode.put(i.code(), i));
    Map<String, Scorecard> scorecards = new LinkedHashMap<>();
    for (Scorecard card : cards) {
      scorecards.put(card.name(), card);
    }
    Path root = Path.of(".").toAbsolutePath();
    return new Definitions(
        new Project(
            "test",
            Label.of("test"),
            root,
            ZoneId.of("Asia/Shanghai"),
            root,
            root,
            root,
            Optional.empty(),
            true,
            List.of()),
        unitsByCode,
        Map.of(),
        Map.of(),
        indicatorsByCode,
        List.of(),
        responsibilities,
        List.of(),
        Map.of(),
        scorecards,
        measures(),
        org.kaohe.config.Glossary.load(),
        "hash");
  }

  // Facts

  static Aim atLeast(String bound) {
    return aim(Target.Operator.AT_LEAST, bound);
  }

  static Aim atMost(String bound) {
    return aim(Target.Operator.AT_MOST, bound);
  }

  static Aim reach(String bound) {
    return aim(Target.Operator.REACH, bound);
  }

  static Aim between(String low, String high) {
    return new Aim(new TargetValue.Corridor(number(low), number(high)), "plan test:2");
  }

  private static Aim aim(Target.Operator op, String bound) {
    return new Aim(new TargetValue.Bound(op, number(bound)), "plan test:1");
  }

  /** A complete cell of a given value with a target. */
  static CellFact cell(String item, String unit, String value, Optional<Aim> aim) {
    return cell(item, unit, value, value, "", "", aim);
  }

  static CellFact cell(
      String item,
      String unit,
      String value,
      String exact,
      String numerator,
      String denominator,
      Optional<Aim> aim) {
    return new CellFact(
        item,
        item,
        unit,
        Optional.of(value.isEmpty() ? "missing" : "complete"),
        maybe(numerator),
        maybe(denominator),
        maybe(value),
        maybe(exact),
        Optional.empty(),
        aim,
        "",
        "",
        Optional.of(LocalDate.of(2025, 12, 31)));
  }

  /** The same with another data cut-off. */
  static CellFact asOf(CellFact c, LocalDate cutOff) {
    return new CellFact(
        c.item(),
        c.indicator(),
        c.measured(),
        c.status(),
        c.numerator(),
        c.denominator(),
        c.value(),
        c.exact(),
        c.coverage(),
        c.aim(),
        c.reason(),
        c.silent(),
        Optional.of(cutOff));
  }

  static UnitFacts facts(String unit, CellFact... cells) {
    return UnitFacts.of(unit, CLASS, List.of(cells), List.of());
  }
}
