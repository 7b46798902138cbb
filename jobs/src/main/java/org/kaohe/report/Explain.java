package org.kaohe.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Label;
import org.kaohe.config.Nearest;
import org.kaohe.config.Part;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Unit;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.error.KaoheException;
import org.kaohe.gold.Parts;
import org.kaohe.gold.SourceRows;
import org.kaohe.report.Explanation.Cell;
import org.kaohe.report.Explanation.Delivered;
import org.kaohe.report.Explanation.Input;
import org.kaohe.report.Explanation.Item;
import org.kaohe.report.Explanation.Score;
import org.kaohe.report.Explanation.Section;
import org.kaohe.report.Explanation.Source;
import org.kaohe.run.Ledger.DeliveryEntry;

/**
 * Derives a score from what the release stores, without computing it again, and without Spark
 * unless every row is to be listed.
 */
public final class Explain {
  private static final TableId TOTALS = TableId.gold("scorecard");
  private static final TableId LINES = TableId.gold("scorecard_line");
  private static final TableId INPUTS = TableId.gold("scorecard_input");
  private static final TableId CELLS = TableId.gold("indicator_value");
  private static final TableId SOURCES = TableId.gold("measure_source");

  private static final Pattern DELIVERED = Pattern.compile("delivery (\\w+):(\\d+)");

  /** By their last day, of several that end on one day the longest last. */
  static final Comparator<String> IN_TIME =
      Comparator.comparing((String p) -> Period.parse(p).map(Period::end).orElse(LocalDate.MIN))
          .thenComparing(
              p -> Period.parse(p).map(Period::start).orElse(LocalDate.MIN),
              Comparator.reverseOrder())
          .thenComparing(Comparator.naturalOrder());

  private static final String TOTAL = "total";
  private static final String BONUS = "bonus";

  /** Longest chain of parents that is followed. */
  private static final int DEPTH = 16;

