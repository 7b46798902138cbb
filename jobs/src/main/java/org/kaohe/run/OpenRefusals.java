package org.kaohe.run;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.DeliveryState;

/** Tells from the ledger alone what is still open. */
public final class OpenRefusals {
  private OpenRefusals() {}

  /** What an entry is about: a delivery, or the content of a file that could not become one. */
  record Subject(String dataset, String delivery, String file, String sha256) {
    static Subject of(DeliveryEntry entry) {
      return entry.delivery().isEmpty()
          ? new Subject(entry.dataset(), "", entry.file(), entry.sha256())
          : new Subject(entry.dataset(), entry.delivery(), "", "");
    }
  }

  /**
   * All that is open.
   *
   * @param entries of the ledger, in its order
   * @param zone whose day the first night is told by
   */
  static List<OpenRefusal> of(List<DeliveryEntry> entries, List<Decision> decisions, ZoneId zone) {
    Map<Subject, LocalDate> since = since(entries, zone);
    return last(entries).stream()
        .filter(e -> decisions.stream().noneMatch(d -> d.settles(e)))
        .map(e -> OpenRefusal.of(e, since.getOrDefault(Subject.of(e), LocalDate.EPOCH)))
        .sorted(
            Comparator.comparing(OpenRefusal::since)
                .thenComparing(OpenRefusal::dataset)
                .thenComparing(OpenRefusal::file))
        .toList();
  }

  /** The last entry of everything whose last entry says that it needs somebody. */
  static List<DeliveryEntry> last(List<DeliveryEntry> entries) {
    Map<Subject, DeliveryEntry> last = new LinkedHashMap<>();
    Map<String, String> firstAccepted = new HashMap<>();
    Map<Subject, String> firstOpen = new HashMap<>();
    for (DeliveryEntry entry : entries) {
      last.put(Subject.of(entry), entry);
      if (entry.state() == DeliveryState.ACCEPTED) {
        firstAccepted.putIfAbsent(entry.delivery(), entry.runId());
      } else if (entry.state().open()) {
        firstOpen.putIfAbsent(Subject.of(entry), entry.runId());
      }
    }
    List<DeliveryEntry> accepted =
        last.values().stream().filter(e -> e.state() == DeliveryState.ACCEPTED).toList();
    List<DeliveryEntry> open = new ArrayList<>();
    for (DeliveryEntry entry : last.values()) {
      if (entry.state().open()
          && accepted.stream()
              .noneMatch(
                  a ->
                      replaces(
                          a,
                          entry,
                          firstAccepted
                                  .getOrDefault(a.delivery(), "")
                                  .compareTo(firstOpen.getOrDefault(Subject.of(entry), ""))
                              > 0))) {
        open.add(entry);
      }
    }
    return open;
  }

  /** A delivery refused by its dataset's checks was asked for again, and came. */
  private static boolean replaces(
      DeliveryEntry accepted, DeliveryEntry refused, boolean cameLater) {
    return refused.state() == DeliveryState.REFUSED
        && !refused.delivery().isEmpty()
        && refused.dataset().equals(accepted.dataset())
        && refused.period().isPresent()
        && refused.period().equals(accepted.period())
        && refused
            .issued()
            .flatMap(r -> accepted.issued().map(a -> a.isAfter(r) || (a.equals(r) && cameLater)))
            .orElse(false);
  }

  /** The day of the night since which a subject has been open without a break. */
  private static Map<Subject, LocalDate> since(List<DeliveryEntry> entries, ZoneId zone) {
    Map<Subject, LocalDate> since = new HashMap<>();
    for (DeliveryEntry entry : entries) {
      Subject subject = Subject.of(entry);
      if (entry.state().open()) {
        since.computeIfAbsent(
            subject,
            s -> RunIds.start(entry.runId()).orElse(Instant.EPOCH).atZone(zone).toLocalDate());
      } else {
        since.remove(subject);
      }
    }
    return since;
  }
}
