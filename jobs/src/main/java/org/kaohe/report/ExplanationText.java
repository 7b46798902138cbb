package org.kaohe.report;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Glossary;
import org.kaohe.config.Label;
import org.kaohe.config.PartMeasures;
import org.kaohe.report.Explanation.Cell;
import org.kaohe.report.Explanation.Delivered;
import org.kaohe.report.Explanation.Input;
import org.kaohe.report.Explanation.Item;
import org.kaohe.report.Explanation.Part;
import org.kaohe.report.Explanation.Score;
import org.kaohe.report.Explanation.Section;
import org.kaohe.report.Explanation.Source;
import org.kaohe.report.Explanation.Taken;

/** An explanation as a tree of text in Chinese, its words from the glossary. */
public final class ExplanationText {
  /** Deliveries listed for one part; programs read all of them as JSON. */
  private static final int SHOWN = 12;

  private static final Glossary GLOSSARY = Glossary.load();

  private final Definitions definitions;

  private record Node(String text, List<Node> children) {
    Node(String text) {
      this(text, new ArrayList<>());
    }

    Node add(String child) {
      Node node = new Node(child);
      children.add(node);
      return node;
    }
  }

  private ExplanationText(Definitions definitions) {
    this.definitions = definitions;
  }

  public static String of(Definitions definitions, Explanation explanation) {
    return new ExplanationText(definitions).text(explanation);
  }

  private String text(Explanation e) {
    Node root =
        new Node(
            "%s %s · %s · %s · %s"
                .formatted(
                    e.unitName(), e.unit(), e.title(), GLOSSARY.period(e.period()).zh(), total(e)));
    root.add(
        say(
            "release",
            "release",
            e.release(),
            "day",
            e.businessDate(),
            "cut-off",
            Objects.requireNonNullElse(e.asOf(), "–")));
    for (Section section : e.sections()) {
      Node node = root.add(section(section));
      section.items().forEach(item -> item(node, item));
    }
    Lines text = new Lines();
    text.add(root.text());
    write(text, root.children(), "");
    return text.text();
  }

  private static void write(Lines text, List<Node> nodes, String indent) {
    for (int i = 0; i < nodes.size(); i++) {
      boolean last = i == nodes.size() - 1;
      text.add(indent + (last ? "└─ " : "├─ ") + nodes.get(i).text());
      write(text, nodes.get(i).children(), indent + (last ? "   " : "│  "));
    }
  }

  /** A sentence of the glossary with names and words in turn. */
  private static String say(String key, String... parts) {
    Map<String, Label> filled = new HashMap<>();
    for (int i = 0; i < parts.length; i += 2) {
      filled.put(parts[i], Label.of(parts[i + 1]));
    }
    return GLOSSARY.fill("explain.text." + key, filled).zh();
  }

  private static String word(String key) {
    return GLOSSARY.word(key).zh();
  }

  private String total(Explanation e) {
    Score total = e.total();
    StringBuilder text = new StringBuilder(word("word.total")).append(' ').append(score(total));
    if (total.grade() != null) {
      text.append("，").append(word("word.grade")).append(' ').append(total.grade());
    }
    if (total.rank() != null) {
      text.append("，")
          .append(
              GLOSSARY
                  .fill(
                      "unit.rank",
                      Map.of(
                          "rank",
                          Label.of(String.valueOf(total.rank())),
                          "of",
                          Label.of(String.valueOf(total.rankedUnits()))))
                  .zh());
    }
    reason(total).ifPresent(r -> text.append("，").append(r));
    if (e.state() != null) {
      text.append("（").append(e.state()).append("）");
    }
    return text.toString();
  }

  private Optional<String> reason(Score score) {
    return Optional.ofNullable(score.reasonZh());
  }

  private static String score(Score score) {
    return score.score() == null
        ? number(score.low()) + "–" + number(score.high())
        : number(score.score());
  }

  private String section(Section section) {
    String name = section.name() + " " + section.code();
    Score score = section.score();
    if (score == null) {
      return name;
    }
    return say(
            "section",
            "name",
            name,
            "score",
            score(score),
            "weight",
            number(score.weight()),
            "points",
            number(score.points()),
            "full",
            number(score.fullPoints()))
        + reason(score).map(r -> "，" + r).orElse("");
  }

  private void item(Node parent, Item item) {
    String status = GLOSSARY.named("status", item.status()).zh();
    String branch = GLOSSARY.named("branch", item.branch()).zh();
    Node node =
        parent.add(
            say(
                    "item",
                    "name",
                    item.code() + " " + item.name(),
                    "points",
                    number(item.points()),
                    "full",
                    number(item.fullPoints()),
                    "how",
                    status.equals(branch) ? status : status + "，" + branch)
                + (item.counted() || item.status().equals("not-applicable")
                    ? ""
                    : "，" + word("unit.uncounted"))
                + (item.roundingDecided() ? "，" + word("unit.rounding") : ""));
    if (!item.sentenceZh().isEmpty()) {
      node.add(item.sentenceZh());
    }
    for (Input input : item.inputs()) {
      node.add(
          "%s = %s  ← %s"
              .formatted(
                  GLOSSARY.named("input", input.name()).zh(),
                  number(input.value()),
                  source(input.source())));
    }
    item.cells().forEach(cell -> cell(node, cell));
  }

