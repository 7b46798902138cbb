package org.kaohe.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.kaohe.config.Contract;
import org.kaohe.landing.Delivery;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.stage.StageContext;

/**
 * Everything that a night takes in, in waves: a dataset whose rows wait for another's comes after
 * it, and is typed again when that one changed (J4). Within a wave datasets run side by side.
 */
final class Intake {
  /** Datasets that are taken in side by side. */
  private static final int SIDE_BY_SIDE = 2;

  private final StageContext context;
  private final Steps steps;
  private final Map<String, List<Delivery>> fresh;
  private final Map<String, DeliveryEntry> known;
  private final Map<String, String> out;
  private final Set<String> losing;
  private final byte[] pseudonymKey;
  private final Plan plan;
  private final Set<String> retyped;

  /**
   * @param known entries of all earlier deliveries by id
   * @param out datasets that must stay as they are, and why
   * @param losing datasets that may lose rows by a changed contract
   */
  Intake(
      StageContext context,
      Steps steps,
      Plan plan,
      Map<String, DeliveryEntry> known,
      Map<String, String> out,
      Set<String> losing,
      byte[] pseudonymKey) {
    this.context = context;
    this.steps = steps;
    this.plan = plan;
    this.fresh = plan.fresh();
    this.known = known;
    this.out = Map.copyOf(out);
    this.losing = Set.copyOf(losing);
    this.pseudonymKey = pseudonymKey;
    this.retyped = new TreeSet<>(plan.retyped());
  }

  List<DatasetNight.Result> run() {
    Set<String> left = new TreeSet<>(plan.datasets());
    left.removeAll(out.keySet());
    Set<String> inBronze =
        known.values().stream().map(DeliveryEntry::dataset).collect(Collectors.toSet());
    Set<String> finished = new TreeSet<>(out.keySet());
    List<DatasetNight.Result> results = new ArrayList<>();
    while (!left.isEmpty()) {
      Set<String> ready =
          left.stream()
              .filter(d -> Collections.disjoint(contract(d).waitsFor(), left))
              .collect(Collectors.toCollection(TreeSet::new));
      // validate refuses circles; whatever came of one must not stop the night.
      Set<String> wave = ready.isEmpty() ? new TreeSet<>(left) : ready;
      left.removeAll(wave);
      finished.addAll(wave);
      List<DatasetNight.Result> done = wave(wave);
      results.addAll(done);
      Set<String> changed =
          done.stream()
              .filter(r -> r.failure().isEmpty() && !r.touched().isEmpty())
              .map(DatasetNight.Result::dataset)
              .collect(Collectors.toSet());
      for (Contract contract : context.definitions().contracts().values()) {
        if (inBronze.contains(contract.id())
            && !finished.contains(contract.id())
            && !Collections.disjoint(contract.waitsFor(), changed)) {
          left.add(contract.id());
          retyped.add(contract.id());
        }
      }
    }
    return results;
  }

  private Contract contract(String dataset) {
    Contract contract = context.definitions().contracts().get(dataset);
    if (contract == null) {
      throw new IllegalStateException("No contract " + dataset);
    }
    return contract;
  }

  private List<DatasetNight.Result> wave(Set<String> datasets) {
    // The largest first, so that the last one to end is a small one.
    List<String> order =
        datasets.stream()
            .sorted(
                Comparator.comparingLong(
                    (String d) ->
                        -fresh.getOrDefault(d, List.of()).stream()
                            .mapToLong(Delivery::bytes)
                            .sum()))
            .toList();
    List<Callable<DatasetNight.Result>> work = new ArrayList<>();
    for (String dataset : order) {
      Map<String, DeliveryEntry> own =
          known.values().stream()
              .filter(e -> e.dataset().equals(dataset))
              .filter(e -> e.state() != Ledger.DeliveryState.DISMISSED)
              .collect(Collectors.toMap(DeliveryEntry::delivery, e -> e));
      DatasetNight night =
          new DatasetNight(
              context,
              contract(dataset),
              plan.released(),
              fresh.getOrDefault(dataset, List.of()),
              own,
              plan.settlement().waiting().getOrDefault(dataset, Set.of()),
              retyped.contains(dataset),
              // A row may also have to wait again because another dataset changed.
              losing.contains(dataset) || !plan.retyped().contains(dataset),
              pseudonymKey);
      work.add(() -> night.run(steps));
    }
    return sideBySide(work);
  }

  private static <T> List<T> sideBySide(List<Callable<T>> work) {
    ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
