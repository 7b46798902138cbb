package org.kaohe.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Part;
import org.kaohe.delta.TableRow;
import org.kaohe.gold.Parts;
import org.kaohe.gold.SourceRows;
import org.kaohe.report.Explanation.Delivered;
import org.kaohe.report.Explanation.Source;
import org.kaohe.report.Explanation.Taken;
import org.kaohe.run.Ledger.DeliveryEntry;

/** From the sources written with a cell to their deliveries, lines and, where asked for, rows. */
final class ExplainedSources {
  private static final Pattern DELIVERED = Pattern.compile("delivery (\\w+):(\\d+)");

  private final Definitions definitions;
  private final Map<String, Part> parts;
  private final Map<String, DeliveryEntry> deliveries;
  private final Optional<Function<Set<SourceRows.Key>, List<SourceRows.Line>>> rows;
  private final Map<Measure, List<TableRow>> counted = new HashMap<>();
  private Optional<Map<SourceRows.Key, List<SourceRows.Line>>> records = Optional.empty();

  /** The key of a measure. */
  record Measure(String part, String unit, String period) {
    static Measure of(TableRow row) {
      return new Measure(row.required("part"), row.required("unit"), row.required("period"));
    }
  }

  ExplainedSources(
      Definitions definitions,
      Map<String, DeliveryEntry> deliveries,
      Optional<Function<Set<SourceRows.Key>, List<SourceRows.Line>>> rows) {
    this.definitions = definitions;
    this.parts = Parts.byId(definitions);
    this.deliveries = deliveries;
    this.rows = rows;
  }

  /** The measures that a stored source took. */
  static List<Measure> measures(TableRow source) {
    return periods(source).stream()
        .map(p -> new Measure(source.required("part"), source.required("unit"), p))
        .toList();
  }

  private static List<String> periods(TableRow source) {
    return Arrays.stream(source.required("periods").split(";")).filter(p -> !p.isEmpty()).toList();
  }

  /** Takes the rows of {@code gold/measure_source} that parts will ask for, and looks them up. */
  void delivered(List<TableRow> found) {
    Set<SourceRows.Key> keys = new HashSet<>();
    for (TableRow row : found) {
      counted.computeIfAbsent(Measure.of(row), k -> new ArrayList<>()).add(row);
      if (!confidential(from(row.required("part")))) {
        keys.add(key(row));
      }
    }
    records =
        rows.map(
            lookUp ->
                keys.isEmpty()
                    ? Map.of()
                    : lookUp.apply(keys).stream()
                        .collect(Collectors.groupingBy(SourceRows.Line::key)));
  }

  private String from(String part) {
    return Optional.ofNullable(parts.get(part)).map(Part::from).orElse("");
  }

  private boolean confidential(String from) {
    return SourceRows.confidential(definitions, from);
  }

  private static SourceRows.Key key(TableRow row) {
    return new SourceRows.Key(
        row.required("part"),
        row.required("unit"),
        row.required("period"),
        row.text("delivery").orElse(""));
  }

  /** The parts of a cell, in the order written. */
  List<Explanation.Part> parts(List<TableRow> sources) {
    Map<String, List<TableRow>> byPart =
        sources.stream()
            .collect(
                Collectors.groupingBy(
                    s -> s.required("part"), LinkedHashMap::new, Collectors.toList()));
    return byPart.entrySet().stream().map(e -> part(e.getKey(), e.getValue())).toList();
  }

  private Explanation.Part part(String id, List<TableRow> sources) {
    boolean adds = sources.stream().allMatch(s -> s.decimal("value").isPresent());
    Map<String, List<TableRow>> byDelivery = new TreeMap<>();
    sources.stream()
        .flatMap(s -> measures(s).stream())
        .flatMap(m -> counted.getOrDefault(m, List.of()).stream())
        .forEach(
            r ->
                byDelivery
                    .computeIfAbsent(r.text("delivery").orElse(""), k -> new ArrayList<>())
                    .add(r));
    List<Source> found = new ArrayList<>();
    byDelivery.forEach((delivery, all) -> found.add(source(from(id), delivery, all, adds)));
    found.sort(
        Comparator.comparing((Source s) -> s.issued() == null ? "" : s.issued())
            .thenComparing(Source::delivery));
    return new Explanation.Part(
        id,
        from(id),
        found.stream().mapToLong(Source::rows).sum(),
        adds ? sum(sources) : null,
        sources.stream()
            .map(s -> new Taken(s.required("unit"), periods(s), Explain.number(s, "value")))
            .toList(),
        found);
  }

  private Source source(String from, String delivery, List<TableRow> rows, boolean adds) {
    DeliveryEntry entry = deliveries.get(delivery);
    boolean shown = !confidential(from);
    List<String> numbers =
        rows.stream()
            .flatMap(r -> Stream.of(r.text("lines").orElse("").split(";")))
            .filter(l -> shown && !l.isEmpty())
            .distinct()
            .sorted(Comparator.comparing((String l) -> l.length()).thenComparing(l -> l))
            .toList();
    List<Delivered> listed = records.filter(d -> shown).map(d -> records(rows, d)).orElse(null);
    return new Source(
        delivery,
        entry == null ? null : entry.file(),
        entry == null ? null : entry.issued().map(LocalDate::toString).orElse(null),
        entry == null ? 0 : entry.delivered(),
        rows.stream().mapToLong(r -> r.whole("rows").orElse(0L)).sum(),
        adds ? sum(rows) : null,
        numbers,
        listed == null || entry == null ? null : entry.header(),
        listed);
  }

  private static List<Delivered> records(
      List<TableRow> rows, Map<SourceRows.Key, List<SourceRows.Line>> delivered) {
    return rows.stream()
        .flatMap(r -> delivered.getOrDefault(key(r), List.of()).stream())
        .map(
            l -> new Delivered(l.key().unit(), l.key().period(), l.line(), l.record().orElse(null)))
        .sorted(Comparator.comparingLong(Delivered::line))
        .toList();
  }

  private static @Nullable BigDecimal sum(List<TableRow> rows) {
    return rows.stream()
        .flatMap(r -> r.decimal("value").stream())
        .reduce(BigDecimal::add)
        .map(v -> new BigDecimal(Values.text(v)))
        .orElse(null);
  }

  /** {@code delivery <id>:<line>} with the file that the id stands for. */
  String readable(String source) {
    Matcher stored = DELIVERED.matcher(source);
    DeliveryEntry entry = stored.matches() ? deliveries.get(stored.group(1)) : null;
    if (entry == null) {
      return source;
    }
    return confidential(entry.dataset()) ? entry.file() : entry.file() + ":" + stored.group(2);
  }
}