  private static String source(String source) {
    return source.equals("step") ? word("source.step") : source;
  }

  private void cell(Node parent, Cell cell) {
    String measure =
        definitions.measures().find(cell.measure()).map(m -> m.label().zh()).orElse(cell.measure());
    String made = measured(cell.value(), measure);
    if (cell.denominator() != null) {
      List<Label> units =
          Optional.ofNullable(definitions.indicators().get(cell.indicator()))
              .flatMap(i -> PartMeasures.labels(definitions, i))
              .orElse(List.of(Label.of(""), Label.of("")));
      made =
          "%s / %s = %s"
              .formatted(
                  measured(cell.numerator(), units.get(0).zh()),
                  measured(cell.denominator(), units.get(1).zh()),
                  made);
    }
    String status = GLOSSARY.named("data", cell.dataStatus()).zh();
    Node node =
        parent.add(
            "%s %s %s：%s 〔%s〕"
                .formatted(
                    cell.indicator(),
                    cell.unitName(),
                    cell.unit(),
                    made,
                    cell.reason().isEmpty()
                        ? status
                        : status + "，" + GLOSSARY.reason(cell.reason()).zh()));
    if (cell.target() != null) {
      String inherited =
          cell.targetUnit() == null || cell.targetUnit().equals(cell.unit())
              ? ""
              : "（"
                  + GLOSSARY
                      .fill("explain.target.inherited", Map.of("unit", named(cell.targetUnit())))
                      .zh()
                  + "）";
      node.add(
          "%s %s%s  ← %s"
              .formatted(
                  word("word.target"),
                  cell.target().replace(">=", "≥").replace("<=", "≤"),
                  inherited,
                  Objects.requireNonNullElse(cell.targetSource(), "–")));
    }
    cell.parts().forEach(part -> part(node, part));
  }

  private Label named(String unit) {
    return Optional.ofNullable(definitions.units().get(unit))
        .map(u -> u.name())
        .orElse(Label.of(unit));
  }

  private static String measured(@Nullable BigDecimal value, String unit) {
    String number = number(value);
    boolean sign = unit.isEmpty() || !Character.isLetter(unit.codePointAt(0));
    return value == null ? number : number + (sign ? "" : " ") + unit;
  }

  private static void part(Node parent, Part part) {
    Node node =
        parent.add(
            say(
                    "part",
                    "part",
                    part.part(),
                    "from",
                    part.from(),
                    "rows",
                    "%,d".formatted(part.rows()))
                + sum(part.value()));
    for (Taken taken : part.units().subList(0, Math.min(SHOWN, part.units().size()))) {
      String value = taken.value() == null ? "" : " = " + number(taken.value());
      node.add(taken.unit() + " · " + String.join(" ", taken.periods()) + value);
    }
    if (part.units().size() > SHOWN) {
      node.add("…");
    }
    boolean rows = part.sources().stream().anyMatch(s -> s.records() != null);
    int shown = rows ? part.sources().size() : Math.min(SHOWN, part.sources().size());
    for (Source source : part.sources().subList(0, shown)) {
      Node delivery =
          node.add(
              say(
                      "delivery",
                      "file",
                      source.file() == null ? source.delivery() : source.file(),
                      "issued",
                      Objects.requireNonNullElse(source.issued(), "–"),
                      "rows",
                      "%,d".formatted(source.rows()),
                      "of",
                      "%,d".formatted(source.deliveredRows()))
                  + sum(source.value())
                  + (source.lines().isEmpty() || source.records() != null
                      ? ""
                      : "，" + say("lines", "lines", lines(source))));
      records(delivery, source);
    }
    if (part.sources().size() > shown) {
      node.add(say("more", "n", String.valueOf(part.sources().size() - shown)));
    }
  }

  private static String sum(@Nullable BigDecimal value) {
    return value == null ? "" : "，" + word("word.sum") + " " + number(value);
  }

  private static void records(Node delivery, Source source) {
    if (source.records() == null) {
      return;
    }
    if (source.records().size() != source.rows()) {
      delivery.add(
          say(
              "changed",
              "found",
              "%,d".formatted(source.records().size()),
              "rows",
              "%,d".formatted(source.rows())));
    }
    if (source.header() != null) {
      delivery.add(say("header", "header", String.join(",", source.header())));
    }
    for (Delivered row : source.records()) {
      delivery.add(
          say("line", "line", String.valueOf(row.line()))
              + "  %s %s  %s"
                  .formatted(
                      row.unit(), row.period(), Objects.requireNonNullElse(row.record(), "–")));
    }
  }

  private static String lines(Source source) {
    List<String> lines = source.lines().subList(0, Math.min(5, source.lines().size()));
    return String.join("、", lines) + (source.rows() > lines.size() ? " …" : "");
  }

  private static String number(@Nullable BigDecimal value) {
    return value == null
        ? "–"
        : new DecimalFormat("#,##0.##########", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(value);
  }
}
