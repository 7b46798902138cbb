package org.kaohe.run;

import java.nio.file.Files;
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
import org.kaohe.delta.TableReader;
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
   * @param suspects files that are new or changed, and those whose fault may pass by itself
   * @param decisions what people decided
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
      boolean dateMoved,
      List<Decision> decisions) {

    /** True when the night has nothing to do and nothing needs to be read to know it. */
    boolean quiet() {
      return released.isPresent()
          && unfinished.isEmpty()
          && astray.isEmpty()
          && !definitionsChanged
          && !dateMoved
          && state
              .map(
                  s ->
                      s.complete()
                          && s.retry().isEmpty()
                          && s.landing().equals(remembered(landing)))
              .orElse(false)
          && dismissed().isEmpty();
    }

    /** What the night before called open and somebody has dismissed since. */
    private List<Decision> dismissed() {
      Set<String> files =
          state.map(NightState::open).orElse(List.of()).stream()
              .map(OpenRefusal::file)
              .collect(Collectors.toSet());
      return decisions.stream().filter(d -> files.contains(d.subject())).toList();
    }

    /** Files that may be deliveries nobody has read yet. */
    boolean news() {
      Set<String> retry = state.map(s -> Set.copyOf(s.retry())).orElse(Set.of());
      return suspects.stream()
          .anyMatch(l -> !Landing.isManifest(l.file()) && !retry.contains(l.file()));
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
                  "The business date %s is before %s, the date of the current release %s, and a night never goes back. Use --date %s or later; if that release should not be, move readers to an earlier one: kaohe rollback RELEASE (kaohe show ops/release lists them)."
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
        released.map(r -> !r.businessDate().equals(businessDate)).orElse(true),
        new Decisions(warehouse, new TableReader(warehouse)).all());
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
    Set<Listing> now = new HashSet<>(remembered(landing));
    Set<String> manifests = new HashSet<>();
    for (Listing file : landing) {
      if (!seen.contains(file.remembered()) && Landing.isManifest(file.file())) {
        manifests.add(folder(file));
      }
    }
    for (Listing file : state.get().landing()) {
      if (!now.contains(file) && Landing.isManifest(file.file())) {
        manifests.add(folder(file));
      }
    }
    Map<String, String> known = state.get().contracts();
    Set<String> retry = Set.copyOf(state.get().retry());
    return landing.stream()
        .filter(
            l ->
                !seen.contains(l.remembered())
                    || manifests.contains(folder(l))
                    || retry.contains(l.file())
                    || !contracts.getOrDefault(l.dataset(), "").equals(known.get(l.dataset())))
        .toList();
  }

  /** A landing folder as a night may remember it. */
  static List<Listing> remembered(List<Listing> landing) {
    return landing.stream().map(Listing::remembered).toList();
  }

  private static String folder(Listing file) {
    return file.file().substring(0, file.file().lastIndexOf('/') + 1);
  }

  /** Reads what is new and decides. */
  Plan plan(Outlook outlook) {
    Map<String, Contract> contracts = definitions.contracts();
    List<DeliveryEntry> entries = outlook.released().map(ledger::deliveries).orElse(List.of());
    Map<String, DeliveryEntry> known = Ledger.current(entries);
    Set<String> accepted =
        known.values().stream()
            .filter(e -> e.state() == DeliveryState.ACCEPTED)
            .map(DeliveryEntry::delivery)
            .collect(Collectors.toSet());
    Arrivals found =
        outlook.suspects().isEmpty()
            ? new Arrivals(List.of(), List.of(), List.of())
            : new Landing(definitions.project().landing())
                .identify(outlook.suspects(), contracts, accepted, today);
    Map<String, Listing> listed =
        outlook.landing().stream()
            .collect(Collectors.toMap(l -> l.dataset() + "\n" + l.file(), l -> l, (a, b) -> a));
    Set<String> closed =
        outlook.landing().stream()
            .filter(l -> l.kind() == Listing.Kind.CLOSED)
            .map(Listing::dataset)
            .collect(Collectors.toSet());
    Settlement.Result settlement =
        Settlement.of(
            entries,
            outlook.decisions(),
            found,
            e -> gone(e, listed.keySet(), closed),
            r -> entry(r, Optional.ofNullable(listed.get(r.dataset() + "\n" + r.file()))));
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
        found,
        settlement,
        OpenRefusals.of(entries, outlook.decisions(), definitions.project().timezone()),
        retyped,
        outlook.definitionsChanged(),
        outlook.dateMoved(),
        reasons(outlook, settlement, retyped));
  }

  /**
   * Whether nobody can look at an entry's file again; a folder that can't be read tells nothing.
   */
  private boolean gone(DeliveryEntry entry, Set<String> listed, Set<String> closed) {
    if (listed.contains(entry.dataset() + "\n" + entry.file())) {
      return false;
    }
    Contract contract = definitions.contracts().get(entry.dataset());
    if (contract == null) {
      return selection == Selection.ALL && !landingMissing(definitions);
    }
    if (!selection.hasDataset(contract.id(), contract.department())) {
      return false;
    }
    return !closed.contains(entry.dataset()) && !landingMissing(definitions);
  }

  /** Whether nothing can be said of the deliveries; an empty folder says that there are none. */
  static boolean landingMissing(Definitions definitions) {
    return !Files.isDirectory(definitions.project().landing());
  }

  private DeliveryEntry entry(Refusal refusal, Optional<Listing> listing) {
    Landing landing = new Landing(definitions.project().landing());
    // Nothing but a file is ever opened: a pipe would wait for ever.
    Optional<Listing> file = listing.filter(l -> l.kind() == Listing.Kind.FILE);
    long bytes = file.map(Listing::size).orElse(0L);
    return new DeliveryEntry(
        "",
        refusal.dataset(),
        refusal.file(),
        file.map(l -> ContentHash.of(landing.path(l), bytes)).orElse(""),
        refusal.period(),
        Optional.empty(),
        0,
        Optional.empty(),
        bytes,
        0,
        0,
        0,
        0,
        0,
        0,
        DeliveryState.REFUSED,
        detail(refusal),
        List.of(),
        "");
  }

  static String detail(Refusal refusal) {
    return refusal.code() + ": " + refusal.detail();
  }

  private static List<String> reasons(
      Outlook outlook, Settlement.Result settlement, Set<String> retyped) {
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
    say(reasons, "New deliveries", settlement.fresh().size());
    say(reasons, "Files that repeat a delivery", settlement.repeated().size());
    say(reasons, "Files that can't be taken in", settlement.refused().size());
    say(reasons, "Refusals that are settled or moved", settlement.settled().size());
    say(
        reasons,
        "Held deliveries that are looked at again",
        settlement.waiting().values().stream().mapToInt(Set::size).sum());
    if (!retyped.isEmpty()) {
      reasons.add("Contracts changed: " + String.join(", ", retyped));
    }
    return reasons;
  }

  private static void say(List<String> reasons, String what, int number) {
    if (number > 0) {
      reasons.add("%s: %,d".formatted(what, number));
    }
  }

  /** What a night would do now, for those who only ask. */
  public Plan preview(LocalDate businessDate) {
    return plan(outlook(businessDate, unfinished(ledger.runs())));
  }
}
