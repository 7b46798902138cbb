package org.kaohe.gold;

import java.time.YearMonth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kaohe.config.Definitions;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.View;
import org.kaohe.gold.Changes.Delivered;

/**
 * Which months and longer periods each part has been delivered for, and in which trees of units its
 * rows lie: what tells a zero from a missing value (RULES R8).
 *
 * <p>A month is delivered when a delivery declares it or brings rows of it. A month inside a longer
 * period for which rows were delivered is not: coarser data is never split (J7).
 */
final class Deliveries {
  /** Where a part has rows: {@code period} text and the {@code root} of the unit's tree. */
  record Presence(String part, String root, String period) {}

  private final Definitions definitions;
  private final Map<String, NavigableSet<YearMonth>> declared = new HashMap<>();
  private final Map<String, NavigableSet<YearMonth>> refused = new HashMap<>();
  private final Map<String, Set<Period>> observed = new HashMap<>();
  private final Map<String, Set<String>> roots = new HashMap<>();

  private final Set<String> failed;

  /**
   * @param failed parts that no query can compute
   */
  Deliveries(
      Definitions definitions,
      List<Delivered> delivered,
      List<Presence> presence,
      Set<String> failed) {
    this.definitions = definitions;
    this.failed = failed;
    for (Delivered delivery : delivered) {
      NavigableSet<YearMonth> months =
          (delivery.refused() ? refused : declared)
              .computeIfAbsent(delivery.dataset(), k -> new TreeSet<>());
      Period.parse(delivery.period())
          .ifPresent(
              p ->
                  p.months().stream()
                      .filter(m -> !m.atDay(1).isAfter(delivery.issued()))
                      .forEach(months::add));
    }
    Map<String, Optional<Period>> parsed = new HashMap<>();
    for (Presence row : presence) {
      parsed
          .computeIfAbsent(row.period(), Period::parse)
          .ifPresent(p -> observed.computeIfAbsent(row.part(), k -> new HashSet<>()).add(p));
      roots.computeIfAbsent(row.part(), k -> new HashSet<>()).add(row.root());
    }
  }

  SeriesSpec.PartSpec spec(Parts.Read read) {
    Set<Period> seen = observed.getOrDefault(read.id(), Set.of());
    NavigableSet<YearMonth> months = new TreeSet<>(declared(read.part().from()));
    Set<Period> coarse = new LinkedHashSet<>();
    // Of distinct counts only the shortest periods are delivered; the longer are counted from them.
    Optional<PeriodKind> only =
        read.part().aggregate() == Aggregate.DISTINCT
            ? seen.stream().map(Period::kind).min(java.util.Comparator.naturalOrder())
            : Optional.empty();
    seen.stream()
        .filter(p -> only.isEmpty() || p.kind() == only.get())
        .forEach(
            p -> {
              if (p.kind() == PeriodKind.MONTH || p.kind() == PeriodKind.DAY) {
                months.add(YearMonth.from(p.start()));
              } else {
                coarse.add(p);
              }
            });
    coarse.forEach(p -> p.months().forEach(months::remove));
    return new SeriesSpec.PartSpec(
        read.id(),
        read.role().text(),
        read.part().aggregate(),
        read.part().additive(),
        read.part().holdYear(),
        months,
        Set.copyOf(coarse),
        roots(read),
        held(read.part().from()),
        failed.contains(read.id()));
  }

  /** Months for which a delivery was refused, of a view those of any of its inputs. */
  private Set<YearMonth> held(String source) {
    View view = definitions.views().get(source);
    Set<YearMonth> held = new TreeSet<>();
    (view == null ? Set.of(source) : view.inputs())
        .forEach(d -> held.addAll(refused.getOrDefault(d, new TreeSet<>())));
    return held;
  }

  /** Months that deliveries of a dataset declare; of a view, those of all its inputs. */
  private Set<YearMonth> declared(String source) {
    View view = definitions.views().get(source);
    if (view == null) {
      return declared.getOrDefault(source, new TreeSet<>());
    }
    Set<YearMonth> common = null;
    for (String input : view.inputs()) {
      Set<YearMonth> months = declared.getOrDefault(input, new TreeSet<>());
      if (common == null) {
        common = new TreeSet<>(months);
      } else {
        common.retainAll(months);
      }
    }
    return common == null ? Set.of() : common;
  }

  /** A view shows only hits, so where it may have some is told by the datasets it reads. */
  private Set<String> roots(Parts.Read read) {
    View view = definitions.views().get(read.part().from());
    if (view == null) {
      return roots.getOrDefault(read.id(), Set.of());
    }
    Set<String> found = new HashSet<>();
    Parts.all(definitions)
        .filter(r -> view.inputs().contains(r.part().from()))
        .forEach(r -> found.addAll(roots.getOrDefault(r.id(), Set.of())));
    if (!found.isEmpty()) {
      found.addAll(roots.getOrDefault(read.id(), Set.of()));
    }
    return found;
  }
}
