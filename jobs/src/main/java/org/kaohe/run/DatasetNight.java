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
import org.kaohe.landing.Delivery;
import org.kaohe.quality.CheckResult;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.DeliveryState;
import org.kaohe.silver.BronzeReader;
import org.kaohe.silver.SilverResult;
import org.kaohe.silver.SilverStage;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/**
 * One dataset's way of a night: bronze, then silver. When it fails its two tables are put back, so
 * that the release can be made without it.
 */
final class DatasetNight {
  private final StageContext context;
  private final Contract contract;
  private final Map<TableId, Long> released;
  private final List<Delivery> fresh;
  private final Map<String, DeliveryEntry> known;
  private final boolean retyped;
  private final byte[] key;

  /**
   * @param known entries of this dataset's earlier deliveries by id
   * @param retyped everything in bronze is typed again
   */
  DatasetNight(
      StageContext context,
      Contract contract,
      Optional<Release> released,
      List<Delivery> fresh,
      Map<String, DeliveryEntry> known,
      boolean retyped,
      byte[] key) {
    long arriving = fresh.stream().mapToLong(Delivery::records).sum();
    long again = known.values().stream().mapToLong(DeliveryEntry::delivered).sum();
    this.context = context.over(arriving + (retyped ? again : 0));
    this.contract = contract;
    this.released = released.map(Release::tables).orElse(Map.of());
    this.fresh = fresh;
    this.known = known;
    this.retyped = retyped;
    this.key = key;
  }

  /**
   * What came of it.
   *
   * @param accepted true when some delivery was taken in
   * @param retyped everything in bronze was typed again
   * @param aside rows for quarantine
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
      SilverResult result =
          steps.timed("silver." + contract.id(), this::silver, DatasetNight::described);
      List<DeliveryEntry> entries = entries(result);
      List<String> unbalanced =
          entries.stream().filter(e -> !e.balanced()).map(DeliveryEntry::file).toList();
      if (!unbalanced.isEmpty()) {
        return putBack(
            "K4008: the rows of %s do not add up to what was delivered, so the dataset stays as it was. Please report this with the file."
                .formatted(String.join(", ", unbalanced)));
      }
      return new Result(
          contract.id(),
          entries,
          result.touched(),
          result.checks(),
          entries.stream().anyMatch(e -> e.state() == DeliveryState.ACCEPTED),
          retyped,
          Optional.of(result.aside()),
          Optional.empty());
    } catch (RuntimeException e) {
      if (Failures.isFatal(e)) {
        throw e;
      }
      return putBack(Failures.text(e));
    } finally {
      context.spark().sparkContext().setJobDescription(null);
    }
  }

  private SilverResult silver() {
    if (!retyped) {
      return SilverStage.run(context, contract, fresh, key);
    }
    Map<String, BronzeReader.Known> headers = new TreeMap<>();
    known.forEach(
        (id, e) ->
            headers.put(
                id,
                new BronzeReader.Known(
                    e.header(),
                    (int) e.issued().orElseThrow().toEpochDay(),
                    e.period().map(Period::text),
                    e.delivered())));
    for (Delivery d : fresh) {
      headers.put(
          d.id(),
          new BronzeReader.Known(
              d.header(),
              (int) d.issued().toEpochDay(),
              d.period().map(Period::text),
              d.records()));
    }
    return SilverStage.rebuild(context, contract, headers, key);
  }

  private static StageResult described(SilverResult result) {
    List<String> warnings = new ArrayList<>(result.stage().warnings());
    for (SilverResult.Outcome outcome : result.outcomes()) {
      outcome
          .refused()
          .ifPresent(why -> warnings.add("delivery " + outcome.delivery() + " refused: " + why));
    }
    return new StageResult(result.stage().stage(), result.stage().counts(), warnings);
  }

  private List<DeliveryEntry> entries(SilverResult result) {
    Map<String, Delivery> deliveries = new HashMap<>();
    fresh.forEach(d -> deliveries.put(d.id(), d));
    List<DeliveryEntry> entries = new ArrayList<>();
    for (SilverResult.Outcome o : result.outcomes()) {
      DeliveryState state =
          o.refused().isPresent() ? DeliveryState.REFUSED : DeliveryState.ACCEPTED;
      Delivery d = deliveries.get(o.delivery());
      DeliveryEntry before = known.get(o.delivery());
      if (d != null) {
        entries.add(
            new DeliveryEntry(
                d.id(),
                d.dataset(),
                d.file(),
                d.sha256(),
                d.period(),
                Optional.of(d.issued()),
                d.bytes(),
                o.delivered(),
                o.accepted(),
                o.superseded(),
                o.deleted(),
                o.control(),
                o.quarantined(),
                state,
                o.refused().orElse(""),
                d.header(),
                context.runId()));
      } else if (before != null) {
        entries.add(
            new DeliveryEntry(
                before.delivery(),
                before.dataset(),
                before.file(),
                before.sha256(),
                before.period(),
                before.issued(),
                before.bytes(),
                o.delivered(),
                o.accepted(),
                o.superseded(),
                o.deleted(),
                o.control(),
                o.quarantined(),
                state,
                o.refused().orElse(""),
                before.header(),
                context.runId()));
      }
    }
    return entries;
  }

  private Result putBack(String why) {
    for (TableId table : List.of(TableId.bronze(contract.id()), TableId.silver(contract.id()))) {
      if (context.warehouse().exists(table)) {
        putBack(context, table, Optional.ofNullable(released.get(table)));
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
        Optional.of(why));
  }

  /** Makes a table what the release says; a table that it does not name is removed. */
  static void putBack(StageContext context, TableId table, Optional<Long> version) {
    if (version.isEmpty()) {
      context.warehouse().drop(table);
    } else if (context.warehouse().version(table) != version.get()) {
      context.warehouse().restore(context.spark(), table, version.get());
    }
  }
}
