package org.kaohe.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kaohe.config.Scorecard.Bonus;
import org.kaohe.config.Scorecard.Grade;
import org.kaohe.config.Scorecard.Input;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.Mean;
import org.kaohe.config.Scorecard.MissingItem;
import org.kaohe.config.Scorecard.MissingSection;
import org.kaohe.config.Scorecard.PartialItem;
import org.kaohe.config.Scorecard.Rule;
import org.kaohe.config.Scorecard.Section;
import org.kaohe.config.Scorecard.Shares;
import org.kaohe.config.Scorecard.Small;

/** Binds {@code conf/scorecards/<name>.yaml}. */
final class ScorecardReader {
  private static final int DEFAULT_POINTS_DECIMALS = 2;
  private static final BigDecimal DEFAULT_FULL_MARKS = BigDecimal.valueOf(100);

  private final Catalog<Indicator> indicators;
  private final Problems problems;

  ScorecardReader(Catalog<Indicator> indicators, Problems problems) {
    this.indicators = indicators;
    this.problems = problems;
  }

  Optional<Scorecard> read(YamlNode yaml) {
    PartialItem partial = yaml.constant("partial", PartialItem.class, PartialItem.RANGE);
    List<Section> sections = new ArrayList<>();
    for (YamlNode section : yaml.items("sections")) {
      sections.add(
          new Section(
              section.text("code"),
              section.label("name"),
              section.decimal("weight"),
              section.whole("least-items", 1),
              section.constant("missing", MissingSection.class, MissingSection.UNRANKED),
              section.constant("mean", Mean.class, Mean.ARITHMETIC),
              items(section, partial)));
    }
    Optional<Bonus> bonus =
        yaml.find("bonus")
            .map(b -> new Bonus(b.label("name"), b.decimal("cap"), items(b, partial)));
    if (problems.anyErrorIn(yaml.file().file())) {
      return Optional.empty();
    }
    return Optional.of(
        new Scorecard(
            yaml.text("name"),
            yaml.label("title"),
            yaml.file().file(),
            yaml.constant("period", PeriodKind.class),
            years(yaml.at("years")),
            yaml.at("units").textSet("class"),
            yaml.whole("points-decimals", DEFAULT_POINTS_DECIMALS),
            yaml.text("decide-on", "published").equals("exact"),
            yaml.optionalDecimal("full-marks").orElse(DEFAULT_FULL_MARKS),
            List.copyOf(sections),
            bonus,
            yaml.items("grades").stream()
                .map(g -> new Grade(g.text("name"), g.decimal("from"), g.optionalDecimal("quota")))
                .toList(),
            yaml.at("rank").texts("tie-break"),
            yaml.constant("mean", Mean.class, Mean.ARITHMETIC),
            yaml.find("shares")
                .map(
                    s ->
                        new Shares(
                            s.constant("of", Shares.Of.class),
                            s.optionalDecimal("support").orElse(BigDecimal.ONE))),
            yaml.find("small")
                .map(s -> new Small(s.whole("pool", 1), s.text("then", "monitor").equals("parent")))
                .orElse(Small.NONE)));
  }

  private static Scorecard.Years years(YamlNode yaml) {
    return new Scorecard.Years(year(yaml, "from"), year(yaml, "to"));
  }

  private static Optional<Integer> year(YamlNode yaml, String key) {
    return yaml.has(key) ? Optional.of(yaml.whole(key, 0)) : Optional.empty();
  }

  private List<Item> items(YamlNode around, PartialItem partial) {
    List<Item> items = new ArrayList<>();
    for (YamlNode item : around.items("items")) {
      item(item, partial).ifPresent(items::add);
    }
    return List.copyOf(items);
  }

