package org.kaohe.gold;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Period;
import org.kaohe.config.StandingTarget;
import org.kaohe.config.TargetLookup;
import org.kaohe.gold.Cell.DataStatus;
import org.kaohe.gold.SeriesSpec.Version;
import org.kaohe.stage.Stored;

/** From the numbers of a unit's parts to its cell: value, interval, target and judgement. */
final class CellValues {
  private static final int EXACT_DECIMALS = 9;
  private static final int COVERAGE_DECIMALS = 4;
  private static final BigDecimal NEARLY = new BigDecimal("0.9999");

  private final SeriesSpec spec;
  private final LocalDate businessDate;
  private final TargetLookup targets;
  private final Judge judge;

  CellValues(SeriesSpec spec, LocalDate businessDate, TargetLookup targets) {
    this.spec = spec;
    this.businessDate = businessDate;
    this.targets = targets;
    this.judge = new Judge(spec.direction(), spec.progress());
  }

  /**
   * How much of what a cell is made of has been reported.
   *
   * @param reported months of units with all parts
   * @param expected months of units that owe them
   * @param holes rows came without a figure
   * @param rejected rows wait in quarantine
   * @param silent some of several units have no number
   * @param names of {@link Cell#silent}
   */
  record Reports(
      int reported,
      int expected,
      boolean holes,
      boolean rejected,
      boolean silent,
      String names,
      Optional<LocalDate> asOf) {

    BigDecimal coverage() {
      if (expected == 0) {
        return BigDecimal.ZERO;
      }
      BigDecimal share =
          BigDecimal.valueOf(reported)
              .divide(BigDecimal.valueOf(expected), COVERAGE_DECIMALS, RoundingMode.HALF_UP);
      // Rounding must not make a whole of what is not.
      return reported < expected ? share.min(NEARLY) : share;
    }

    boolean complete() {
      return !holes && !rejected && !silent && reported == expected && expected > 0;
    }

    Reason reason() {
      if (rejected) {
        return Reason.REJECTED;
      }
      if (holes) {
        return Reason.VALUE_NOT_DELIVERED;
      }
      return silent ? Reason.NOT_ALL_REPORTED : Reason.PARTLY_DELIVERED;
    }
  }

  /** A cell without a number. */
  Cell none(Place place, Period period, Version version, Reason reason) {
    return new Cell(
        spec.indicator(),
        place.unit(),
        period,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        BigDecimal.ZERO,
        DataStatus.MISSING,
        reason.code(),
        "",
        Optional.empty(),
        Judgement.none(Reason.NO_VALUE),
        List.of(),
        version.validFrom(),
        Optional.empty());
  }

  /**
   * A cell.
   *
   * @param parts the number of each part
   * @param missing why there is no value, as cells tell it
   * @param undefined there are data, and no number comes of them
   */
  Cell cell(
      Place place,
      Period period,
      Version version,
      List<PartValue> parts,
      Optional<String> missing,
      boolean undefined,
      Reports reports) {
    Optional<String> none = missing;
    boolean data = undefined;
    for (int i = 0; i < parts.size() && none.isEmpty(); i++) {
      if (parts.get(i).value().isPresent() && stored(parts.get(i).value()).isEmpty()) {
        none = Optional.of(version.told(Reason.OVERFLOW, i));
        data = true;
      }
    }
    Optional<BigDecimal> numerator = stored(parts.get(0).value());
    Optional<BigDecimal> denominator =
        version.ratio() ? stored(parts.get(1).value()) : Optional.empty();
    DataStatus status =
        none.isPresent() && !data
            ? DataStatus.MISSING
            : reports.complete() ? DataStatus.COMPLETE : DataStatus.PARTIAL;
    String reason = none.orElse(status == DataStatus.PARTIAL ? reports.reason().code() : "");
    Optional<Reason> indivisible =
        version.ratio() && none.isEmpty() ? indivisible(denominator) : Optional.empty();
    boolean divided = none.isEmpty() && indivisible.isEmpty();
    if (indivisible.isPresent()) {
      reason = indivisible.get().code();
    }
    Optional<BigDecimal> value =
        divided ? stored(Optional.of(quotient(version, parts, spec.decimals()))) : Optional.empty();
    Optional<BigDecimal> exact =
        value.isPresent()
            ? stored(Optional.of(quotient(version, parts, EXACT_DECIMALS)))
            : Optional.empty();
    if (divided && exact.isEmpty()) {
      reason = Reason.OVERFLOW.code();
      value = Optional.empty();
    }
    Optional<StandingTarget> target = target(place, period, version);
    return new Cell(
        spec.indicator(),
        place.unit(),
        period,
        none.isPresent() && !data ? Optional.empty() : numerator,
        none.isPresent() && !data ? Optional.empty() : denominator,
        value,
        exact,
        value.isPresent() ? Estimates.interval(version, numerator, denominator) : Optional.empty(),
        reports.coverage(),
        status,
        reason,
        reports.names(),
        target,
        judge(version, value, denominator, target, reports.asOf()),
        none.isPresent() && !data ? List.of() : sources(parts),
        version.validFrom(),
        reports.asOf());
  }

