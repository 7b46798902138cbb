package org.kaohe.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.kaohe.config.Definitions;
import org.kaohe.config.Glossary;
import org.kaohe.config.Label;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Unit;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;

/** The outcome of every scorecard for its latest period: one line a unit, best first. */
public final class ScorecardText {
  private static final Glossary GLOSSARY = Glossary.load();
  private static final String TOTAL = "total";
  private static final String BONUS = "bonus";

  /** Units listed; the page has all of them. */
  private static final int SHOWN = 40;

  private ScorecardText() {}

  public static String of(Definitions definitions, Release release, TableReader reader) {
    List<TableRow> rows = reader.list(TableId.gold("scorecard"), release, List.of());
    Lines text = new Lines();
    for (Scorecard card : definitions.scorecards().values()) {
      List<TableRow> own =
          rows.stream().filter(r -> r.required("scorecard").equals(card.name())).toList();
      TreeSet<String> periods = new TreeSet<>();
      own.forEach(r -> periods.add(r.required("period")));
      if (periods.isEmpty()) {
        text.add("%s：%s".formatted(card.title().zh(), GLOSSARY.word("report.nothing-scored").zh()));
        continue;
      }
      card(text, definitions, card, periods.last(), own);
    }
    return text.text();
  }

  private static void card(
      Lines text, Definitions definitions, Scorecard card, String period, List<TableRow> rows) {
    Map<String, Map<String, TableRow>> units = new HashMap<>();
    rows.stream()
        .filter(r -> r.required("period").equals(period))
        .forEach(
            r ->
                units
                    .computeIfAbsent(
                        r.text("class").orElse("") + "\n" + r.required("unit"),
                        k -> new HashMap<>())
                    .put(r.required("section"), r));
    List<String> sections = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(">" + word("rank"), word("unit"), word("class")));
    for (Scorecard.Section section : card.sections()) {
      sections.add(section.code());
      header.add(">%s (%s)".formatted(section.name().zh(), Values.text(section.weight())));
    }
    if (card.bonus().isPresent()) {
      sections.add(BONUS);
      header.add(">" + card.bonus().get().name().zh());
    }
    header.addAll(List.of(">" + word("total"), word("grade"), word("reason")));
    TextTable table = new TextTable(header);
    units.values().stream()
        .filter(u -> u.containsKey(TOTAL))
        .sorted(
            Comparator.comparing((Map<String, TableRow> u) -> total(u).text("class").orElse(""))
                .thenComparing(u -> total(u).whole("rank").orElse(Long.MAX_VALUE))
                .thenComparing(u -> total(u).required("unit")))
        .limit(SHOWN)
        .forEach(u -> table.add(row(definitions, card, sections, u)));
    text.add(
        "%s  %s  %s"
            .formatted(
                card.title().zh(),
                GLOSSARY.period(period).zh(),
                units.values().stream()
                    .filter(u -> u.containsKey(TOTAL))
                    .findFirst()
                    .map(u -> state(total(u)))
                    .orElse("")));
    text.add(table);
    if (units.size() > SHOWN) {
      text.add(
          GLOSSARY
              .fill(
                  "report.more-units", Map.of("n", Label.of("%,d".formatted(units.size() - SHOWN))))
              .zh());
    }
    text.add("");
  }

  /** How far the result is, and that its period still runs (R39). */
  static String state(TableRow total) {
    return total.flag("open") ? GLOSSARY.word("state.open").zh() : total.text("state").orElse("");
  }

  private static List<String> row(
      Definitions definitions, Scorecard card, List<String> sections, Map<String, TableRow> unit) {
    TableRow total = total(unit);
    List<String> cells = new ArrayList<>();
    cells.add(total.whole("rank").map(String::valueOf).orElse("–"));
    String code = total.required("unit");
    Unit known = definitions.units().get(code);
    cells.add(known == null ? code : known.name().zh());
    cells.add(total.text("class").map(c -> GLOSSARY.named("class", c).zh()).orElse(""));
    for (String section : sections) {
      TableRow row = unit.get(section);
      cells.add(row == null ? "" : score(card, row));
    }
    cells.add(score(card, total));
    cells.add(total.text("grade").orElse(""));
    cells.add(total.text("reason_zh").orElse(""));
    return cells;
  }

  private static String word(String key) {
    return GLOSSARY.word("word." + key).zh();
  }

  /** The published number with the scheme's decimals; a range while parts of it are missing. */
  private static String score(Scorecard card, TableRow row) {
    Optional<BigDecimal> low = row.decimal("low");
    Optional<BigDecimal> high = row.decimal("high");
    return row.decimal("score")
        .map(s -> published(card, s))
        .orElseGet(
            () ->
                low.isEmpty() || high.isEmpty()
                    ? "–"
                    : published(card, low.get()) + "–" + published(card, high.get()));
  }

  private static String published(Scorecard card, BigDecimal score) {
    return score.setScale(card.pointsDecimals(), RoundingMode.HALF_UP).toPlainString();
  }

  private static TableRow total(Map<String, TableRow> unit) {
    TableRow total = unit.get(TOTAL);
    if (total == null) {
      throw new IllegalStateException("A unit without total");
    }
    return total;
  }
}
