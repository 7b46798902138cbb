package org.kaohe.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.kaohe.bronze.BronzeStage;
import org.kaohe.config.Contract;
import org.kaohe.config.Period;
import org.kaohe.delta.Release;
import org.kaohe.delta.Staged;
import org.kaohe.delta.TableId;
import org.kaohe.error.CleanText;
import org.kaohe.error.ErrorCode;
import org.kaohe.landing.Delivery;
import org.kaohe.landing.Landing;
import org.kaohe.quality.CheckResult;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.DeliveryState;
import org.kaohe.silver.BronzeReader;
import org.kaohe.silver.Losses;
import org.kaohe.silver.SilverResult;
import org.kaohe.silver.SilverStage;
import org.kaohe.silver.Standing;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/**
 * One dataset's way of a night: bronze, then silver. When it fails its two tables are put back, so
 * that the release can be made without it.
 */
final class DatasetNight {
  /** So many superseded by their own delivery, and one in so many, are no slip of the hand. */
  private static final long MANY = 10;

  private static final long SHARE = 5;

  private final StageContext context;
  private final Contract contract;
  private final Map<TableId, Long> released;
  private final List<Delivery> fresh;
  private final Map<String, DeliveryEntry> known;
  private final Set<String> waiting;
  private final boolean retyped;
  private final boolean losing;
  private final byte[] key;

  /**
   * @param known entries of this dataset's earlier deliveries by id
   * @param waiting ids of deliveries in bronze that were held and may be taken in now
   * @param retyped everything in bronze is typed again
   * @param losing rows that readers see may fall out by that
   */
  DatasetNight(
      StageContext context,
      Contract contract,
      Optional<Release> released,
      List<Delivery> fresh,
      Map<String, DeliveryEntry> known,
      Set<String> waiting,
      boolean retyped,
      boolean losing,
      byte[] key) {
    long arriving = fresh.stream().mapToLong(Delivery::records).sum();
    long again =
        known.values().stream()
            .filter(e -> retyped || waiting.contains(e.delivery()))
            .mapToLong(DeliveryEntry::delivered)
            .sum();
    this.context = context.over(arriving + again);
    this.contract = contract;
    this.released = released.map(Release::tables).orElse(Map.of());
    this.fresh = fresh;
    this.known = known;
    this.waiting = waiting;
    this.retyped = retyped;
    this.losing = losing;
    this.key = key;
  }

  /**
   * What came of it.
   *
   * @param accepted true when some delivery was taken in
   * @param retyped everything in bronze was typed again
   * @param aside rows for quarantine
   * @param warnings sentences for the summary
   * @param failure why the dataset was put back whole
   */
  record Result(
      String dataset,
      List<DeliveryEntry> entries,
      Set<String> touched,
      List<CheckResult> checks,
      boolean accepted,
      boolean retyped,
      Optional<Staged> aside,
      List<String> warnings,
      Optional<String> failure) {}

  Result run(Steps steps) {
    try {
      // The name that jobs have in Spark's own pages.
      context.spark().sparkContext().setJobDescription("bronze." + contract.id());
      if (!fresh.isEmpty()) {
        steps.timed(
            "bronze." + contract.id(),
            () -> BronzeStage.run(context, contract, fresh, key),
            r -> r);
      }
      context.spark().sparkContext().setJobDescription("silver." + contract.id());
      SilverResult result = steps.timed("silver." + contract.id(), this::silver, this::described);
      List<DeliveryEntry> entries = entries(result);
      List<String> unbalanced =
          entries.stream().filter(e -> !e.balanced()).map(DeliveryEntry::file).toList();
      if (!unbalanced.isEmpty()) {
        return putBack(
            "K4008: the rows of %s do not add up to what was delivered, so the dataset stays as it was. Please report this with the file."
                .formatted(String.join(", ", unbalanced)));
      }
      Optional<String> lost = lost(result);
      if (lost.isPresent() && !losing) {
        return putBack(
            "K3135: typed by the contract as it is now, rows that were accepted before would fall out: %s. So the dataset stays as released. A new column may say since when it must be there ({property: since, value: '2025-04-01'}); mend the contract, or let the rows go: kaohe nightly --accept %s"
                .formatted(lost.get(), contract.id()));
      }
      List<String> warnings = warnings(result);
      lost.ifPresent(
          l ->
              warnings.add(
                  "K3136: rows of %s that were accepted before fell out, as was accepted: %s"
                      .formatted(contract.id(), l)));
      return new Result(
          contract.id(),
          entries,
          result.touched(),
          result.checks(),
          entries.stream().anyMatch(e -> e.state() == DeliveryState.ACCEPTED),
          retyped,
          Optional.of(result.aside()),
          warnings,
          Optional.empty());
    } catch (RuntimeException | StackOverflowError e) {
      // A definition that is too deep for Spark's planner costs its dataset, and no other (J25).
      if (Failures.isFatal(e)) {
        throw e;
      }
      return putBack(Failures.text(e));
    } finally {
      context.spark().sparkContext().setJobDescription(null);
    }
  }

