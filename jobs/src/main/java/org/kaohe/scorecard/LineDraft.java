package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.MissingItem;
import org.kaohe.config.TargetValue.Standing;

/** What is known of a line before its verdict, and the line that each verdict makes of it. */
final class LineDraft {
  private static final List<String> COMPARED = List.of("rank", "units", "best", "worst");

  private final UnitLines lines;
  private final String section;
  private final Item item;
  private final BigDecimal share;
  private final Item shown;
  private final int ordinal;
  private final Optional<Reading> reading;
  private final List<ItemLine.Input> inputs;

  LineDraft(
      UnitLines lines,
      String section,
      Item item,
      int ordinal,
      Optional<Reading> reading,
      List<ItemLine.Input> inputs) {
    this.lines = lines;
    this.section = section;
    this.item = item;
    this.share = lines.share(item);
    this.shown = part(item, share);
    this.ordinal = ordinal;
    this.reading = reading;
    this.inputs = inputs;
  }

  /** The item as it is for a unit that answers for all of it. */
  Item item() {
    return item;
  }

  /** The item with the part of its points that is at stake for the unit (R1). */
  private static Item part(Item item, BigDecimal share) {
    return share.compareTo(BigDecimal.ONE) == 0
        ? item
        : item.worth(item.points().multiply(share), item.floor().multiply(share));
  }

  ItemLine notApplicable(Outcome.Branch branch) {
    return new ItemLine(
        section,
        shown,
        ordinal,
        reading,
        ItemLine.Status.NOT_APPLICABLE,
        branch,
        false,
        Optional.empty(),
        Optional.empty(),
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        false,
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        lines.sentences.notApplicable(
            item, branch, lines.scheme.takenBy(item, lines.unit(), lines.period)),
        inputs);
  }

  ItemLine missing(Outcome.Branch branch) {
    return missing(branch, Optional.empty());
  }

  ItemLine missing(Outcome.Branch branch, Optional<UnitFacts.FormulaFault> fault) {
    MissingItem policy = ItemLine.policy(lines.policy(item), branch);
    Optional<BigDecimal> points =
        policy == MissingItem.ZERO
            ? Optional.of(Decimals.clamp(BigDecimal.ZERO, shown.floor(), shown.points()))
            : Optional.empty();
    boolean range = policy == MissingItem.RANGE;
    return new ItemLine(
        section,
        shown,
        ordinal,
        reading,
        ItemLine.Status.MISSING_DATA,
        branch,
        item.counted(),
        points,
        points,
        range ? shown.floor() : points.orElse(BigDecimal.ZERO),
        range ? shown.points() : points.orElse(BigDecimal.ZERO),
        range,
        reading.flatMap(Reading::target),
        Optional.empty(),
        false,
        item.binding() && points.isPresent(),
        lines.sentences.missing(
            shown,
            reading,
            branch,
            fault,
            policy,
            lines.scheme.owing(item, lines.unit(), lines.measured(item))),
        inputs);
  }

  ItemLine scored(Outcome outcome, boolean turned) {
    Optional<Aim> aim = reading.flatMap(Reading::target);
    Optional<BigDecimal> value =
        reading.flatMap(r -> lines.scheme.card().exact() ? r.exact() : r.value());
    Optional<Boolean> met =
        reading.flatMap(r -> aim.flatMap(a -> value.flatMap(v -> met(r, a, v))));
    BigDecimal points = lines.decided(outcome.points().multiply(share));
    boolean small = reading.filter(lines.small::few).isPresent();
    boolean missed = !met.orElse(points.compareTo(lines.decided(shown.points())) >= 0);
    return new ItemLine(
        section,
        shown,
        ordinal,
        reading,
        outcome.branch().zeroByRule() ? ItemLine.Status.ZERO_BY_RULE : ItemLine.Status.SCORED,
        outcome.branch(),
        item.counted() && !small,
        Optional.of(points),
        Optional.of(outcome.points().multiply(share)),
        points,
        points,
        false,
        aim,
        met,
        turned,
        item.binding() && !small && missed,
        Sentences.joined(
            Sentences.shared(
                lines.sentences.scored(shown, reading, outcome, points, met, turned, small, inputs),
                share),
            reading.map(r -> lines.notes(item, r.indicator())).orElse(List.of())),
        withPeers(outcome));
  }

  /** What the comparison saw is kept as what the rule read is (R41). */
  private List<ItemLine.Input> withPeers(Outcome outcome) {
    List<ItemLine.Input> all = new ArrayList<>(inputs);
    for (String name : COMPARED) {
      Optional.ofNullable(outcome.parts().get(name))
          .ifPresent(x -> all.add(new ItemLine.Input(name, Optional.of(x), "class")));
    }
    return all;
  }

  private Optional<Boolean> met(Reading r, Aim aim, BigDecimal value) {
    return aim.judge(value, lines.scheme.indicator(r.indicator()).direction()).map(Standing::met);
  }
}
