package org.kaohe.gold;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.kaohe.config.Period;
import org.kaohe.gold.SeriesSpec.PartSpec;
import org.kaohe.gold.SeriesSpec.Version;

/**
 * The smallest unit at which all parts of an indicator meet: a leaf with rows of its own, or, where
 * the parts of a ratio are reported by units of different levels, the lowest one above them.
 *
 * @param leaves by part: where its rows are; of a part without rows the place itself
 */
record Node(Place place, Version version, List<List<LeafPart>> leaves) {

  /** A unit below which there is nothing. */
  static Node alone(Place place, Version version, Function<PartSpec, LeafPart> leaf) {
    return new Node(
        place, version, version.parts().stream().map(p -> List.of(leaf.apply(p))).toList());
  }

  /**
   * A node over one period.
   *
   * @param parts their numbers; of parts that do not add up, none, but where they were found
   * @param common months that all parts share
   * @param witnessed those of them that were reported
   * @param elapsed months that are over, or delivered, on which the unit existed
   * @param reason why there is no number
   * @param blamed the part that it speaks of
   * @param owes a report of the period is expected of the node
   * @param rejected rows of it wait in quarantine
   */
  record Resolved(
      Place place,
      List<PartValue> parts,
      Months common,
      Months witnessed,
      Months elapsed,
      Optional<Reason> reason,
      int blamed,
      boolean owes,
      boolean holes,
      boolean rejected) {

    boolean valued() {
      return reason.isEmpty();
    }

    boolean undefined() {
      return reason.filter(Reason::undefined).isPresent();
    }

    PartValue part(int part) {
      return parts.get(part);
    }

    /** The same without a number. */
    Resolved without(Reason why, int of) {
      return new Resolved(
          place, parts, common, witnessed, elapsed, Optional.of(why), of, owes, holes, rejected);
    }

    int expected() {
      return elapsed.size();
    }

    int reported() {
      return witnessed.copy().keep(elapsed).size();
    }

    String told(Version version) {
      return version.told(reason.orElse(Reason.AWAITING_DATA), blamed);
    }
  }

  /**
   * @param began month from which reports are expected
   */
  Resolved resolve(Period period, LocalDate businessDate, Optional<YearMonth> began) {
    Months begun = Months.of(period).begunBy(businessDate).keep(place.lived(period));
    // The sides of a ratio are paired over what was delivered of both, and nothing else.
    boolean alone = version.parts().size() == 1;
    List<Months> present = new ArrayList<>();
    Months common = begun.copy();
    Months witnessed = begun.copy();
    for (int i = 0; i < leaves.size(); i++) {
      Months known = new Months();
      Months delivered = new Months();
      leaves.get(i).forEach(l -> known.add(alone ? l.present(period) : l.delivered(period)));
      leaves.get(i).forEach(l -> delivered.add(l.delivered(period)));
      present.add(known);
      PartSpec part = version.parts().get(i);
      if (!part.hold() && !part.asDelivered()) {
        common.keep(known);
        witnessed.keep(delivered);
      }
    }
    whole(period, common);
    witnessed.keep(common);
    Months elapsed = begun.overBy(businessDate);
    began.ifPresent(elapsed::since);
    elapsed.add(common);
    List<PartValue> values = new ArrayList<>();
    Optional<Reason> reason = Optional.empty();
    int blamed = 0;
    boolean holes = false;
    boolean cause = false;
    for (int i = 0; i < leaves.size(); i++) {
      PartSpec part = version.parts().get(i);
      PartValue value = value(part, leaves.get(i), period, common, elapsed);
      values.add(value);
      holes |= value.holes();
      if (value.reason().isPresent()) {
        // The part that nobody delivered is the cause, also of what the other one could not show.
        boolean first = present.get(i).isEmpty();
        boolean worse = reason.filter(Reason::undefined).isEmpty() && first && !cause;
        if (reason.isEmpty() || worse) {
          reason = value.reason();
          blamed = i;
          cause = first;
        }
      }
    }
    Months due = elapsed;
    boolean rejected = leaves.stream().flatMap(List::stream).anyMatch(l -> l.rejected(due));
    boolean owes = leaves.stream().anyMatch(l -> l.stream().anyMatch(p -> p.owes(period)));
    return new Resolved(
        place, values, common, witnessed, elapsed, reason, blamed, owes, holes, rejected);
  }

  /** Takes longer deliveries out of the common months until all that are left are whole. */
  private void whole(Period period, Months common) {
    int before;
    do {
      before = common.size();
      leaves.forEach(l -> l.forEach(p -> p.whole(period, common)));
    } while (common.size() < before);
  }

  private static PartValue value(
      PartSpec part, List<LeafPart> leaves, Period period, Months common, Months elapsed) {
    if (part.asDelivered()) {
      return PartValue.apart(List.of());
    }
    if (part.distinct()) {
      // Counted for every unit apart; here only whether there is something to count, and where.
      return leaves
          .get(0)
          .nothing(period, common, elapsed)
          .with(leaves.stream().flatMap(l -> l.found(period).stream()).toList());
    }
    if (leaves.size() == 1) {
      return leaves.get(0).value(period, common, elapsed);
    }
    List<PartValue> values = new ArrayList<>();
    boolean holes = false;
    Optional<Reason> missing = Optional.empty();
    for (LeafPart leaf : leaves) {
      Months own = part.hold() ? common : common.copy().keep(leaf.delivered(period));
      PartValue value = leaf.value(period, own, elapsed);
      holes |= value.holes();
      values.add(value);
      if (value.value().isPresent()) {
        continue;
      }
      if (value.reason().filter(Reason::undefined).isPresent()) {
        return value;
      } else {
        missing = missing.or(value::reason);
        holes |= leaf.owes(period);
      }
    }
    return PartValue.sum(values, holes, missing.orElse(Reason.AWAITING_DATA));
  }
}