  /** What readers see and would miss; a contract is rarely changed, and counted only then. */
  private Optional<String> lost(SilverResult result) {
    TableId silver = TableId.silver(contract.id());
    return retyped && released.containsKey(silver) && context.warehouse().exists(silver)
        ? Losses.of(context, contract, released.get(silver), result, !fresh.isEmpty(), this::file)
        : Optional.empty();
  }

  private SilverResult silver() {
    Map<String, BronzeReader.Known> inBronze = new TreeMap<>();
    known.forEach(
        (id, e) -> {
          if (retyped || waiting.contains(id)) {
            inBronze.put(id, inBronze(e));
          }
        });
    if (!retyped) {
      Map<String, BronzeReader.Known> accepted = new TreeMap<>();
      known.forEach(
          (id, e) -> {
            if (e.state() == DeliveryState.ACCEPTED) {
              accepted.put(id, inBronze(e));
            }
          });
      return SilverStage.run(context, contract, fresh, inBronze, accepted, key);
    }
    for (Delivery d : fresh) {
      inBronze.put(
          d.id(),
          new BronzeReader.Known(
              d.header(),
              (int) d.issued().toEpochDay(),
              d.serial(),
              d.period().map(Period::text),
              d.records(),
              Standing.ARRIVING));
    }
    return SilverStage.rebuild(context, contract, inBronze, key);
  }

  private BronzeReader.Known inBronze(DeliveryEntry e) {
    Standing standing =
        switch (e.state()) {
          case ACCEPTED -> Standing.RELEASED;
          case RESOLVED -> waiting.contains(e.delivery()) ? Standing.ARRIVING : Standing.GIVEN_UP;
          default -> Standing.ARRIVING;
        };
    return new BronzeReader.Known(
        e.header(),
        (int) e.issued().orElseThrow().toEpochDay(),
        e.serial(),
        e.period().map(Period::text),
        e.delivered(),
        standing);
  }

  private StageResult described(SilverResult result) {
    List<String> warnings = new ArrayList<>(warnings(result));
    for (SilverResult.Outcome outcome : result.outcomes()) {
      why(outcome)
          .ifPresent(why -> warnings.add("delivery " + outcome.delivery() + " refused: " + why));
    }
    return new StageResult(result.stage().stage(), result.stage().counts(), warnings);
  }

  /** A key that lacks a column makes different things the same, and most of them vanish. */
  private List<String> warnings(SilverResult result) {
    List<String> warnings = new ArrayList<>(result.stage().warnings());
    fresh.stream().flatMap(d -> Landing.unsaid(d, contract).stream()).forEach(warnings::add);
    for (Delivery d : fresh) {
      d.reporter()
          .filter(r -> !context.definitions().units().containsKey(r))
          .ifPresent(
              r ->
                  warnings.add(
                      ErrorCode.REPORTER_NO_UNIT.told(
                          "%s says that it is from %s, which is no unit of conf/units, so it is nobody's report. Mend the column reporter of manifest.csv, or add the unit."
                              .formatted(d.file(), CleanText.line(r, 40)))));
    }
    for (SilverResult.Outcome o : result.outcomes()) {
      if (o.byItself() >= MANY && o.byItself() * SHARE >= o.delivered()) {
        warnings.add(
            "K3132: %,d of the %,d rows of %s are superseded by later rows of the same delivery with the same key (%s), so only the last of each counts. If they are different things, the key in %s lacks a column."
                .formatted(
                    o.byItself(),
                    o.delivered(),
                    file(o.delivery()),
                    String.join(", ", contract.key()),
                    contract.file().getFileName()));
      }
    }
    return warnings;
  }

