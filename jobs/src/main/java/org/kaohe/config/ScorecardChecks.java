package org.kaohe.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.kaohe.config.Scorecard.Grade;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.Mean;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.config.Scorecard.Section;
import org.kaohe.config.Scorecard.Years;
import org.kaohe.error.CleanText;

/** Scorecards: sections, weights, grades, and what every item refers to (RULES R18, R20, R23). */
final class ScorecardChecks {
  private static final Pattern YEAR = Pattern.compile("-\\d{4}$");

  private final Draft draft;
  private final Problems problems;
  private final Scorecard card;
  private final Source source;
  private final Map<String, Item> earlier = new TreeMap<>();

  private ScorecardChecks(Draft draft, Problems problems, Scorecard card) {
    this.draft = draft;
    this.problems = problems;
    this.card = card;
    this.source = draft.scorecards.source(card.name());
  }

  static void run(Draft draft, Problems problems) {
    ItemTargets targets = new ItemTargets(draft);
    overlaps(draft, problems);
    for (Scorecard card : draft.scorecards.values().values()) {
      if (card.years().exchanged()) {
        continue;
      }
      ScorecardChecks checks = new ScorecardChecks(draft, problems, card);
      checks.sections(targets);
      checks.grades();
      checks.tieBreak();
      checks.attainable();
    }
  }

  /** Schemes of one series differ in nothing but a year at the end of their names. */
  private static void overlaps(Draft draft, Problems problems) {
    Map<String, List<Scorecard>> series = new TreeMap<>();
    for (Scorecard card : draft.scorecards.values().values()) {
      Years years = card.years();
      if (years.exchanged()) {
        problems.error(
            draft.scorecards.source(card.name()).at("/years"),
            "K2136",
            "the years end in %d, before they begin in %d"
                .formatted(years.to().orElseThrow(), years.from().orElseThrow()),
            "the scorecard would score nothing",
            "Exchange the two.");
      }
      List<Scorecard> others =
          series.computeIfAbsent(
              YEAR.matcher(card.name()).replaceFirst(""), k -> new ArrayList<>());
      for (Scorecard other : others) {
        if (other.period() == card.period()
            && years.overlaps(other.years())
            && !Collections.disjoint(other.unitClasses(), card.unitClasses())) {
          problems.error(
              draft.scorecards.source(card.name()).at("/years"),
              "K2137",
              "%s and %s score the same years".formatted(other.name(), card.name()),
              "a year is scored by its own scheme, and by no other",
              "Say of each which years it is for: years: {from: 2024, to: 2024}.");
        }
      }
      others.add(card);
    }
  }

  private void sections(ItemTargets targets) {
    Set<String> codes = new HashSet<>();
    RuleChecks rules = new RuleChecks(draft, problems, card, targets);
    FormulaChecks formulas = new FormulaChecks(draft, problems, card);
    for (int s = 0; s < card.sections().size(); s++) {
      Section section = card.sections().get(s);
      String pointer = "/sections/" + s;
      if (!codes.add(section.code())) {
        problems.error(
            source.at(pointer + "/code"),
            "K2103",
            "section %s is defined a second time".formatted(section.code()),
            "totals are stored by section",
            "Give it another code.");
      }
      if (section.leastItems() > section.items().size()) {
        problems.error(
            source.at(pointer + "/least-items"),
            "K2126",
            "section %s asks for %d items and has %d"
                .formatted(section.code(), section.leastItems(), section.items().size()),
            "it would never have a score",
            "Lower least-items.");
      }
      for (int i = 0; i < section.items().size(); i++) {
        mean(section, section.items().get(i), pointer + "/items/" + i);
        item(section.items().get(i), pointer + "/items/" + i, rules, formulas);
      }
    }
    if (card.bonus().isPresent()) {
      List<Item> items = card.bonus().get().items();
      for (int i = 0; i < items.size(); i++) {
        item(items.get(i), "/bonus/items/" + i, rules, formulas);
      }
    }
  }

