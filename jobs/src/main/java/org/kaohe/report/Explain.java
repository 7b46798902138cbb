package org.kaohe.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Label;
import org.kaohe.config.Nearest;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Unit;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.error.KaoheException;
import org.kaohe.gold.SourceRows;
import org.kaohe.report.Explanation.Cell;
import org.kaohe.report.Explanation.Input;
import org.kaohe.report.Explanation.Item;
import org.kaohe.report.Explanation.Score;
import org.kaohe.report.Explanation.Section;
import org.kaohe.run.Ledger.DeliveryEntry;

/**
 * Derives a score from what the release stores, without computing it again, and without Spark
 * unless every row is to be listed.
 */
public final class Explain {
  private static final TableId TOTALS = TableId.gold("scorecard");
  private static final TableId LINES = TableId.gold("scorecard_line");
  private static final TableId INPUTS = TableId.gold("scorecard_input");

  /** By their last day, of several that end on one day the longest last. */
  static final Comparator<String> IN_TIME =
      Comparator.comparing((String p) -> Period.parse(p).map(Period::end).orElse(LocalDate.MIN))
          .thenComparing(
              p -> Period.parse(p).map(Period::start).orElse(LocalDate.MIN),
              Comparator.reverseOrder())
          .thenComparing(Comparator.naturalOrder());

  private static final String TOTAL = "total";
  private static final String BONUS = "bonus";

  private final Definitions definitions;
  private final Release release;
  private final TableReader reader;
  private final ExplainedCells cells;

  /**
   * @param deliveries entries of the release's deliveries by id
   * @param rows looks up the delivered rows behind sources; empty to show their first lines only
   */
  public Explain(
      Definitions definitions,
      Release release,
      TableReader reader,
      Map<String, DeliveryEntry> deliveries,
      Optional<Function<Set<SourceRows.Key>, List<SourceRows.Line>>> rows) {
    this.definitions = definitions;
    this.release = release;
    this.reader = reader;
    this.cells =
        new ExplainedCells(
            definitions, this::list, new ExplainedSources(definitions, deliveries, rows));
  }

  /**
   * Explains one unit's outcome.
   *
   * @param scorecard name or Chinese title
   * @param unit code or Chinese name
   * @param item one item only
   * @param period as written; empty takes the latest that was scored
   * @throws KaoheException K9004 for names that do not exist, with the nearest one that does
   */
  public Explanation of(
      String scorecard, String unit, Optional<String> item, Optional<String> period) {
    Scorecard card = card(scorecard);
    Unit appraised = unit(unit);
    List<TableRow> totals =
        list(
            TOTALS,
            r ->
                r.required("scorecard").equals(card.name())
                    && r.required("unit").equals(appraised.code()));
    String text = period(card, appraised, totals, period);
    Map<String, TableRow> bySection = new LinkedHashMap<>();
    totals.stream()
        .filter(r -> r.required("period").equals(text))
        .forEach(r -> bySection.put(r.required("section"), r));
    Predicate<TableRow> mine =
        r ->
            r.required("scorecard").equals(card.name())
                && r.required("unit").equals(appraised.code())
                && r.required("period").equals(text);
    List<TableRow> lines =
        list(LINES, mine.and(r -> item.isEmpty() || r.required("item").equals(item.get()))).stream()
            .sorted(Comparator.comparing(r -> r.whole("ordinal").orElse(0L)))
            .toList();
    if (item.isPresent() && lines.isEmpty()) {
      throw unknown("item", item.get(), card.items().stream().map(Scorecard.Item::code).toList());
    }
    Map<String, List<Input>> inputs = new HashMap<>();
    Map<String, Set<ExplainedCells.Key>> read = new HashMap<>();
    lines.forEach(l -> read.put(l.required("item"), cells.read(l)));
    for (TableRow r : list(INPUTS, mine)) {
      String source = r.text("source").orElse("");
      read.computeIfAbsent(r.required("item"), k -> new LinkedHashSet<>())
          .addAll(cells.read(source, text));
      inputs
          .computeIfAbsent(r.required("item"), k -> new ArrayList<>())
          .add(new Input(r.required("name"), number(r, "value"), cells.readable(source)));
    }
    read.keySet().retainAll(lines.stream().map(l -> l.required("item")).toList());
    Map<String, List<Cell>> behind = cells.of(read);
    List<Section> sections = new ArrayList<>();
    for (Scorecard.Section section : card.sections()) {
      sections.add(section(card, section.code(), section.name(), bySection, lines, inputs, behind));
    }
    card.bonus()
        .ifPresent(
            b -> sections.add(section(card, BONUS, b.name(), bySection, lines, inputs, behind)));
    TableRow total = bySection.get(TOTAL);
    if (total == null) {
      throw new IllegalStateException("No total of " + appraised.code());
    }
    return new Explanation(
        card.name(),
        card.title().zh(),
        appraised.code(),
        appraised.name().zh(),
        text,
        release.id(),
        release.businessDate().toString(),
        date(total, "data_as_of"),
        ScorecardText.state(total),
        score(total),
        sections.stream().filter(s -> !s.items().isEmpty()).toList());
  }

