package org.kaohe.run;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.landing.Arrivals;
import org.kaohe.landing.Delivery;
import org.kaohe.landing.Listing;
import org.kaohe.landing.Refusal;

/**
 * What a night would do and why.
 *
 * @param released what readers see now
 * @param unfinished the attempt that has no end, and whose work this night does again
 * @param astray tables whose head is not the released version; they are put back first
 * @param landing every file of the landing folder
 * @param arrivals what the files that are new or changed turned out to be
 * @param settlement what they mean beside what the ledger knows
 * @param open what was open before tonight and nobody has dismissed
 * @param retyped datasets in bronze that are typed again, because what they depend on changed
 * @param everything indicators and scorecards are computed anew, whatever arrived
 * @param dateMoved the business date is later than the released one
 * @param reasons sentences, most important first; empty when there is nothing to do
 */
public record Plan(
    LocalDate businessDate,
    Optional<Release> released,
    Optional<Ledger.Run> unfinished,
    List<TableId> astray,
    List<Listing> landing,
    Arrivals arrivals,
    Settlement.Result settlement,
    List<OpenRefusal> open,
    Set<String> retyped,
    boolean everything,
    boolean dateMoved,
    List<String> reasons) {

  /** True when a night would change no table. */
  public boolean nothing() {
    return reasons.isEmpty();
  }

  /** Deliveries to take in. */
  public List<Delivery> deliveries() {
    return settlement.fresh();
  }

  /** Files that can't be taken in and that nobody was told of yet. */
  public List<Ledger.DeliveryEntry> refused() {
    return settlement.refused();
  }

  /** Files that repeat a delivery and that nobody was told of yet. */
  public List<Ledger.DeliveryEntry> repeated() {
    return settlement.repeated();
  }

  /** Refused files that are looked at again though nobody touches them. */
  List<String> retry() {
    return arrivals.refused().stream().filter(Refusal::retry).map(Refusal::file).toList();
  }

  /** New deliveries by dataset. */
  public Map<String, List<Delivery>> fresh() {
    return deliveries().stream()
        .collect(
            Collectors.groupingBy(Delivery::dataset, java.util.TreeMap::new, Collectors.toList()));
  }

  /** Datasets with something to do, in order. */
  public Set<String> datasets() {
    Set<String> datasets = new TreeSet<>(fresh().keySet());
    datasets.addAll(retyped);
    datasets.addAll(settlement.waiting().keySet());
    return datasets;
  }

  /** True when indicators have to be looked at. */
  public boolean computes() {
    return everything || dateMoved || !datasets().isEmpty();
  }
}
