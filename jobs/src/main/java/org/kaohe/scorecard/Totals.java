package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Scorecard.Mean;
import org.kaohe.config.Scorecard.MissingSection;
import org.kaohe.exact.Exact;
import org.kaohe.scorecard.TotalReason.Code;

/** UnitLines of a unit to sections, bonus and total (RULES R20). */
final class Totals {
  /** Section name of the bonus row. */
  static final String BONUS = "bonus";

  /** Section name of the total row. */
  static final String TOTAL = "total";

  /** Percent of the unit's points that must be applicable for a rank. */
  private static final BigDecimal LEAST_APPLICABLE = BigDecimal.valueOf(60);

  private final Scorecard card;

  Totals(Scorecard card) {
    this.card = card;
  }

  /** The total of a unit, before rank and grade. */
  UnitTotal of(String unit, String unitClass, List<ItemLine> lines) {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (Scorecard.Section section : card.sections()) {
      parts.put(
          section.code(),
          section(
              section, lines.stream().filter(l -> l.section().equals(section.code())).toList()));
    }
    List<TotalReason> reasons = new ArrayList<>();
    List<String> missing =
        lines.stream().filter(ItemLine::ranged).map(l -> l.item().code()).toList();
    if (!missing.isEmpty()) {
      reasons.add(new TotalReason(Code.MISSING, missing));
    }

    List<Section> sections = new ArrayList<>();
    BigDecimal all = BigDecimal.ZERO;
    BigDecimal staying = BigDecimal.ZERO;
    for (Scorecard.Section section : card.sections()) {
      all = all.add(section.weight());
      if (part(parts, section).hasScore() || section.missing() != MissingSection.REWEIGHT) {
        staying = staying.add(section.weight());
      }
    }
    boolean complete = missing.isEmpty();
    boolean rankable = missing.isEmpty();
    // Points of a board without weight (负面清单 read as deduct, R21) go to the total as they are.
    BigDecimal total = BigDecimal.ZERO;
    BigDecimal low = BigDecimal.ZERO;
    BigDecimal high = BigDecimal.ZERO;
    List<Means.Term> scores = new ArrayList<>();
    List<Means.Term> lows = new ArrayList<>();
    List<Means.Term> highs = new ArrayList<>();
    for (Scorecard.Section section : card.sections()) {
      Part part = part(parts, section);
      BigDecimal weight = section.weight();
      if (!part.hasScore() && section.missing() == MissingSection.REWEIGHT) {
        weight = BigDecimal.ZERO;
      } else if (staying.signum() != 0 && staying.compareTo(all) != 0) {
        weight = Decimals.divide(weight.multiply(all), staying);
      }
      Optional<BigDecimal> score = part.score();
      BigDecimal worst = part.low();
      BigDecimal best = part.high();
      if (!part.hasScore()) {
        switch (section.missing()) {
          case REWEIGHT -> {}
          case ZERO -> score = Optional.of(BigDecimal.ZERO);
          case UNRANKED -> {
            reasons.add(TotalReason.of(Code.SECTION_WITHOUT_SCORE, section.code()));
            complete = false;
            rankable = false;
            worst = BigDecimal.ZERO;
            best = Decimals.HUNDRED;
          }
        }
      }
      if (part.unweighted()) {
        total = total.add(score.orElse(BigDecimal.ZERO));
        low = low.add(worst);
        high = high.add(best);
      } else if (weight.signum() > 0) {
        scores.add(new Means.Term(section.code(), score.orElse(BigDecimal.ZERO), weight));
        lows.add(new Means.Term(section.code(), worst, weight));
        highs.add(new Means.Term(section.code(), best, weight));
      }
      sections.add(
          new Section(
              section.code(),
              Optional.of(weight),
              part.points(),
              part.full(),
              score.map(this::decided),
              score,
              decided(worst),
              decided(best),
              part.hasScore() ? part.reasons() : List.of(TotalReason.of(Code.WITHOUT_SCORE))));
    }
    if (card.mean() != Mean.ARITHMETIC) {
      if (!Means.below(scores).isEmpty()) {
        reasons.add(new TotalReason(Code.MEAN_BELOW_ZERO, Means.below(scores)));
        complete = false;
        rankable = false;
      } else if (complete && !Means.zeros(scores).isEmpty()) {
        reasons.add(new TotalReason(Code.MEAN_ZERO, Means.zeros(scores)));
      }
    }
    total = total.add(weighted(scores));
    low = low.add(weighted(lows));
    high = high.add(weighted(highs));
    if (staying.signum() == 0 && all.signum() != 0) {
      // Every section is missing, and each would give its weight to the others.
      reasons.add(TotalReason.of(Code.NO_SECTION));
      complete = false;
      rankable = false;
      high = card.fullMarks();
    }

    if (card.bonus().isPresent()) {
      Part bonus =
          bonus(card.bonus().get(), lines.stream().filter(l -> l.section().equals(BONUS)).toList());
      total = total.add(bonus.score().orElse(BigDecimal.ZERO));
      low = low.add(bonus.low());
      high = high.add(bonus.high());
      sections.add(
          new Section(
              BONUS,
              Optional.empty(),
              bonus.points(),
              bonus.full(),
              bonus.score(),
              bonus.score(),
              bonus.low(),
              bonus.high(),
              List.of()));
    }

    BigDecimal applicable = applicablePercent(lines);
    if (applicable.compareTo(LEAST_APPLICABLE) < 0) {
      reasons.add(
          TotalReason.of(
              Code.APPLICABLE,
              Sentences.plain(Decimals.round(applicable, 1)),
              LEAST_APPLICABLE.toPlainString()));
      rankable = false;
    }
    Optional<BigDecimal> exact = complete ? Optional.of(total) : Optional.empty();
    return new UnitTotal(
        unit,
        unitClass,
        lines,
        List.copyOf(sections),
        exact.map(x -> Decimals.round(x, card.pointsDecimals())),
        exact,
        Decimals.round(complete ? total : low, card.pointsDecimals()),
        Decimals.round(complete ? total : high, card.pointsDecimals()),
        rankable,
        reasons);
  }

