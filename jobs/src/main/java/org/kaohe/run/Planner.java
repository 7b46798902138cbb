package org.kaohe.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.KaoheException;
import org.kaohe.landing.Arrivals;
import org.kaohe.landing.Landing;
import org.kaohe.landing.Listing;
import org.kaohe.landing.Refusal;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.DeliveryState;

/** Finds out what a night would do, without Spark and without writing anything. */
public final class Planner {
  private final Definitions definitions;
  private final Warehouse warehouse;
  private final Ledger ledger;
  private final String product;
  private final Selection selection;
  private final LocalDate today;

  /**
   * @param product version of the product; another version computes everything again
   * @param today the day of the run, in the project's time zone
   */
  public Planner(
      Definitions definitions,
      Warehouse warehouse,
      Ledger ledger,
      String product,
      Selection selection,
      LocalDate today) {
    this.definitions = definitions;
    this.warehouse = warehouse;
    this.ledger = ledger;
    this.product = product;
    this.selection = selection;
    this.today = today;
  }

  /**
   * What can be told without reading a delivery.
   *
   * @param state memory of the night behind the released one; empty when it is unknown
   * @param suspects files that are new or changed
   */
  record Outlook(
      LocalDate businessDate,
      Optional<Release> released,
      Optional<NightState> state,
      Optional<Ledger.Run> unfinished,
      List<TableId> astray,
      List<Listing> landing,
      List<Listing> suspects,
      Map<String, String> contracts,
      boolean definitionsChanged,
      boolean dateMoved) {

    /** True when the night has nothing to do and nothing needs to be read to know it. */
    boolean quiet() {
      return released.isPresent()
          && unfinished.isEmpty()
          && astray.isEmpty()
          && !definitionsChanged
          && !dateMoved
          && state.map(s -> s.complete() && s.landing().equals(landing)).orElse(false);
    }
  }

  /** The last attempt without an end; only the holder of the lock knows that it is dead. */
  public static Optional<Ledger.Run> unfinished(List<Ledger.Run> runs) {
    return runs.stream()
        .filter(r -> r.state() == Ledger.RunState.RUNNING)
        .reduce((earlier, later) -> later);
  }

  /**
   * Looks, reading no delivery.
   *
   * @throws KaoheException K4004 when the date is before the released one
   */
  Outlook outlook(LocalDate businessDate, Optional<Ledger.Run> unfinished) {
    Optional<Release> released = new Pointer(warehouse).currentRelease();
    released
        .filter(r -> businessDate.isBefore(r.businessDate()))
        .ifPresent(
            r -> {
              throw new KaoheException(
                  "K4004",
                  "The business date %s is before %s, the date of the current release %s, and a night never goes back. Use --date %s or later."
                      .formatted(businessDate, r.businessDate(), r.id(), r.businessDate()));
            });
    Optional<NightState> state =
        NightState.read(warehouse.state())
            .filter(s -> released.map(Release::id).equals(Optional.of(s.release())))
            .filter(s -> s.product().equals(product));
    Landing folder = new Landing(definitions.project().landing());
    List<Listing> landing =
        new ArrayList<>(
            folder.list(
                definitions.contracts().values().stream()
                    .filter(c -> selection.hasDataset(c.id(), c.department()))
                    .toList()));
    if (selection == Selection.ALL) {
      landing.addAll(folder.strays(definitions.contracts().values()));
    }
    Map<String, String> contracts = Fingerprints.contracts(definitions);
    return new Outlook(
        businessDate,
        released,
        state,
        unfinished,
        astray(released),
        landing,
        suspects(landing, state, contracts),
        contracts,
        !state.map(s -> s.definitions().equals(definitions.hash())).orElse(false),
        released.map(r -> !r.businessDate().equals(businessDate)).orElse(true));
  }

  private List<TableId> astray(Optional<Release> released) {
    Map<TableId, Long> versions = released.map(Release::tables).orElse(Map.of());
    for (TableId table : versions.keySet()) {
      if (!warehouse.exists(table)) {
        throw new KaoheException(
            "K4007",
            "The current release names %s, and its folder %s is gone. Restore it from the backup, or move the whole warehouse aside and run the nightly on the landing folder again."
                .formatted(table, warehouse.folder(table)));
      }
    }
    return warehouse.tables().stream()
        .filter(t -> !Ledger.ATTEMPTS.contains(t))
        .filter(
            t -> !Optional.of(warehouse.version(t)).equals(Optional.ofNullable(versions.get(t))))
        .toList();
  }

