package org.kaohe.silver;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kaohe.config.Contract;
import org.kaohe.landing.Delivery;

/** Deliveries that declare their period and say something of it, by id (RULES R34, J22). */
final class Issues {
  private Issues() {}

  /** Those that arrive or wait, and the accepted ones of the same periods. */
  static Map<String, Reissues.Issue> of(
      Contract contract,
      List<Delivery> fresh,
      Map<String, BronzeReader.Known> waiting,
      Map<String, BronzeReader.Known> accepted) {
    Map<String, Reissues.Issue> issues = new TreeMap<>();
    fresh.stream()
        .filter(d -> contract.reporting().reports(d.records(), d.period()))
        .forEach(
            d ->
                issues.put(
                    d.id(),
                    new Reissues.Issue(
                        d.period().orElseThrow().text(),
                        (int) d.issued().toEpochDay(),
                        d.serial())));
    issues.putAll(declared(contract, waiting));
    Set<String> periods =
        issues.values().stream().map(Reissues.Issue::period).collect(Collectors.toSet());
    declared(contract, accepted)
        .forEach(
            (id, issue) -> {
              if (periods.contains(issue.period())) {
                issues.put(id, issue);
              }
            });
    return issues;
  }

  /** What deliveries in bronze declare. */
  static Map<String, Reissues.Issue> declared(
      Contract contract, Map<String, BronzeReader.Known> known) {
    Map<String, Reissues.Issue> issues = new TreeMap<>();
    known.forEach(
        (id, k) ->
            k.period()
                .filter(p -> k.records() > 0 || contract.reporting().headerOnly())
                .ifPresent(p -> issues.put(id, new Reissues.Issue(p, k.issued(), k.serial()))));
    return issues;
  }
}