  /** The mean of the sections times their weight: what they bring to the total. */
  private BigDecimal weighted(List<Means.Term> sections) {
    BigDecimal weights =
        sections.stream().map(Means.Term::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
    return Means.of(card.mean(), sections)
        .map(mean -> Decimals.divide(mean.multiply(weights), Decimals.HUNDRED))
        .orElse(BigDecimal.ZERO);
  }

  private static Part part(Map<String, Part> parts, Scorecard.Section section) {
    Part part = parts.get(section.code());
    if (part == null) {
      throw new IllegalArgumentException("No section " + section.code());
    }
    return part;
  }

  /**
   * Points of a section before its weight.
   *
   * @param score 100 x Σ points / Σ full points; empty while an item is missing, or without score
   * @param hasScore enough items are there, or still may come
   * @param unweighted the points themselves are the score
   */
  private record Part(
      Optional<BigDecimal> points,
      BigDecimal full,
      Optional<BigDecimal> score,
      BigDecimal low,
      BigDecimal high,
      boolean hasScore,
      boolean unweighted,
      List<TotalReason> reasons) {

    Part(
        Optional<BigDecimal> points,
        BigDecimal full,
        Optional<BigDecimal> score,
        BigDecimal low,
        BigDecimal high,
        boolean hasScore,
        boolean unweighted) {
      this(points, full, score, low, high, hasScore, unweighted, List.of());
    }
  }

  private Part section(Scorecard.Section section, List<ItemLine> lines) {
    List<ItemLine> in = lines.stream().filter(l -> l.scored() || l.ranged()).toList();
    BigDecimal full =
        in.stream()
            .map(l -> l.item().points().max(BigDecimal.ZERO))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal low = in.stream().map(ItemLine::low).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal high = in.stream().map(ItemLine::high).reduce(BigDecimal.ZERO, BigDecimal::add);
    boolean ranged = in.stream().anyMatch(ItemLine::ranged);
    Optional<BigDecimal> points = ranged ? Optional.empty() : Optional.of(low);
    if (section.weight().signum() == 0 && full.signum() == 0) {
      return new Part(points, full, points, low, high, true, true);
    }
    if (in.size() < section.leastItems() || full.signum() <= 0) {
      return new Part(
          Optional.empty(), full, Optional.empty(), BigDecimal.ZERO, BigDecimal.ZERO, false, false);
    }
    List<Means.Term> shares = shares(in, ItemLine::low);
    List<String> zeros =
        ranged || section.mean() == Mean.ARITHMETIC ? List.of() : Means.zeros(shares);
    return new Part(
        points,
        full,
        points.map(p -> score(section, shares, p, full)),
        score(section, shares, low, full),
        score(section, shares(in, ItemLine::high), high, full),
        true,
        false,
        zeros.isEmpty() ? List.of() : List.of(new TotalReason(Code.MEAN_ZERO, zeros)));
  }

  private BigDecimal score(
      Scorecard.Section section, List<Means.Term> shares, BigDecimal points, BigDecimal full) {
    return decided(
        section.mean() == Mean.ARITHMETIC
            ? percent(points, full)
            : Means.of(section.mean(), shares).orElse(BigDecimal.ZERO).multiply(Decimals.HUNDRED));
  }

  /** The share of its full marks that each item earns, weighing as they do. */
  private static List<Means.Term> shares(
      List<ItemLine> lines, Function<ItemLine, BigDecimal> points) {
    return lines.stream()
        .filter(l -> l.item().points().signum() > 0)
        .map(
            l ->
                new Means.Term(
                    l.item().code(),
                    Exact.divide(points.apply(l).max(BigDecimal.ZERO), l.item().points()),
                    l.item().points()))
        .toList();
  }

  private Part bonus(Scorecard.Bonus bonus, List<ItemLine> lines) {
    List<ItemLine> in = lines.stream().filter(l -> l.scored() || l.ranged()).toList();
    BigDecimal low =
        in.stream().map(ItemLine::low).reduce(BigDecimal.ZERO, BigDecimal::add).min(bonus.cap());
    BigDecimal high =
        in.stream().map(ItemLine::high).reduce(BigDecimal.ZERO, BigDecimal::add).min(bonus.cap());
    Optional<BigDecimal> points =
        in.stream().anyMatch(ItemLine::ranged) ? Optional.empty() : Optional.of(low);
    return new Part(points, bonus.cap(), points, low, high, true, true);
  }

  /**
   * How much of what was asked of the unit applies to it and is there, in percent: points of each
   * section weigh as the section does.
   */
  private BigDecimal applicablePercent(List<ItemLine> lines) {
    BigDecimal share = BigDecimal.ZERO;
    BigDecimal weights = BigDecimal.ZERO;
    for (Scorecard.Section section : card.sections()) {
      BigDecimal asked = BigDecimal.ZERO;
      BigDecimal applicable = BigDecimal.ZERO;
      for (ItemLine line : lines) {
        if (!line.section().equals(section.code())
            || !line.item().counted()
            || line.branch() == Outcome.Branch.NOT_ADDRESSED) {
          continue;
        }
        BigDecimal full = line.item().points().max(BigDecimal.ZERO);
        asked = asked.add(full);
        if (line.scored() || line.ranged()) {
          applicable = applicable.add(full);
        }
      }
      if (asked.signum() > 0) {
        share = share.add(Decimals.divide(section.weight().multiply(applicable), asked));
        weights = weights.add(section.weight());
      }
    }
    return weights.signum() == 0 ? Decimals.HUNDRED : percent(share, weights);
  }

  private static BigDecimal percent(BigDecimal part, BigDecimal whole) {
    return Decimals.divide(part.multiply(Decimals.HUNDRED), whole);
  }

  /** A section score is printed, so the total builds on the printed number (R5). */
  private BigDecimal decided(BigDecimal exact) {
    return card.exact() ? exact : Decimals.round(exact, card.pointsDecimals());
  }

  /**
   * A row of the result.
   *
   * @param weight effective percent of the total, after re-weighting; none for the bonus
   * @param score decided score of the section, 0 to 100; for the bonus its points
   */
  record Section(
      String code,
      Optional<BigDecimal> weight,
      Optional<BigDecimal> points,
      BigDecimal full,
      Optional<BigDecimal> score,
      Optional<BigDecimal> exact,
      BigDecimal low,
      BigDecimal high,
      List<TotalReason> reasons) {}

  /**
   * A unit with its sections and total.
   *
   * @param total published; empty while something is missing
   * @param exact before its rounding
   * @param reasons why there is no total, rank or better grade
   */
  record UnitTotal(
      String unit,
      String unitClass,
      List<ItemLine> lines,
      List<Section> sections,
      Optional<BigDecimal> total,
      Optional<BigDecimal> exact,
      BigDecimal low,
      BigDecimal high,
      boolean rankable,
      List<TotalReason> reasons) {

    Optional<BigDecimal> sectionScore(String code) {
      return sections.stream()
          .filter(s -> s.code().equals(code))
          .findFirst()
          .flatMap(Section::score);
    }
  }
}