  private Scorecard card(String text) {
    return definitions.scorecards().values().stream()
        .filter(c -> c.name().equals(text) || named(c.title(), text))
        .findFirst()
        .orElseThrow(() -> unknown("scorecard", text, definitions.scorecards().keySet()));
  }

  private Unit unit(String text) {
    return definitions.units().values().stream()
        .filter(u -> u.code().equals(text) || named(u.name(), text))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> names = new ArrayList<>(definitions.units().keySet());
              definitions.units().values().forEach(u -> names.add(u.name().zh()));
              return unknown("unit", text, names);
            });
  }

  private static boolean named(Label label, String text) {
    return label.zh().equals(text) || label.en().equalsIgnoreCase(text);
  }

  private static KaoheException unknown(String what, String text, Collection<String> names) {
    return new KaoheException(
        "K9004",
        "There is no %s %s.%s"
            .formatted(
                what,
                text,
                Nearest.of(text, names)
                    .map(n -> " Did you mean " + n + "?")
                    .orElse(" kaohe ls lists what there is.")));
  }

  private static String period(
      Scorecard card, Unit unit, List<TableRow> totals, Optional<String> wanted) {
    Set<String> scored = new TreeSet<>(IN_TIME);
    totals.forEach(r -> scored.add(r.required("period")));
    if (scored.isEmpty()) {
      throw new KaoheException(
          "K9004",
          "%s is not scored by %s in this release. kaohe show gold/scorecard --where scorecard=%s --columns unit lists who is."
              .formatted(unit.code(), card.name(), card.name()));
    }
    String text = wanted.flatMap(Period::parse).map(Period::text).orElse(wanted.orElse(""));
    if (text.isEmpty()) {
      return scored.stream().reduce((earlier, later) -> later).orElseThrow();
    }
    if (!scored.contains(text)) {
      throw new KaoheException(
          "K9004",
          "%s has no score for %s; there are %s."
              .formatted(unit.code(), text, String.join(", ", scored)));
    }
    return text;
  }

  private Section section(
      Scorecard card,
      String code,
      Label name,
      Map<String, TableRow> bySection,
      List<TableRow> lines,
      Map<String, List<Input>> inputs,
      Map<String, List<Cell>> behind) {
    Map<String, Scorecard.Item> items =
        card.items().stream().collect(Collectors.toMap(Scorecard.Item::code, i -> i));
    List<Item> explained = new ArrayList<>();
    for (TableRow line : lines) {
      if (line.required("section").equals(code)) {
        String item = line.required("item");
        explained.add(
            item(
                line,
                Optional.ofNullable(items.get(item)),
                inputs.getOrDefault(item, List.of()),
                behind.getOrDefault(item, List.of())));
      }
    }
    TableRow row = bySection.get(code);
    return new Section(code, name.zh(), row == null ? null : score(row), explained);
  }

  private static Item item(
      TableRow line, Optional<Scorecard.Item> item, List<Input> inputs, List<Cell> cells) {
    return new Item(
        line.required("item"),
        item.map(i -> i.name().zh()).orElse(line.required("item")),
        item.flatMap(Scorecard.Item::goal).orElse(null),
        line.text("indicator").orElse(null),
        line.text("rule").orElse(""),
        line.text("branch").orElse(""),
        line.required("status"),
        line.flag("counted"),
        number(line, "value"),
        number(line, "target"),
        number(line, "points"),
        number(line, "full_points"),
        number(line, "lost_points"),
        line.flag("rounding_decided"),
        line.text("sentence_zh").orElse(""),
        line.text("sentence_en").orElse(""),
        inputs,
        cells);
  }

  private static Score score(TableRow row) {
    return new Score(
        number(row, "weight"),
        number(row, "points"),
        number(row, "full_points"),
        number(row, "score"),
        number(row, "low"),
        number(row, "high"),
        row.text("grade").orElse(null),
        row.whole("rank").orElse(null),
        row.whole("ranked_units").orElse(null),
        row.text("reason").filter(r -> !r.isEmpty()).orElse(null),
        row.text("reason_zh").orElse(null),
        row.text("reason_en").orElse(null));
  }

  List<TableRow> list(TableId table, Predicate<TableRow> wanted) {
    Long version = release.tables().get(table);
    if (version == null) {
      return List.of();
    }
    try (Stream<TableRow> rows = reader.rows(table, version, List.of())) {
      return rows.filter(wanted).toList();
    }
  }

  static @Nullable BigDecimal number(TableRow row, String column) {
    return row.decimal(column).map(v -> new BigDecimal(Values.text(v))).orElse(null);
  }

  static @Nullable String date(TableRow row, String column) {
    return row.value(column).map(Object::toString).orElse(null);
  }
}
