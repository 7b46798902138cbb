package org.kaohe.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kaohe.config.Column;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Glossary;
import org.kaohe.config.Goal;
import org.kaohe.config.Indicator;
import org.kaohe.config.Label;
import org.kaohe.config.Measures;
import org.kaohe.config.Part;
import org.kaohe.config.PartMeasures;
import org.kaohe.config.Project;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Unit;
import org.kaohe.config.View;
import org.kaohe.error.CleanText;

/** What the definitions contribute to pages: names, rules as parts of sentences, the legend. */
final class Words {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Definitions definitions;

  Words(Definitions definitions) {
    this.definitions = definitions;
  }

  static ObjectNode label(Label label) {
    return words(new Label(CleanText.line(label.zh()), CleanText.line(label.en())));
  }

  /** What is no name and may be long. */
  private static ObjectNode words(Label label) {
    return JSON.objectNode().put("zh", label.zh()).put("en", label.en());
  }

  /** The code of a constant as files spell it: {@code half-up}. */
  static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code HLT-001.numerator}; parts of later versions carry the version's first day. */
  static String partId(Indicator indicator, Indicator.Version version, String role) {
    String id = indicator.code() + "." + role;
    return version.equals(indicator.versions().get(0)) ? id : id + "@" + version.validFrom();
  }

  ObjectNode project() {
    Project project = definitions.project();
    ObjectNode node = JSON.objectNode();
    node.put("name", project.name());
    node.set("title", label(project.title()));
    node.put("demo", project.demo());
    ArrayNode lights = node.putArray("lights");
    for (Project.Light light : project.lights()) {
      ObjectNode one = lights.addObject();
      one.put("code", light.code());
      one.set("name", label(light.name()));
      one.put("atLeast", plain(light.atLeast()));
      one.put("colour", light.colour());
      one.put("mark", light.mark());
    }
    return node;
  }

  Columnar units(FileNames files) {
    Columnar units = new Columnar("code", "zh", "en", "kind", "parent", "classes", "file");
    for (Unit unit : definitions.units().values()) {
      units.add(
          unit.code(),
          CleanText.line(unit.name().zh()),
          CleanText.line(unit.name().en()),
          unit.kind(),
          unit.parent().orElse(null),
          unit.classes().stream().sorted().collect(Collectors.joining(";")),
          files.of(unit.code()));
    }
    return units;
  }

  ObjectNode indicator(Indicator indicator, String file) {
    ObjectNode node = JSON.objectNode();
    node.put("code", indicator.code());
    node.set("name", label(indicator.name()));
    node.put("file", file);
    node.put("domain", indicator.domain());
    node.put("kind", code(indicator.kind()));
    node.put("dimension", code(indicator.dimension()));
    node.put("direction", code(indicator.direction()));
    node.set(
        "measure",
        label(
            definitions
                .measures()
                .find(indicator.unit())
                .map(Measures.Measure::label)
                .orElse(Label.of(indicator.unit()))));
    node.put("decimals", indicator.decimals());
    node.put("frequency", code(indicator.frequency()));
    node.put("owner", indicator.owner());
    node.put("progress", code(indicator.progress()));
    texts(node.putArray("classes"), indicator.unitClasses());
    ArrayNode versions = node.putArray("versions");
    for (Indicator.Version version : indicator.versions()) {
      ObjectNode one = versions.addObject();
      one.put("from", version.validFrom().toString());
      one.put("interval", code(version.interval()));
      version.smallNumbers().ifPresent(n -> one.put("smallNumbers", n));
      ArrayNode parts = one.putArray("parts");
      if (version.value() instanceof Indicator.Value.Ratio ratio) {
        one.put("per", ratio.per());
        PartMeasures.labels(definitions, indicator)
            .ifPresent(
                labels -> {
                  ArrayNode measures = one.putArray("partMeasures");
                  labels.forEach(l -> measures.add(label(l)));
                });
        part(parts, indicator, version, "numerator", ratio.numerator());
        part(parts, indicator, version, "denominator", ratio.denominator());
      } else if (version.value() instanceof Indicator.Value.Single single) {
        part(parts, indicator, version, "value", single.part());
      }
    }
    return node;
  }

  private void part(
      ArrayNode parts, Indicator indicator, Indicator.Version version, String role, Part part) {
    ObjectNode node = parts.addObject();
    node.put("id", partId(indicator, version, role));
    node.put("role", role);
    node.set("from", label(source(part.from())));
    node.put("aggregate", code(part.aggregate()));
    part.argument().ifPresent(sql -> node.set("argument", words(sql(part, sql))));
    part.where().ifPresent(sql -> node.set("where", words(sql(part, sql))));
    node.put("additive", part.additive());
    node.put("hold", part.holdYear());
  }

  private Label source(String id) {
    Contract contract = definitions.contracts().get(id);
    if (contract != null) {
      return contract.name();
    }
    View view = definitions.views().get(id);
    if (view == null) {
      return Label.of(id);
    }
    List<Label> inputs = inputs(view).map(Contract::name).toList();
    return Glossary.load()
        .fill(
            "source.view",
            Map.of(
                "inputs",
                new Label(
                    inputs.stream().map(Label::zh).collect(Collectors.joining("、")),
                    inputs.stream().map(Label::en).collect(Collectors.joining(", ")))));
  }

  private Stream<Contract> inputs(View view) {
    return view.inputs().stream()
        .sorted()
        .map(definitions.contracts()::get)
        .filter(Objects::nonNull);
  }

  /** An expression over the columns of a part's source; a view passes on those of its inputs. */
  private Label sql(Part part, String sql) {
    Contract contract = definitions.contracts().get(part.from());
    View view = definitions.views().get(part.from());
    List<Contract> known =
        contract != null ? List.of(contract) : view == null ? List.of() : inputs(view).toList();
    return SqlText.words(
        sql,
        name ->
            known.stream()
                .flatMap(c -> c.columns().stream())
                .filter(c -> c.name().equals(name))
                .map(Column::label)
                .findFirst());
  }

  ObjectNode datasets() {
    ObjectNode node = JSON.objectNode();
    definitions.contracts().values().forEach(c -> node.set(c.id(), label(c.name())));
    return node;
  }

  ObjectNode goals() {
    ObjectNode node = JSON.objectNode();
    for (Goal goal : definitions.goals().values()) {
      ObjectNode one = node.putObject(goal.code());
      one.set("name", label(goal.name()));
      optional(one, "standard", goal.standard());
    }
    return node;
  }

  ObjectNode scorecard(Scorecard card) {
    ObjectNode node = JSON.objectNode();
    node.put("name", card.name());
    node.set("title", label(card.title()));
    node.put("fullMarks", plain(card.fullMarks()));
    texts(node.putArray("classes"), card.unitClasses());
    ArrayNode sections = node.putArray("sections");
    ArrayNode items = node.putArray("items");
    for (Scorecard.Section section : card.sections()) {
      ObjectNode one = sections.addObject();
      one.put("code", section.code());
      one.set("name", label(section.name()));
      one.put("weight", plain(section.weight()));
      section.items().forEach(i -> items.add(item(section.code(), i)));
    }
    card.bonus()
        .ifPresent(
            bonus -> {
              ObjectNode one = node.putObject("bonus");
              one.set("name", label(bonus.name()));
              one.put("cap", plain(bonus.cap()));
              bonus.items().forEach(i -> items.add(item("bonus", i)));
            });
    ArrayNode grades = node.putArray("grades");
    for (Scorecard.Grade grade : card.grades()) {
      ObjectNode one = grades.addObject();
      one.put("name", grade.name());
      one.put("from", plain(grade.from()));
    }
    return node;
  }

  private static ObjectNode item(String section, Scorecard.Item item) {
    ObjectNode node = JSON.objectNode();
    node.put("code", item.code());
    node.set("name", label(item.name()));
    node.put("section", section);
    optional(node, "goal", item.goal());
    optional(node, "indicator", item.indicator());
    node.put("binding", item.binding());
    optional(node, "gradeAtMost", item.gradeAtMost());
    node.set("rule", rule(item.rule()));
    return node;
  }

  private static ObjectNode rule(Scorecard.Rule rule) {
    ObjectNode node = JSON.objectNode();
    if (rule instanceof Scorecard.Rule.Ratio ratio) {
      node.put("kind", "ratio");
      ratio.form().ifPresent(f -> node.put("form", code(f)));
    } else if (rule instanceof Scorecard.Rule.Step step) {
      node.put("kind", "step");
      node.put("per", plain(step.per()));
      node.put("percentOfTarget", step.percentOfTarget());
      node.put("deduct", plain(step.deduct()));
      node.put("gap", code(step.gap()));
      step.zeroBeyond().ifPresent(z -> node.put("zeroBeyond", plain(z)));
    } else if (rule instanceof Scorecard.Rule.Band band) {
      node.put("kind", "band");
      ArrayNode bands = node.putArray("bands");
      for (Scorecard.Rule.Band.Range range : band.bands()) {
        ObjectNode one = bands.addObject();
        range.from().ifPresent(f -> one.put("from", plain(f)));
        range.to().ifPresent(t -> one.put("to", plain(t)));
        one.put("points", plain(range.points()));
      }
    } else if (rule instanceof Scorecard.Rule.YesNo) {
      node.put("kind", "yes-no");
    } else if (rule instanceof Scorecard.Rule.CountDeduct count) {
      node.put("kind", "count-deduct");
      node.put("each", plain(count.each()));
    } else if (rule instanceof Scorecard.Rule.Compare compare) {
      node.put("kind", "compare");
      node.put("by", code(compare.by()));
    } else if (rule instanceof Scorecard.Rule.Formula formula) {
      node.put("kind", "formula");
      node.put("points", formula.points());
      ArrayNode steps = node.putArray("steps");
      formula
          .steps()
          .forEach((name, sql) -> steps.addObject().put("name", name).put("expression", sql));
    }
    return node;
  }

  static ObjectNode glossary(Glossary glossary) {
    ObjectNode node = JSON.objectNode();
    glossary.words().forEach((key, word) -> node.putArray(key).add(word.zh()).add(word.en()));
    return node;
  }

  private static void optional(ObjectNode node, String name, Optional<String> value) {
    value.ifPresent(v -> node.put(name, v));
  }

  private static void texts(ArrayNode node, Collection<String> texts) {
    List.copyOf(texts).stream().sorted().forEach(node::add);
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