  private final Definitions definitions;
  private final Release release;
  private final TableReader reader;
  private final Map<String, DeliveryEntry> deliveries;
  private final Optional<Function<Set<SourceRows.Key>, List<SourceRows.Line>>> rows;

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
    this.rows = rows;
    this.definitions = definitions;
    this.release = release;
    this.reader = reader;
    this.deliveries = deliveries;
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
    for (TableRow r : list(INPUTS, mine)) {
      inputs
          .computeIfAbsent(r.required("item"), k -> new ArrayList<>())
          .add(
              new Input(
                  r.required("name"), number(r, "value"), readable(r.text("source").orElse(""))));
    }
    Map<String, List<Cell>> cells = cells(card, lines, Period.parse(text).orElseThrow());
    List<Section> sections = new ArrayList<>();
    for (Scorecard.Section section : card.sections()) {
      sections.add(section(card, section.code(), section.name(), bySection, lines, inputs, cells));
    }
    card.bonus()
        .ifPresent(
            b -> sections.add(section(card, BONUS, b.name(), bySection, lines, inputs, cells)));
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
        total.text("state").orElse(null),
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
      Map<String, List<Cell>> cells) {
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
                cells.getOrDefault(item, List.of())));
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

  /** By item, the cells of its indicators for the units it measured. */
  private Map<String, List<Cell>> cells(Scorecard card, List<TableRow> lines, Period period) {
    Map<String, Set<String>> wanted = new TreeMap<>();
    for (TableRow line : lines) {
      wanted.put(line.required("item"), indicators(card, line));
    }
    Set<String> codes = wanted.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    Map<String, List<String>> measured = new HashMap<>();
    for (TableRow line : lines) {
      measured.put(
          line.required("item"),
          Arrays.stream(line.text("measured").orElse("").split(";"))
              .filter(u -> !u.isEmpty())
              .toList());
    }
    Set<String> units =
        measured.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    Map<String, TableRow> stored = new HashMap<>();
    list(
            CELLS,
            r ->
                codes.contains(r.required("indicator"))
                    && units.contains(r.required("unit"))
                    && r.required("period").equals(period.text()))
        .forEach(r -> stored.put(r.required("indicator") + "@" + r.required("unit"), r));
    Sources sources = new Sources(codes, units, period);
    Map<String, List<Chosen>> chosen = new LinkedHashMap<>();
    wanted.forEach(
        (item, indicators) -> {
          List<Chosen> own = new ArrayList<>();
          for (String code : indicators) {
            for (String unit : measured.getOrDefault(item, List.of())) {
              TableRow row = stored.get(code + "@" + unit);
              if (row != null) {
                own.add(new Chosen(row, sources.of(code, unit)));
              }
            }
          }
          chosen.put(item, own);
        });
    Optional<Map<SourceRows.Key, List<SourceRows.Line>>> delivered = delivered(chosen.values());
    Map<String, List<Cell>> cells = new HashMap<>();
    chosen.forEach(
        (item, own) -> cells.put(item, own.stream().map(c -> cell(c, delivered)).toList()));
    return cells;
  }

  /** A cell with the sources that it is made of. */
  private record Chosen(TableRow cell, List<Sourced> parts) {}

  /**
   * A part with its rows of {@code gold/measure_source}.
   *
   * @param adds the values of the rows add up to the part's
   */
  private record Sourced(String id, Part part, List<TableRow> rows, boolean adds) {}

  /** The rows behind all that is shown, looked up at once; empty unless asked for. */
  private Optional<Map<SourceRows.Key, List<SourceRows.Line>>> delivered(
      Collection<List<Chosen>> chosen) {
    return rows.map(
        lookUp -> {
          Set<SourceRows.Key> keys = new HashSet<>();
          chosen.stream()
              .flatMap(List::stream)
              .flatMap(c -> c.parts().stream())
              .filter(p -> !confidential(p.part().from()))
              .forEach(p -> p.rows().forEach(r -> keys.add(key(r))));
          return keys.isEmpty()
              ? Map.of()
              : lookUp.apply(keys).stream().collect(Collectors.groupingBy(SourceRows.Line::key));
        });
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

  /** The item's own indicator, and those that its formula names. */
  private static Set<String> indicators(Scorecard card, TableRow line) {
    Set<String> codes = new TreeSet<>();
    line.text("indicator").filter(c -> !c.isEmpty()).ifPresent(codes::add);
    for (Scorecard.Item item : card.items()) {
      if (item.code().equals(line.required("item"))
          && item.rule() instanceof Scorecard.Rule.Formula formula) {
        formula.inputs().values().forEach(i -> i.indicator().ifPresent(codes::add));
      }
    }
    return codes;
  }

  private Cell cell(Chosen chosen, Optional<Map<SourceRows.Key, List<SourceRows.Line>>> delivered) {
    TableRow row = chosen.cell();
    String unit = row.required("unit");
    return new Cell(
        row.required("indicator"),
        unit,
        name(unit),
        number(row, "numerator"),
        number(row, "denominator"),
        number(row, "value"),
        row.text("measure").orElse(""),
        row.required("data_status"),
        row.text("reason").orElse(""),
        target(row),
        row.text("target_unit").orElse(null),
        row.text("target_source").map(this::readable).orElse(null),
        row.text("judgement").orElse(""),
        date(row, "data_as_of"),
        chosen.parts().stream().map(p -> part(p, delivered)).toList());
  }

  private Explanation.Part part(
      Sourced part, Optional<Map<SourceRows.Key, List<SourceRows.Line>>> delivered) {
    Map<String, List<TableRow>> byDelivery =
        part.rows().stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.text("delivery").orElse(""), TreeMap::new, Collectors.toList()));
    List<Source> sources = new ArrayList<>();
    byDelivery.forEach((id, rows) -> sources.add(source(part, id, rows, delivered)));
    sources.sort(
        Comparator.comparing((Source s) -> s.issued() == null ? "" : s.issued())
            .thenComparing(Source::delivery));
    return new Explanation.Part(
        part.id(),
        part.part().from(),
        sources.stream().mapToLong(Source::rows).sum(),
        part.adds() ? sum(part.rows()) : null,
        sources);
  }

  private Source source(
      Sourced part,
      String delivery,
      List<TableRow> rows,
      Optional<Map<SourceRows.Key, List<SourceRows.Line>>> delivered) {
    DeliveryEntry entry = deliveries.get(delivery);
    boolean shown = !confidential(part.part().from());
    List<String> numbers =
        rows.stream()
            .flatMap(r -> Stream.of(r.text("lines").orElse("").split(";")))
            .filter(l -> shown && !l.isEmpty())
            .distinct()
            .sorted(Comparator.comparing((String l) -> l.length()).thenComparing(l -> l))
            .toList();
    List<Delivered> records = delivered.filter(d -> shown).map(d -> records(rows, d)).orElse(null);
    return new Source(
        delivery,
        entry == null ? null : entry.file(),
        entry == null ? null : entry.issued().map(LocalDate::toString).orElse(null),
        entry == null ? 0 : entry.delivered(),
        rows.stream().mapToLong(r -> r.whole("rows").orElse(0L)).sum(),
        part.adds() ? sum(rows) : null,
        numbers,
        records == null || entry == null ? null : entry.header(),
        records);
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
        .map(BigDecimal::stripTrailingZeros)
        .orElse(null);
  }

  private static @Nullable String target(TableRow row) {
    Optional<BigDecimal> bound = row.decimal("target");
    Optional<BigDecimal> low = row.decimal("target_low");
    Optional<BigDecimal> high = row.decimal("target_high");
    if (bound.isEmpty() && low.isEmpty() && high.isEmpty()) {
      return null;
    }
    String op = row.text("target_op").orElse("=");
    return bound.isPresent()
        ? op + " " + Values.text(bound.get())
        : "%s .. %s".formatted(Values.text(low.orElse(null)), Values.text(high.orElse(null)));
  }

  /** {@code delivery <id>:<line>} with the file that the id stands for. */
  private String readable(String source) {
    Matcher stored = DELIVERED.matcher(source);
    if (!stored.matches()) {
      return source;
    }
    DeliveryEntry entry = deliveries.get(stored.group(1));
    if (entry == null) {
      return source;
    }
    return confidential(entry.dataset()) ? entry.file() : entry.file() + ":" + stored.group(2);
  }

  private String name(String unit) {
    Unit known = definitions.units().get(unit);
    return known == null ? unit : known.name().zh();
  }

  /** The stored sources of the measures below some cells. */
  private final class Sources {
    private final Period period;
    private final Map<String, List<TableRow>> byPart;

    Sources(Set<String> codes, Set<String> units, Period period) {
      this.period = period;
      Set<String> below = new HashSet<>();
      for (String unit : definitions.units().keySet()) {
        if (units.stream().anyMatch(u -> under(unit, u))) {
          below.add(unit);
        }
      }
      byPart =
          list(
                  SOURCES,
                  r ->
                      codes.contains(indicator(r.required("part")))
                          && below.contains(r.required("unit"))
                          && within(r))
              .stream()
              .collect(Collectors.groupingBy(r -> r.required("part")));
    }

    private static String indicator(String part) {
      String id = part.contains("@") ? part.substring(0, part.indexOf('@')) : part;
      return id.substring(0, id.lastIndexOf('.'));
    }

    /** A stock held for its year may have been delivered in another month of it. */
    private boolean within(TableRow row) {
      return Period.parse(row.required("period"))
          .map(p -> period.contains(p) || p.start().getYear() == period.end().getYear())
          .orElse(false);
    }

    List<Sourced> of(String code, String unit) {
      Indicator indicator = definitions.indicators().get(code);
      if (indicator == null) {
        return List.of();
      }
      List<Sourced> parts = new ArrayList<>();
      indicator
          .versionFor(period)
          .ifPresent(
              version -> {
                if (version.value() instanceof Indicator.Value.Ratio ratio) {
                  part(indicator, version, Parts.Role.NUMERATOR, ratio.numerator(), unit, parts);
                  part(
                      indicator, version, Parts.Role.DENOMINATOR, ratio.denominator(), unit, parts);
                } else if (version.value() instanceof Indicator.Value.Single single) {
                  part(indicator, version, Parts.Role.VALUE, single.part(), unit, parts);
                }
              });
      return parts;
    }

    private void part(
        Indicator indicator,
        Indicator.Version version,
        Parts.Role role,
        Part part,
        String unit,
        List<Sourced> parts) {
      String id = Parts.id(indicator, version, role);
      List<TableRow> own =
          byPart.getOrDefault(id, List.of()).stream()
              .filter(r -> under(r.required("unit"), unit))
              .toList();
      own = part.holdYear() ? lastOf(own) : inside(own);
      if (part.aggregate() == Aggregate.LAST) {
        own = lastOf(own);
      }
      boolean adds =
          part.aggregate() != Aggregate.DISTINCT
              && (part.aggregate() != Aggregate.GIVEN || part.additive() || own.size() == 1);
      parts.add(new Sourced(id, part, own, adds));
    }

    private List<TableRow> inside(List<TableRow> rows) {
      return rows.stream()
          .filter(r -> Period.parse(r.required("period")).map(period::contains).orElse(false))
          .toList();
    }

    /** Of a stock, the last month of each unit counts. */
    private List<TableRow> lastOf(List<TableRow> rows) {
      Map<String, String> last = new HashMap<>();
      for (TableRow row : rows) {
        Period at = Period.parse(row.required("period")).orElseThrow();
        if (!at.start().isAfter(period.end())) {
          last.merge(
              row.required("unit"), row.required("period"), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
      }
      return rows.stream()
          .filter(r -> r.required("period").equals(last.get(r.required("unit"))))
          .toList();
    }
  }

  private boolean under(String unit, String above) {
    Optional<String> at = Optional.of(unit);
    for (int i = 0; i < DEPTH && at.isPresent(); i++) {
      if (at.get().equals(above)) {
        return true;
      }
      at = Optional.ofNullable(definitions.units().get(at.get())).flatMap(Unit::parent);
    }
    return false;
  }

  private List<TableRow> list(TableId table, Predicate<TableRow> wanted) {
    Long version = release.tables().get(table);
    if (version == null) {
      return List.of();
    }
    try (Stream<TableRow> rows = reader.rows(table, version, List.of())) {
      return rows.filter(wanted).toList();
    }
  }

  private static @Nullable BigDecimal number(TableRow row, String column) {
    return row.decimal(column).map(v -> new BigDecimal(Values.text(v))).orElse(null);
  }

  private static @Nullable String date(TableRow row, String column) {
    return row.value(column).map(Object::toString).orElse(null);
  }
}