  /** Only an arithmetic mean bears points below zero, and items of which none can be earned. */
  private void mean(Section section, Item item, String pointer) {
    if (section.mean() != Mean.ARITHMETIC
        && item.counted()
        && (item.points().signum() <= 0 || item.floor().signum() < 0)) {
      problems.error(
          source.at(pointer),
          "K2128",
          "item %s gives from %s to %s points in a section of a %s mean"
              .formatted(
                  item.code(),
                  item.floor().toPlainString(),
                  item.points().toPlainString(),
                  section.mean().name().toLowerCase(Locale.ROOT)),
          "such a mean is one of shares from zero to all",
          "Give it points and no floor below zero, or move it to a section of its own.");
    }
  }

  private void item(Item item, String pointer, RuleChecks rules, FormulaChecks formulas) {
    Place place = source.at(pointer);
    if (earlier.containsKey(item.code())) {
      problems.error(
          place,
          "K2103",
          "item %s is defined a second time".formatted(item.code()),
          "points are stored by item",
          "Give it a code of its own.");
    }
    item.goal()
        .ifPresent(
            g ->
                MeaningChecks.known(
                    draft.goals, "goal", g, source.at(pointer + "/goal"), "K2120", problems));
    if ((item.points().signum() == 0 && item.floor().signum() >= 0)
        || item.floor().compareTo(item.points()) > 0) {
      problems.error(
          source.at(pointer + "/points"),
          "K2111",
          "item %s gives from %s to %s points"
              .formatted(item.code(), item.floor().toPlainString(), item.points().toPlainString()),
          "it could never change a total",
          "Give it points, or a floor below zero where it takes points off (倒扣).");
    }
    units(item, pointer);
    binding(item, pointer);
    if (item.rule() instanceof Rule.Formula formula) {
      formulas.check(item, formula, pointer + "/rule/formula", earlier);
    } else if (item.rule() instanceof Rule.Compare compare && compare.of().isPresent()) {
      formulas.itemInput(
          compare.of().get(), "of", source.at(pointer + "/rule/compare/of"), earlier);
    } else if (item.indicator().isEmpty()) {
      problems.error(
          place,
          "K2119",
          "item %s has a rule and no indicator".formatted(item.code()),
          "there is no value to make points of",
          "Add indicator, or use a formula over several.");
    }
    if (item.indicator().isPresent()
        && MeaningChecks.known(
            draft.indicators,
            "indicator",
            item.indicator().get(),
            source.at(pointer + "/indicator"),
            "K2115",
            problems)) {
      draft
          .indicators
          .find(item.indicator().get())
          .ifPresent(indicator -> rules.check(item, indicator, pointer));
    }
    if (item.rule() instanceof Rule.Compare compare) {
      new CompareChecks(draft, problems, card).check(item, compare, pointer + "/rule/compare");
    }
    earlier.putIfAbsent(item.code(), item);
  }

  private void units(Item item, String pointer) {
    for (String unit : item.units()) {
      Place place = source.at(pointer + "/units");
      if (MeaningChecks.known(draft.units, "unit", unit, place, "K2116", problems)
          && draft
              .units
              .find(unit)
              .filter(u -> u.classes().stream().noneMatch(card.unitClasses()::contains))
              .isPresent()) {
        problems.error(
            place,
            "K2116",
            "unit %s is of none of the classes %s"
                .formatted(unit, CleanText.names(card.unitClasses())),
            "the scorecard does not appraise it, so the item would not count",
            "Name a unit of these classes, or add its class to units.");
      }
    }
  }

  private void binding(Item item, String pointer) {
    if (!item.binding()) {
      return;
    }
    List<String> names = card.grades().stream().map(Grade::name).toList();
    if (names.isEmpty()) {
      problems.error(
          source.at(pointer + "/binding"),
          "K2113",
          "item %s is binding and the scorecard has no grades".formatted(item.code()),
          "missing it would have no effect",
          "Add grades, or remove binding.");
    } else if (item.gradeAtMost().filter(g -> !names.contains(g)).isPresent()) {
      String name = item.gradeAtMost().orElseThrow();
      problems.error(
          source.at(pointer + "/binding"),
          "K2113",
          "grade %s is not defined".formatted(name),
          "missing the item would have no effect",
          Nearest.cure(name, names, "Grades are " + CleanText.names(names) + "."));
    }
  }

