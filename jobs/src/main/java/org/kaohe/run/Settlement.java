package org.kaohe.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.kaohe.landing.Arrivals;
import org.kaohe.landing.Delivery;
import org.kaohe.landing.Refusal;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.DeliveryState;

/**
 * What tonight's look at the landing folder, and what people decided, mean for the ledger: what is
 * new, what was said before, and what is settled.
 */
final class Settlement {
  private final List<DeliveryEntry> ledger;
  private final Map<String, DeliveryEntry> known;
  private final List<Decision> decisions;
  private final Arrivals found;

  private final List<Delivery> fresh = new ArrayList<>();
  private final List<DeliveryEntry> refused = new ArrayList<>();
  private final List<DeliveryEntry> repeated = new ArrayList<>();
  private final List<DeliveryEntry> settled = new ArrayList<>();
  private final Map<String, Set<String>> waiting = new TreeMap<>();

  /** Files that would be refused now and were taken in as they are. */
  private final Set<Place> standing = new HashSet<>();

  /**
   * What follows.
   *
   * @param fresh deliveries to take in
   * @param refused files that can't be taken in and that the ledger does not tell of
   * @param repeated files that repeat a delivery and that the ledger does not tell of
   * @param settled entries that settle or move what is open
   * @param waiting deliveries in bronze that may be taken in now, by dataset
   */
  record Result(
      List<Delivery> fresh,
      List<DeliveryEntry> refused,
      List<DeliveryEntry> repeated,
      List<DeliveryEntry> settled,
      Map<String, Set<String>> waiting) {}

  private record Place(String dataset, String file) {}

  private Settlement(List<DeliveryEntry> ledger, List<Decision> decisions, Arrivals found) {
    this.ledger = ledger;
    this.known = Ledger.current(ledger);
    this.decisions = decisions;
    this.found = found;
  }

  /**
   * Works it out.
   *
   * @param ledger the released entries, in order
   * @param found what the files that are new or changed turned out to be
   * @param gone whether the file of an entry is in the landing folder no more
   * @param entry a refusal as an entry
   */
  static Result of(
      List<DeliveryEntry> ledger,
      List<Decision> decisions,
      Arrivals found,
      Predicate<DeliveryEntry> gone,
      Function<Refusal, DeliveryEntry> entry) {
    Settlement settlement = new Settlement(ledger, decisions, found);
    List<DeliveryEntry> open = new ArrayList<>(OpenRefusals.last(ledger));
    settlement.dismissed(open);
    Set<String> moved = settlement.deliveries();
    Map<Place, DeliveryEntry> refusals = new HashMap<>();
    for (Refusal refusal : found.refused()) {
      DeliveryEntry e = entry.apply(refusal);
      if (settlement.takenIn(e)) {
        settlement.standing.add(place(e));
      } else {
        refusals.put(place(e), e);
      }
    }
    for (DeliveryEntry old : open) {
      if (!moved.contains(old.delivery())) {
        settlement.now(old, Optional.ofNullable(refusals.get(place(old))), gone.test(old));
      }
    }
    settlement.refused(refusals.values(), open);
    settlement.repeated(entry);
    settlement.reconsider();
    return new Result(
        settlement.fresh,
        settlement.refused,
        settlement.repeated,
        settlement.settled,
        settlement.waiting);
  }

  /** What was taken in is not refused in hindsight, when a contract asks for more (J24). */
  private boolean takenIn(DeliveryEntry refusal) {
    return !refusal.sha256().isEmpty()
        && known.values().stream()
            .anyMatch(
                e ->
                    e.state() == DeliveryState.ACCEPTED
                        && place(e).equals(place(refusal))
                        && e.sha256().equals(refusal.sha256()));
  }

  private static Place place(DeliveryEntry entry) {
    return new Place(entry.dataset(), entry.file());
  }

  private void dismissed(List<DeliveryEntry> open) {
    List<DeliveryEntry> dismissed = new ArrayList<>();
    for (DeliveryEntry entry : open) {
      decisions.stream()
          .filter(d -> d.settles(entry))
          .findFirst()
          .ifPresent(
              d -> {
                dismissed.add(entry);
                settle(entry.as(DeliveryState.DISMISSED, d.sentence()));
              });
    }
    open.removeAll(dismissed);
  }

  /** What no longer stands in the way may let in what was held for its sake. */
  private void settle(DeliveryEntry entry) {
    settled.add(entry);
    DeliveryEntry before = known.get(entry.delivery());
    if (before != null && before.state() == DeliveryState.HELD) {
      waiting.computeIfAbsent(entry.dataset(), k -> new TreeSet<>());
    }
  }

