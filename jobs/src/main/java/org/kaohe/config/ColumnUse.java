package org.kaohe.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What reads the columns of a dataset. A cell that cannot be read sets its row aside where
 * something reads it; a row is not lost for a remark that nobody looks at, unless its contract says
 * so.
 *
 * @param indicators codes of those that read the dataset, through views too
 * @param words names in the texts that read it, lower case; names of other things are among them
 */
record ColumnUse(Set<String> indicators, Set<String> words) {
  private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9_]+");

  /** By dataset; one that no indicator reads is not among them. */
  static Map<String, ColumnUse> of(Collection<Indicator> indicators, Map<String, View> views) {
    Map<String, ColumnUse> uses = new TreeMap<>();
    for (Indicator indicator : indicators) {
      for (Indicator.Version version : indicator.versions()) {
        for (Part part : version.value().parts()) {
          View view = views.get(part.from());
          Set<String> inputs = view == null ? Set.of(part.from()) : view.inputs();
          for (String dataset : inputs) {
            ColumnUse use =
                uses.computeIfAbsent(dataset, k -> new ColumnUse(new TreeSet<>(), new TreeSet<>()));
            use.indicators.add(indicator.code());
            texts(part, version).forEach(use::read);
            if (view != null) {
              use.read(view.sql());
            }
          }
        }
      }
    }
    return uses;
  }

  private static Stream<String> texts(Part part, Indicator.Version version) {
    return Stream.concat(
        Stream.of(part.argument(), part.where(), part.at(), part.unit()).flatMap(o -> o.stream()),
        version.parameters().values().stream());
  }

  private void read(String sql) {
    words.addAll(List.of(NO_NAME.split(sql.toLowerCase(Locale.ROOT), -1)));
  }

  /**
   * The contracts, each with the columns marked whose bad cells set their rows aside. Where people
   * are among the columns it is every column: in a cell of the wrong form one of them may stand.
   * And so it is of a dataset that no indicator reads: what it is kept for is not known here.
   */
  static Map<String, Contract> marked(
      Map<String, Contract> contracts, Map<String, ColumnUse> uses) {
    Map<String, Set<String>> referred = new HashMap<>();
    contracts
        .values()
        .forEach(
            c ->
                c.columns().stream()
                    .flatMap(column -> column.reference().stream())
                    .forEach(
                        r ->
                            referred
                                .computeIfAbsent(r.dataset(), k -> new TreeSet<>())
                                .add(r.column())));
    return contracts.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> {
                  ColumnUse use = uses.get(e.getKey());
                  Set<String> needed = referred.getOrDefault(e.getKey(), Set.of());
                  return use == null || e.getValue().personal()
                      ? marked(e.getValue(), c -> true)
                      : marked(e.getValue(), use.needed(e.getValue(), needed)::contains);
                },
                (a, b) -> a,
                java.util.LinkedHashMap::new));
  }

  private static Contract marked(Contract contract, Predicate<String> needed) {
    return contract.withColumns(
        contract.columns().stream()
            .map(c -> c.critical(c.form().critical() || needed.test(c.name())))
            .toList());
  }

  /** Names of columns that something reads. */
  private Set<String> needed(Contract contract, Set<String> referred) {
    Set<String> needed = new TreeSet<>(referred);
    needed.addAll(contract.key());
    needed.add(contract.at());
    contract.unit().ifPresent(needed::add);
    contract.orderBy().ifPresent(needed::add);
    contract.deleteFlag().ifPresent(m -> needed.add(m.column()));
    contract.controlRows().ifPresent(m -> needed.add(m.column()));
    ColumnUse rules = new ColumnUse(Set.of(), new TreeSet<>(words));
    contract.rowRules().forEach(r -> rules.read(r.condition()));
    needed.addAll(rules.words);
    return needed;
  }
}