  /** Files that are not exactly as the night before saw them, and files beside such a manifest. */
  private static List<Listing> suspects(
      List<Listing> landing, Optional<NightState> state, Map<String, String> contracts) {
    if (state.filter(NightState::complete).isEmpty()) {
      return landing;
    }
    Set<Listing> seen = new HashSet<>(state.get().landing());
    Set<Listing> now = new HashSet<>(landing);
    Set<String> manifests = new HashSet<>();
    for (Listing file : landing) {
      if (!seen.contains(file) && Landing.isManifest(file.file())) {
        manifests.add(folder(file));
      }
    }
    for (Listing file : state.get().landing()) {
      if (!now.contains(file) && Landing.isManifest(file.file())) {
        manifests.add(folder(file));
      }
    }
    Map<String, String> known = state.get().contracts();
    return landing.stream()
        .filter(
            l ->
                !seen.contains(l)
                    || manifests.contains(folder(l))
                    || !contracts.getOrDefault(l.dataset(), "").equals(known.get(l.dataset())))
        .toList();
  }

  private static String folder(Listing file) {
    return file.file().substring(0, file.file().lastIndexOf('/') + 1);
  }

  /** Reads what is new and decides. */
  Plan plan(Outlook outlook) {
    Map<String, Contract> contracts = definitions.contracts();
    List<DeliveryEntry> entries = outlook.released().map(ledger::deliveries).orElse(List.of());
    Map<String, DeliveryEntry> known = Ledger.current(entries);
    Arrivals found =
        outlook.suspects().isEmpty()
            ? new Arrivals(List.of(), List.of(), List.of())
            : new Landing(definitions.project().landing())
                .identify(outlook.suspects(), contracts, known.keySet(), today);
    // Said once, when it happened; not every time that the folder is looked through.
    Set<String> told =
        entries.stream().map(e -> said(e.file(), e.detail())).collect(Collectors.toSet());
    Set<String> files =
        known.values().stream().map(DeliveryEntry::file).collect(Collectors.toSet());
    entries.stream()
        .filter(e -> e.state() == DeliveryState.DUPLICATE)
        .forEach(e -> files.add(e.file()));
    Arrivals arrivals =
        new Arrivals(
            found.fresh(),
            found.repeated().stream().filter(r -> !files.contains(r.file())).toList(),
            found.refused().stream()
                .filter(r -> !told.contains(said(r.file(), detail(r))))
                .toList());
    Set<String> inBronze =
        known.values().stream().map(DeliveryEntry::dataset).collect(Collectors.toSet());
    Set<String> retyped = new TreeSet<>();
    outlook
        .contracts()
        .forEach(
            (dataset, hash) -> {
              boolean same =
                  outlook.state().map(s -> hash.equals(s.contracts().get(dataset))).orElse(false);
              Contract contract = contracts.get(dataset);
              if (!same
                  && inBronze.contains(dataset)
                  && contract != null
                  && selection.hasDataset(dataset, contract.department())) {
                retyped.add(dataset);
              }
            });
    return new Plan(
        outlook.businessDate(),
        outlook.released(),
        outlook.unfinished(),
        outlook.astray(),
        outlook.landing(),
        arrivals,
        retyped,
        outlook.definitionsChanged(),
        outlook.dateMoved(),
        reasons(outlook, arrivals, retyped));
  }

  private static String said(String file, String detail) {
    return file + "\n" + detail;
  }

  static String detail(Refusal refusal) {
    return refusal.code() + ": " + refusal.detail();
  }

  private static List<String> reasons(Outlook outlook, Arrivals arrivals, Set<String> retyped) {
    List<String> reasons = new ArrayList<>();
    outlook
        .unfinished()
        .ifPresent(
            r ->
                reasons.add(
                    "Run %s for %s has no end; its work is done again"
                        .formatted(r.id(), r.businessDate())));
    if (!outlook.astray().isEmpty()) {
      reasons.add(
          "%d tables are not as released and are put back first: %s"
              .formatted(
                  outlook.astray().size(),
                  outlook.astray().stream()
                      .map(TableId::toString)
                      .collect(Collectors.joining(", "))));
    }
    if (outlook.released().isEmpty()) {
      reasons.add("There is no release yet");
    } else if (outlook.dateMoved()) {
      reasons.add(
          "The business date moves from %s to %s"
              .formatted(outlook.released().get().businessDate(), outlook.businessDate()));
    }
    if (outlook.released().isPresent() && outlook.definitionsChanged()) {
      reasons.add(
          outlook.state().isPresent()
              ? "Definitions changed"
              : "It is unknown with which definitions the current release was computed");
    }
    if (!arrivals.fresh().isEmpty()) {
      reasons.add("New deliveries: %,d".formatted(arrivals.fresh().size()));
    }
    if (!arrivals.repeated().isEmpty()) {
      reasons.add("Files that repeat a delivery: %,d".formatted(arrivals.repeated().size()));
    }
    if (!arrivals.refused().isEmpty()) {
      reasons.add("Files that can't be taken in: %,d".formatted(arrivals.refused().size()));
    }
    if (!retyped.isEmpty()) {
      reasons.add("Contracts changed: " + String.join(", ", retyped));
    }
    return reasons;
  }

  /** What a night would do now, for those who only ask. */
  public Plan preview(LocalDate businessDate) {
    return plan(outlook(businessDate, unfinished(ledger.runs())));
  }
}
