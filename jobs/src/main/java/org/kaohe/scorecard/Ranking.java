package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kaohe.config.Scorecard;
import org.kaohe.scorecard.TotalReason.Code;

/** Ranks and grades the units of one class (RULES R18, R20, R23). */
final class Ranking {
  private final Scorecard card;
  private final List<Scorecard.Grade> offered;

  /**
   * @param open nobody has a grade before the period is over (RULES R39)
   */
  Ranking(Scorecard card, boolean open) {
    this.card = card;
    this.offered = open ? List.of() : card.grades();
  }

  /**
   * A unit's place.
   *
   * @param rank 1-2-2-4; empty when not ranked
   * @param grade 建议等次; empty when not ranked or the scorecard has none
   * @param rankedUnits units of the class with a rank
   * @param reasons why there is no rank, or not the grade that the total alone would give
   */
  record Place(
      Totals.UnitTotal total,
      Optional<Integer> rank,
      Optional<String> grade,
      int rankedUnits,
      List<TotalReason> reasons) {}

  /** The places of all units of a class, ranked ones first, then by unit code. */
  List<Place> of(List<Totals.UnitTotal> totals) {
    List<Totals.UnitTotal> ranked =
        totals.stream()
            .filter(Totals.UnitTotal::rankable)
            .sorted(byRank().thenComparing(Totals.UnitTotal::unit))
            .toList();
    Map<String, Integer> ranks = new HashMap<>();
    for (int i = 0; i < ranked.size(); i++) {
      boolean tied = i > 0 && byRank().compare(ranked.get(i - 1), ranked.get(i)) == 0;
      Totals.UnitTotal unit = ranked.get(i);
      ranks.put(unit.unit(), tied ? rank(ranks, ranked.get(i - 1)) : i + 1);
    }
    Set<Integer> tied = new HashSet<>();
    Map<String, Integer> grades = grades(ranked, ranks, tied);

    List<Place> places = new ArrayList<>();
    for (Totals.UnitTotal unit : ranked) {
      Integer grade = grades.get(unit.unit());
      List<TotalReason> reasons = new ArrayList<>(unit.reasons());
      if (grade != null) {
        reasons.addAll(gradeReasons(unit, grade, ranked.size(), tied));
      }
      places.add(
          new Place(
              unit,
              Optional.of(rank(ranks, unit)),
              Optional.ofNullable(grade).map(g -> offered.get(g).name()),
              ranked.size(),
              reasons));
    }
    totals.stream()
        .filter(t -> !t.rankable())
        .sorted(Comparator.comparing(Totals.UnitTotal::unit))
        .forEach(
            t ->
                places.add(
                    new Place(t, Optional.empty(), Optional.empty(), ranked.size(), t.reasons())));
    return places;
  }

  /** Best first: the total, then the tie-break sections in order; equal in all shares a rank. */
  private Comparator<Totals.UnitTotal> byRank() {
    Comparator<Totals.UnitTotal> order = Comparator.comparing(this::decidedTotal);
    order = order.reversed();
    for (String section : card.tieBreak()) {
      Comparator<Totals.UnitTotal> bySection =
          Comparator.comparing(
              t -> t.sectionScore(section).orElse(BigDecimal.valueOf(Long.MIN_VALUE)));
      order = order.thenComparing(bySection.reversed());
    }
    return order;
  }

  private BigDecimal decidedTotal(Totals.UnitTotal unit) {
    return (card.exact() ? unit.exact() : unit.total()).orElseThrow();
  }

