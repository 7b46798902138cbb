package org.kaohe.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kaohe.report.Explanation.Cell;
import org.kaohe.report.Explanation.Delivered;
import org.kaohe.report.Explanation.Input;
import org.kaohe.report.Explanation.Item;
import org.kaohe.report.Explanation.Part;
import org.kaohe.report.Explanation.Score;
import org.kaohe.report.Explanation.Section;
import org.kaohe.report.Explanation.Source;

/** An explanation as a tree of text. */
public final class ExplanationText {
  /** Deliveries listed for one part; programs read all of them as JSON. */
  private static final int SHOWN = 12;

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

  private ExplanationText() {}

  public static String of(Explanation e) {
    Node root =
        new Node(
            "%s %s · %s · %s · %s"
                .formatted(e.unitName(), e.unit(), e.title(), e.period(), total(e)));
    root.add(
        "release %s for %s, data as of %s"
            .formatted(e.release(), e.businessDate(), Objects.requireNonNullElse(e.asOf(), "?")));
    for (Section section : e.sections()) {
      Node node = root.add(section(section));
      section.items().forEach(item -> item(node, item));
    }
    StringBuilder text = new StringBuilder();
    text.append(root.text()).append('\n');
    write(text, root.children(), "");
    return text.toString();
  }

  private static void write(StringBuilder text, List<Node> nodes, String indent) {
    for (int i = 0; i < nodes.size(); i++) {
      boolean last = i == nodes.size() - 1;
      text.append(indent).append(last ? "└─ " : "├─ ").append(nodes.get(i).text()).append('\n');
      write(text, nodes.get(i).children(), indent + (last ? "   " : "│  "));
    }
  }

  private static String total(Explanation e) {
    Score total = e.total();
    StringBuilder text = new StringBuilder("总分 ");
    text.append(
        total.score() == null
            ? "%s..%s".formatted(number(total.low()), number(total.high()))
            : number(total.score()));
    if (total.grade() != null) {
      text.append("，建议等次 ").append(total.grade());
    }
    if (total.rank() != null) {
      text.append("，第 %d / %d 名".formatted(total.rank(), total.rankedUnits()));
    }
    if (total.reason() != null) {
      text.append("，").append(total.reason());
    }
    if (e.state() != null) {
      text.append("（").append(e.state()).append("）");
    }
    return text.toString();
  }

  private static String section(Section section) {
    Score score = section.score();
    if (score == null) {
      return section.name() + " " + section.code();
    }
    return "%s %s  %s of weight %s  (%s of %s points)%s"
        .formatted(
            section.name(),
            section.code(),
            score.score() == null
                ? "%s..%s".formatted(number(score.low()), number(score.high()))
                : number(score.score()),
            number(score.weight()),
            number(score.points()),
            number(score.fullPoints()),
            score.reason() == null ? "" : "  " + score.reason());
  }

  private static void item(Node parent, Item item) {
    Node node =
        parent.add(
            "%s %s  %s of %s points  [%s, %s %s]%s%s"
                .formatted(
                    item.code(),
                    item.name(),
                    number(item.points()),
                    number(item.fullPoints()),
                    item.status(),
                    item.rule(),
                    item.branch(),
                    item.counted() ? "" : "  监测不计分",
                    item.roundingDecided() ? "  rounding decided this result" : ""));
    if (!item.sentenceZh().isEmpty()) {
      node.add(item.sentenceZh());
    }
    for (Input input : item.inputs()) {
      node.add("%s = %s  ← %s".formatted(input.name(), number(input.value()), input.source()));
    }
    item.cells().forEach(cell -> cell(node, cell));
  }

  private static void cell(Node parent, Cell cell) {
    String made =
        cell.denominator() == null
            ? number(cell.value())
            : "%s / %s = %s"
                .formatted(
                    number(cell.numerator()), number(cell.denominator()), number(cell.value()));
    Node node =
        parent.add(
            "%s at %s %s: %s %s  [%s%s]"
                .formatted(
                    cell.indicator(),
                    cell.unitName(),
                    cell.unit(),
                    made,
                    cell.measure(),
                    cell.dataStatus(),
                    cell.reason().isEmpty() ? "" : ": " + cell.reason()));
    if (cell.target() != null) {
      node.add(
          "target %s%s  ← %s"
              .formatted(
                  cell.target(),
                  cell.targetUnit() == null || cell.targetUnit().equals(cell.unit())
                      ? ""
                      : " (of " + cell.targetUnit() + ")",
                  Objects.requireNonNullElse(cell.targetSource(), "?")));
    }
    cell.parts().forEach(part -> part(node, part));
  }

  private static void part(Node parent, Part part) {
    Node node =
        parent.add(
            "%s from %s: %,d rows%s"
                .formatted(
                    part.part(),
                    part.from(),
                    part.rows(),
                    part.value() == null ? "" : ", " + number(part.value())));
    boolean rows = part.sources().stream().anyMatch(s -> s.records() != null);
    int shown = rows ? part.sources().size() : Math.min(SHOWN, part.sources().size());
    for (Source source : part.sources().subList(0, shown)) {
      Node delivery =
          node.add(
              "%s  issued %s  %,d of %,d rows%s%s"
                  .formatted(
                      source.file() == null ? source.delivery() : source.file(),
                      Objects.requireNonNullElse(source.issued(), "?"),
                      source.rows(),
                      source.deliveredRows(),
                      source.value() == null ? "" : ", " + number(source.value()),
                      source.lines().isEmpty() || source.records() != null
                          ? ""
                          : "  lines " + lines(source)));
      records(delivery, source);
    }
    if (part.sources().size() > shown) {
      node.add("and %d more deliveries".formatted(part.sources().size() - shown));
    }
  }

  private static void records(Node delivery, Source source) {
    if (source.records() == null) {
      return;
    }
    if (source.records().size() != source.rows()) {
      delivery.add(
          "%,d of its %,d rows are found by today's definitions; the release was made with others"
              .formatted(source.records().size(), source.rows()));
    }
    if (source.header() != null) {
      delivery.add("header  " + String.join(",", source.header()));
    }
    for (Delivered row : source.records()) {
      delivery.add(
          "line %d  %s %s  %s"
              .formatted(
                  row.line(),
                  row.unit(),
                  row.period(),
                  Objects.requireNonNullElse(row.record(), "–")));
    }
  }

  private static String lines(Source source) {
    List<String> lines = source.lines().subList(0, Math.min(5, source.lines().size()));
    return String.join(", ", lines) + (source.rows() > lines.size() ? " …" : "");
  }

  private static String number(@Nullable BigDecimal value) {
    return value == null ? "–" : Values.text(value);
  }
}