  private String file(String delivery) {
    return fresh.stream()
        .filter(d -> d.id().equals(delivery))
        .map(Delivery::file)
        .findFirst()
        .or(() -> Optional.ofNullable(known.get(delivery)).map(DeliveryEntry::file))
        .orElse(delivery);
  }

  private Optional<String> why(SilverResult.Outcome outcome) {
    return outcome.held().map(c -> contradiction(outcome.delivery(), c)).or(outcome::refused);
  }

  private String contradiction(String delivery, SilverResult.Clash clash) {
    String other =
        file(clash.other()).equals(file(delivery))
            ? "the content that the file had before (delivery %s)".formatted(clash.other())
            : file(clash.other());
    return "K3130: %,d of its keys have other values in %s (first: %sline %d here, line %d there), and both are of the same issue, so nobody can say which is the later; none of its rows is taken in. Deliver it again with a later issue date, or with a serial ((?<serial>\\d+) in fileName, or the column serial of manifest.csv), or dismiss the one that is wrong."
        .formatted(
            clash.keys(),
            other,
            clash.key().map(k -> k + "; ").orElse(""),
            clash.line(),
            clash.otherLine());
  }

  private List<DeliveryEntry> entries(SilverResult result) {
    Map<String, DeliveryEntry> taken = new HashMap<>(known);
    fresh.forEach(d -> taken.put(d.id(), entry(d, context.runId())));
    List<DeliveryEntry> entries = new ArrayList<>();
    for (SilverResult.Outcome o : result.outcomes()) {
      DeliveryEntry entry = taken.get(o.delivery());
      if (entry != null) {
        DeliveryEntry now = fared(entry, o);
        boolean stands =
            now.state().open()
                && entry.state() == now.state()
                && entry.detail().equals(now.detail());
        boolean givenUp =
            entry.state() == DeliveryState.RESOLVED
                && !waiting.contains(o.delivery())
                && now.state() != DeliveryState.ACCEPTED;
        if (!stands && !givenUp) {
          entries.add(now);
        }
      }
    }
    return entries;
  }

  private DeliveryEntry fared(DeliveryEntry entry, SilverResult.Outcome o) {
    DeliveryState state =
        o.held().isPresent()
            ? DeliveryState.HELD
            : o.refused().isPresent() ? DeliveryState.REFUSED : DeliveryState.ACCEPTED;
    return new DeliveryEntry(
        entry.delivery(),
        entry.dataset(),
        entry.file(),
        entry.sha256(),
        entry.period(),
        entry.issued(),
        entry.serial(),
        entry.reporter(),
        entry.bytes(),
        o.delivered(),
        o.accepted(),
        o.superseded(),
        o.deleted(),
        o.control(),
        o.quarantined(),
        state,
        why(o).orElse(""),
        entry.header(),
        context.runId());
  }

  /** A delivery before anything is known of its rows. */
  static DeliveryEntry entry(Delivery d, String runId) {
    return new DeliveryEntry(
        d.id(),
        d.dataset(),
        d.file(),
        d.sha256(),
        d.period(),
        Optional.of(d.issued()),
        d.serial(),
        d.reporter(),
        d.bytes(),
        d.records(),
        0,
        0,
        0,
        0,
        0,
        DeliveryState.ACCEPTED,
        "",
        d.header(),
        runId);
  }

  private Result putBack(String why) {
    String more = "";
    for (TableId table : List.of(TableId.bronze(contract.id()), TableId.silver(contract.id()))) {
      Optional<Long> version = Optional.ofNullable(released.get(table));
      if (context.warehouse().exists(table)) {
        try {
          putBack(context, table, version);
        } catch (RuntimeException e) {
          if (Failures.isFatal(e)) {
            throw e;
          }
          context.warehouse().pin(table, version);
          more += "; and %s could not be put back: %s".formatted(table, Failures.text(e));
        }
      }
    }
    return new Result(
        contract.id(),
        List.of(),
        Set.of(),
        List.of(),
        false,
        retyped,
        Optional.empty(),
        List.of(),
        Optional.of(why + more));
  }

  /** Makes a table what the release says; a table that it does not name is removed. */
  static void putBack(StageContext context, TableId table, Optional<Long> version) {
    if (version.isEmpty()) {
      context.warehouse().drop(table);
    } else if (context.warehouse().version(table) != version.get()) {
      context.warehouse().restore(context.spark(), table, version.get(), context.runId());
    }
  }
}
