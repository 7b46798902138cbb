package org.kaohe.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything a workspace defines, read once and never changed. Maps keep file order.
 *
 * @param glossary the product's words with the names that the workspace gives
 * @param hash SHA-256 over all definition files, hex; a changed hash recomputes what it touches
 */
public record Definitions(
    Project project,
    Map<String, Unit> units,
    Map<String, Contract> contracts,
    Map<String, View> views,
    Map<String, Indicator> indicators,
    List<Target> targets,
    List<Responsibility> responsibilities,
    List<NotApplicable> notApplicable,
    Map<String, Goal> goals,
    Map<String, Scorecard> scorecards,
    Measures measures,
    Glossary glossary,
    String hash) {

  /** Codes of the indicators that read a dataset, through views too, by dataset. */
  public Map<String, Set<String>> readers() {
    Map<String, Set<String>> readers = new TreeMap<>();
    ColumnUse.of(indicators.values(), views)
        .forEach((dataset, use) -> readers.put(dataset, use.indicators()));
    return readers;
  }
}