  /** Whatever happens to a dataset, its held deliveries are looked at again: it may decide. */
  private void reconsider() {
    fresh.forEach(d -> waiting.computeIfAbsent(d.dataset(), k -> new TreeSet<>()));
    Set<String> done = new HashSet<>();
    settled.stream().filter(e -> !e.state().open()).forEach(e -> done.add(e.delivery()));
    known.values().stream()
        .filter(e -> e.state() == DeliveryState.HELD && !done.contains(e.delivery()))
        .filter(e -> waiting.containsKey(e.dataset()))
        .forEach(e -> waiting.getOrDefault(e.dataset(), new TreeSet<>()).add(e.delivery()));
    waiting.values().removeIf(Set::isEmpty);
  }

  /** Tells deliveries to take in from those that bronze has; returns ids found in another file. */
  private Set<String> deliveries() {
    Set<String> moved = new HashSet<>();
    for (Delivery delivery : found.fresh()) {
      DeliveryEntry before = known.get(delivery.id());
      if (decisions.stream().anyMatch(d -> d.keepsOut(delivery.id()))) {
        continue;
      }
      if (before == null) {
        fresh.add(delivery);
      } else if (before.state() == DeliveryState.RESOLVED) {
        // It was given up when its file went; now it is back, and bronze has its rows.
        waiting.computeIfAbsent(delivery.dataset(), k -> new TreeSet<>()).add(delivery.id());
      } else if (before.state().open() && !before.file().equals(delivery.file())) {
        settled.add(before.in(delivery.file()));
        moved.add(delivery.id());
      }
    }
    return moved;
  }

  private void now(DeliveryEntry old, Optional<DeliveryEntry> refusal, boolean gone) {
    Optional<Delivery> delivery =
        found.fresh().stream()
            .filter(d -> d.file().equals(old.file()) && d.dataset().equals(old.dataset()))
            .findFirst();
    boolean repeats =
        standing.contains(place(old))
            || found.repeated().stream()
                .anyMatch(r -> r.file().equals(old.file()) && r.dataset().equals(old.dataset()));
    if (delivery.isPresent()) {
      if (!delivery.get().id().equals(old.delivery())) {
        settle(
            old.as(
                DeliveryState.RESOLVED,
                old.sha256().equals(delivery.get().sha256())
                    ? "The file can be taken in now, as delivery " + delivery.get().id()
                    : "The file has other content now, delivery " + delivery.get().id()));
      }
    } else if (repeats) {
      settle(old.as(DeliveryState.RESOLVED, "The file repeats a delivery that was taken in"));
    } else if (refusal.isPresent()) {
      if (!refusal.get().sha256().equals(old.sha256()) || old.state() == DeliveryState.FAILED) {
        settle(old.as(DeliveryState.RESOLVED, "The file has another fault now"));
      }
    } else if (gone) {
      settle(old.as(DeliveryState.RESOLVED, "The file is gone from the landing folder"));
    }
  }

  private void refused(Iterable<DeliveryEntry> refusals, List<DeliveryEntry> open) {
    Map<OpenRefusals.Subject, String> said = new HashMap<>();
    open.forEach(e -> said.put(OpenRefusals.Subject.of(e), e.detail()));
    List<DeliveryEntry> found = new ArrayList<>();
    for (DeliveryEntry refusal : refusals) {
      boolean again =
          refusal.detail().equals(said.get(OpenRefusals.Subject.of(refusal)))
              || decisions.stream().anyMatch(d -> d.settles(refusal));
      if (!again) {
        found.add(refusal);
      }
    }
    found.stream()
        .sorted(java.util.Comparator.comparing(DeliveryEntry::file))
        .forEach(refused::add);
  }

  /** Said once, when it happened; not every time that the folder is looked through. */
  private void repeated(Function<Refusal, DeliveryEntry> entry) {
    Set<String> told = new HashSet<>();
    known.values().forEach(e -> told.add(e.file()));
    ledger.stream()
        .filter(e -> e.state() == DeliveryState.DUPLICATE)
        .forEach(e -> told.add(e.file()));
    found.repeated().stream()
        .filter(r -> !told.contains(r.file()))
        .map(entry)
        .map(e -> e.as(DeliveryState.DUPLICATE, e.detail()))
        .forEach(repeated::add);
  }
}