  private void grades() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < card.grades().size(); i++) {
      Grade grade = card.grades().get(i);
      Place place = source.at("/grades/" + i);
      if (!names.add(grade.name())) {
        problems.error(
            place,
            "K2112",
            "grade %s is defined a second time".formatted(grade.name()),
            "a result bears one grade",
            "Give it another name.");
      }
      if (i > 0 && grade.from().compareTo(card.grades().get(i - 1).from()) >= 0) {
        problems.error(
            place,
            "K2112",
            "grade %s begins at %s, not below the grade before it"
                .formatted(grade.name(), grade.from().toPlainString()),
            "a total takes the first grade it reaches, so this one would never be given",
            "List grades best first with falling from.");
      }
      grade.quota().ifPresent(quota -> places(grade, quota, place));
      if (i == card.grades().size() - 1 && grade.from().signum() > 0) {
        problems.warning(
            place,
            "K2112",
            "the last grade begins at %s".formatted(grade.from().toPlainString()),
            "a total below has no grade",
            "Add a last grade from 0.");
      }
    }
  }

  /** R23: floor(quota x units) may be none, however well the units do. */
  private void places(Grade grade, BigDecimal quota, Place place) {
    for (String unitClass : card.unitClasses()) {
      long units =
          draft.units.values().values().stream()
              .filter(u -> u.classes().contains(unitClass))
              .count();
      if (units > 0
          && quota.multiply(BigDecimal.valueOf(units)).compareTo(BigDecimal.valueOf(100)) < 0) {
        problems.warning(
            place,
            "K2131",
            "%s%% of the %d units of class %s is no whole place of grade %s"
                .formatted(quota.toPlainString(), units, unitClass, grade.name()),
            "nobody in the class could be given it",
            "Raise the quota, or rank the class together with another.");
      }
    }
  }

  private void tieBreak() {
    List<String> codes = card.sections().stream().map(Section::code).toList();
    for (int i = 0; i < card.tieBreak().size(); i++) {
      String code = card.tieBreak().get(i);
      if (!codes.contains(code)) {
        problems.error(
            source.at("/rank/tie-break/" + i),
            "K2114",
            "tie-break names section %s, which is not defined".formatted(code),
            "equal totals could not be told apart by it",
            Nearest.cure(code, codes, "Sections are " + CleanText.names(codes) + "."));
      }
    }
  }

  private void attainable() {
    BigDecimal weights =
        card.sections().stream().map(Section::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
    if (weights.compareTo(card.fullMarks()) != 0) {
      problems.error(
          source.at("/sections"),
          "K2101",
          "the weights of the sections sum to %s, full marks are %s"
              .formatted(weights.toPlainString(), card.fullMarks().toPlainString()),
          "nobody could reach full marks, or everybody could pass them",
          "Change the weights, or declare full-marks: %s.".formatted(weights.toPlainString()));
      return;
    }
    Map<String, List<String>> falling = new HashMap<>();
    for (String unitClass : card.unitClasses()) {
      Map<String, BigDecimal> maxima = Attainable.of(card, unitClass, draft.units.values());
      if (maxima.isEmpty()) {
        if (!draft.units.anyUnreadable()) {
          problems.error(
              source.at("/units"),
              "K2117",
              "no unit is of class %s".formatted(unitClass),
              "the scorecard would appraise nobody there",
              Nearest.cure(
                  unitClass, IndicatorChecks.classes(draft), "Name a class of conf/units."));
        }
        continue;
      }
      maxima.forEach(
          (unit, most) -> {
            if (most.compareTo(card.fullMarks()) != 0) {
              falling
                  .computeIfAbsent(
                      "class %s can reach %s".formatted(unitClass, most.toPlainString()),
                      k -> new ArrayList<>())
                  .add(unit);
            }
          });
    }
    falling.forEach(
        (what, units) ->
            problems.error(
                source.at("/sections"),
                "K2102",
                "in %s, full marks are %s: %s"
                    .formatted(what, card.fullMarks().toPlainString(), some(units)),
                "they miss items that others of their class can earn points with",
                "Give them items in every section, or let the section reweight."));
  }

  /** The first few of a long list. */
  static String some(List<String> units) {
    List<String> sorted = units.stream().sorted().toList();
    return sorted.size() <= 5
        ? String.join(", ", sorted)
        : String.join(", ", sorted.subList(0, 5)) + " and %d more".formatted(sorted.size() - 5);
  }
}