  /**
   * Index of each ranked unit's grade; best grades are filled first, each within its quota.
   *
   * @param tied takes the grades of which a tie leaves places empty
   */
  private Map<String, Integer> grades(
      List<Totals.UnitTotal> ranked, Map<String, Integer> ranks, Set<Integer> tied) {
    Map<String, Integer> grades = new HashMap<>();
    for (int g = 0; g < offered.size(); g++) {
      Scorecard.Grade grade = offered.get(g);
      int index = g;
      List<Totals.UnitTotal> eligible =
          ranked.stream()
              .filter(u -> !grades.containsKey(u.unit()))
              .filter(u -> percent(decidedTotal(u)).compareTo(grade.from()) >= 0)
              .filter(u -> bestGrade(u) <= index)
              .toList();
      int places = grade.quota().map(q -> places(q, ranked.size())).orElse(eligible.size());
      int at = 0;
      while (at < eligible.size()) {
        int rank = rank(ranks, eligible.get(at));
        int end = at;
        while (end < eligible.size() && rank == rank(ranks, eligible.get(end))) {
          end++;
        }
        if (end > places) {
          // A tie across the last place takes none of it.
          if (at < places) {
            tied.add(g);
          }
          break;
        }
        for (Totals.UnitTotal unit : eligible.subList(at, end)) {
          grades.put(unit.unit(), index);
        }
        at = end;
      }
    }
    if (!offered.isEmpty()) {
      // 倒扣 may take a total below the last grade's threshold; there is no grade below it.
      ranked.forEach(u -> grades.putIfAbsent(u.unit(), offered.size() - 1));
    }
    return grades;
  }

  private static int rank(Map<String, Integer> ranks, Totals.UnitTotal unit) {
    Integer rank = ranks.get(unit.unit());
    if (rank == null) {
      throw new IllegalStateException(unit.unit() + " has no rank");
    }
    return rank;
  }

  private static int places(BigDecimal quota, int ranked) {
    return quota
        .multiply(BigDecimal.valueOf(ranked))
        .divide(Decimals.HUNDRED, 0, RoundingMode.FLOOR)
        .intValueExact();
  }

  private BigDecimal percent(BigDecimal total) {
    return Decimals.divide(total.multiply(Decimals.HUNDRED), card.fullMarks());
  }

  /** Index of the best grade left to a unit after its binding items (R18). */
  private int bestGrade(Totals.UnitTotal unit) {
    int best = 0;
    for (ItemLine line : unit.lines()) {
      if (line.bindingMissed()) {
        best = Math.max(best, line.item().gradeAtMost().map(this::indexOf).orElse(1));
      }
    }
    return best;
  }

  private int indexOf(String grade) {
    for (int i = 0; i < offered.size(); i++) {
      if (offered.get(i).name().equals(grade)) {
        return i;
      }
    }
    throw new IllegalArgumentException(card.name() + " has no grade " + grade);
  }

  private int byThreshold(BigDecimal total) {
    for (int i = 0; i < offered.size(); i++) {
      if (percent(total).compareTo(offered.get(i).from()) >= 0) {
        return i;
      }
    }
    return offered.size() - 1;
  }

  private List<TotalReason> gradeReasons(
      Totals.UnitTotal unit, int grade, int ranked, Set<Integer> tied) {
    List<TotalReason> reasons = new ArrayList<>();
    int deserved = byThreshold(decidedTotal(unit));
    if (grade > deserved) {
      List<String> missed =
          unit.lines().stream().filter(ItemLine::bindingMissed).map(l -> l.item().code()).toList();
      if (bestGrade(unit) > deserved) {
        reasons.add(new TotalReason(Code.BINDING, missed));
      }
      int refused = Math.max(deserved, bestGrade(unit));
      if (grade > refused) {
        boolean none = offered.get(refused).quota().filter(q -> places(q, ranked) == 0).isPresent();
        reasons.add(
            none
                ? TotalReason.of(Code.NO_PLACE, String.valueOf(ranked))
                : TotalReason.of(tied.contains(refused) ? Code.TIE_OVER_QUOTA : Code.QUOTA_FULL));
      }
    }
    if (byThreshold(unit.exact().orElseThrow()) != deserved) {
      reasons.add(TotalReason.of(Code.ROUNDING));
    }
    return reasons;
  }
}
