package org.kaohe.config;

import java.math.BigDecimal;
import java.util.Optional;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.Rule.Compare;
import org.kaohe.error.ErrorCode;

/** Items compared within their class (RULES R17). */
final class CompareChecks {
  /** With fewer units that have a value all get full marks. */
  private static final int LEAST_UNITS = 5;

  private final Draft draft;
  private final Problems problems;
  private final Scorecard card;
  private final Source source;

  CompareChecks(Draft draft, Problems problems, Scorecard card) {
    this.draft = draft;
    this.problems = problems;
    this.card = card;
    this.source = draft.scorecards.source(card.name());
  }

  void check(Item item, Compare rule, String pointer) {
    Place place = source.at(pointer);
    side(item, rule, place);
    boolean rank = rule.by() == Compare.By.RANK;
    boolean places = rule.table().isEmpty() != rule.deduct().isEmpty();
    if (rank ? !places : !rule.table().isEmpty() || rule.deduct().isPresent() || rule.fromLast()) {
      problems.error(
          place,
          ErrorCode.COMPARISON_UNCLEAR,
          rank
              ? "item %s is ranked by a table and by deduct, or by neither".formatted(item.code())
              : "item %s names places and is not compared by rank".formatted(item.code()),
          rank ? "a place gives points one way" : "they would have no effect",
          rank
              ? "Write table: [points of the first places] or deduct: points for each place."
              : "Write by: rank, or remove table, from and deduct.");
    }
    if ((rule.fromLast() && rule.table().isEmpty())
        || (rule.base().signum() != 0 && rule.by() != Compare.By.MIN_MAX)) {
      problems.error(
          place,
          ErrorCode.COMPARISON_UNCLEAR,
          "item %s has a base without min-max, or from without a table".formatted(item.code()),
          "it would have no effect",
          "Remove it.");
    }
    for (BigDecimal points : rule.table()) {
      if (points.compareTo(item.points()) > 0 || points.compareTo(item.floor()) < 0) {
        problems.error(
            place,
            ErrorCode.BAND_POINTS,
            "a place of item %s gives %s points, the item from %s to %s"
                .formatted(
                    item.code(),
                    points.toPlainString(),
                    item.floor().toPlainString(),
                    item.points().toPlainString()),
            "points are cut to the item's floor and full marks",
            "Change the table, or the item's points or floor.");
      }
    }
    for (String unitClass : card.unitClasses()) {
      long units =
          draft.units.values().values().stream()
              .filter(u -> u.classes().contains(unitClass))
              .filter(u -> item.units().isEmpty() || item.units().contains(u.code()))
              .count();
      if (units > 0 && units < LEAST_UNITS) {
        problems.warning(
            place,
            ErrorCode.COMPARISON_TOO_FEW,
            "item %s compares %d units of class %s".formatted(item.code(), units, unitClass),
            "with fewer than %d units all get full marks (R17)".formatted(LEAST_UNITS),
            "Score it against a target, or by bands.");
      }
    }
  }

  /** The better side is the indicator's own, or declared where there is none. */
  private void side(Item item, Compare rule, Place place) {
    Optional<Direction> own =
        rule.of().isPresent()
            ? Optional.empty()
            : item.indicator()
                .flatMap(draft.indicators::find)
                .map(Indicator::direction)
                .filter(d -> d == Direction.HIGHER || d == Direction.LOWER);
    if (own.isEmpty()
        && rule.direction().isEmpty()
        && (rule.of().isPresent()
            || item.indicator().flatMap(draft.indicators::find).isPresent())) {
      problems.error(
          place,
          ErrorCode.NO_BETTER_SIDE,
          "what item %s compares has no better side".formatted(item.code()),
          "nobody would know who is first",
          "Add direction: higher or direction: lower.");
    } else if (own.isPresent() && rule.direction().filter(d -> d != own.get()).isPresent()) {
      problems.error(
          place,
          ErrorCode.COMPARISON_UNCLEAR,
          "item %s turns the better side of its indicator".formatted(item.code()),
          "the better unit would get fewer points",
          "Remove direction.");
    }
  }
}