  private Optional<Item> item(YamlNode yaml, PartialItem partial) {
    Optional<String> indicator = yaml.optional("indicator");
    Optional<String> code = yaml.optional("code").or(() -> indicator);
    if (code.isEmpty()) {
      problems.error(
          yaml.place(),
          "K1012",
          "the item has neither code nor indicator",
          "its points could not be stored under a name",
          "Add a code.");
      return Optional.empty();
    }
    Optional<Label> name =
        yaml.has("name")
            ? Optional.of(yaml.label("name"))
            : indicator.flatMap(indicators::find).map(Indicator::name);
    if (name.isEmpty() && indicator.isEmpty()) {
      problems.error(
          yaml.place(),
          "K1012",
          "item %s has no name, and no indicator to take it from".formatted(code.get()),
          "pages show the name",
          "Add name: {zh: …, en: …}.");
      return Optional.empty();
    }
    boolean graded = yaml.at("binding").has("grade-at-most");
    return Optional.of(
        new Item(
            code.get(),
            name.orElse(Label.of(code.get())),
            yaml.optional("goal"),
            indicator,
            yaml.decimal("points"),
            yaml.optionalDecimal("floor").orElse(BigDecimal.ZERO),
            rule(yaml.at("rule")),
            yaml.has("missing")
                ? Optional.of(yaml.constant("missing", MissingItem.class))
                : Optional.empty(),
            yaml.constant("partial", PartialItem.class, partial),
            yaml.flag("counted", true),
            yaml.textSet("units"),
            graded || yaml.flag("binding", false),
            graded ? yaml.at("binding").optional("grade-at-most") : Optional.empty(),
            yaml.place().line()));
  }

  private static Rule rule(YamlNode yaml) {
    Map.Entry<String, YamlNode> only = yaml.fields().entrySet().iterator().next();
    YamlNode rule = only.getValue();
    return switch (only.getKey()) {
      case "ratio" ->
          new Rule.Ratio(
              rule.has("form")
                  ? Optional.of(rule.constant("form", Rule.Ratio.Form.class))
                  : Optional.empty());
      case "step" ->
          new Rule.Step(
              rule.decimal("per"),
              rule.text("of").equals("target-percent"),
              rule.decimal("deduct"),
              rule.constant("gap", Rule.Step.Gap.class),
              rule.optionalDecimal("zero-beyond"));
      case "band" ->
          new Rule.Band(
              rule.items().stream()
                  .map(
                      b ->
                          new Rule.Band.Range(
                              b.optionalDecimal("from"),
                              b.optionalDecimal("to"),
                              b.decimal("points")))
                  .toList());
      case "yes-no" -> new Rule.YesNo();
      case "count-deduct" -> new Rule.CountDeduct(rule.decimal("each"));
      case "compare" -> compare(rule);
      case "formula" -> formula(rule);
      default -> throw new IllegalStateException(only.getKey());
    };
  }

  private static Rule.Compare compare(YamlNode yaml) {
    return new Rule.Compare(
        yaml.constant("by", Rule.Compare.By.class),
        yaml.has("direction")
            ? Optional.of(yaml.constant("direction", Indicator.Direction.class))
            : Optional.empty(),
        yaml.find("of").map(ScorecardReader::input),
        yaml.optionalDecimal("base").orElse(BigDecimal.ZERO),
        yaml.optionalDecimal("least-spread"),
        yaml.items("table").stream().map(YamlNode::decimal).toList(),
        yaml.text("from", "first").equals("last"),
        yaml.optionalDecimal("deduct"));
  }

  private static Rule.Formula formula(YamlNode yaml) {
    Map<String, Input> inputs = new LinkedHashMap<>();
    yaml.at("inputs").fields().forEach((name, input) -> inputs.put(name, input(input)));
    return new Rule.Formula(
        Collections.unmodifiableMap(inputs), yaml.textMap("steps"), yaml.text("points"));
  }

  private static Input input(YamlNode yaml) {
    if (yaml.json().isTextual()) {
      return new Input(Optional.empty(), yaml.text(), Optional.empty(), Optional.empty());
    }
    return new Input(
        yaml.optional("indicator"),
        yaml.text("quantity", "value"),
        yaml.optional("item"),
        yaml.optional("step"),
        yaml.has("default")
            ? Optional.of(
                new Input.Default(
                    yaml.text("default").equals("none")
                        ? Optional.empty()
                        : yaml.optionalDecimal("default")))
            : Optional.empty());
  }
}