  /** What the numbers that are shown are made of. */
  private static List<CellSource> sources(List<PartValue> parts) {
    return parts.stream()
        .filter(p -> stored(p.value()).isPresent())
        .flatMap(p -> p.sources().stream())
        .toList();
  }

  /** A zero or negative denominator makes no ratio (R42). */
  private static Optional<Reason> indivisible(Optional<BigDecimal> denominator) {
    int sign = denominator.map(BigDecimal::signum).orElse(0);
    return sign > 0
        ? Optional.empty()
        : Optional.of(sign == 0 ? Reason.ZERO_DENOMINATOR : Reason.NEGATIVE_DENOMINATOR);
  }

  /** The number as it is, if the tables can hold it. */
  private static Optional<BigDecimal> stored(Optional<BigDecimal> number) {
    return number.filter(n -> Stored.fit(n, Aggregation.NUMBER).isPresent());
  }

  private static BigDecimal quotient(Version version, List<PartValue> values, int decimals) {
    BigDecimal above = values.get(0).value().orElseThrow().multiply(version.up());
    if (!version.ratio()) {
      return above.divide(version.down(), decimals, RoundingMode.HALF_UP);
    }
    BigDecimal below = values.get(1).value().orElseThrow().multiply(version.down());
    return above
        .multiply(BigDecimal.valueOf(version.per()))
        .divide(below, decimals, RoundingMode.HALF_UP);
  }

  private Optional<StandingTarget> target(Place place, Period period, Version version) {
    return targets.find(
        spec.indicator(),
        new TargetLookup.Reach(spec.progress(), spec.inheritsTargets(version)),
        place.chain(),
        period,
        TargetLookup.TARGET);
  }

  private Judgement judge(
      Version version,
      Optional<BigDecimal> value,
      Optional<BigDecimal> denominator,
      Optional<StandingTarget> target,
      Optional<LocalDate> asOf) {
    if (value.isEmpty()) {
      return Judgement.none(Reason.NO_VALUE);
    }
    if (target.isEmpty()) {
      return Judgement.none(Reason.NO_TARGET);
    }
    Judgement judgement = judge.judge(value.get(), target.get(), asOf.orElse(businessDate));
    if (tooFew(version, denominator, target.get())) {
      return new Judgement(
          Judgement.Verdict.NOT_JUDGED,
          Reason.SMALL_NUMBERS,
          judgement.attainment(),
          judgement.pace(),
          Optional.empty());
    }
    return judgement;
  }

  /** Fewer events than the declared number would be expected at the target (RULES R9). */
  private static boolean tooFew(
      Version version, Optional<BigDecimal> denominator, StandingTarget target) {
    Integer least = version.smallNumbers();
    Optional<BigDecimal> goal = target.goal().value();
    if (least == null || goal.isEmpty() || denominator.isEmpty()) {
      return false;
    }
    BigDecimal expected = goal.get().multiply(denominator.get());
    return expected.compareTo(BigDecimal.valueOf(least).multiply(BigDecimal.valueOf(version.per())))
        < 0;
  }
}
