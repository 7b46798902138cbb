package org.kaohe.scorecard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kaohe.config.Glossary;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Label;
import org.kaohe.config.NotApplicable;
import org.kaohe.config.Scorecard.Item;
import org.kaohe.config.Scorecard.MissingItem;
import org.kaohe.config.Scorecard.Rule;

/**
 * The sentence of a line in both languages, {@code 婴儿死亡率 = 12 / 2,480 = 4.84‰；目标 ≤ 5.2‰，达标；满分 8 分}.
 * All words of the room are here.
 */
final class Sentences {
  private final Scheme scheme;

  Sentences(Scheme scheme) {
    this.scheme = scheme;
  }

  Label notApplicable(Item item, Outcome.Branch branch, Optional<NotApplicable> paper) {
    if (paper.isPresent()) {
      return join(
          item.name(),
          new Label(
              "依 %s 自 %s 起不考核本单位，不计入".formatted(paper.get().document(), paper.get().from()),
              "not asked of this unit by %s from %s, left out"
                  .formatted(paper.get().document(), paper.get().from())));
    }
    return branch == Outcome.Branch.NOT_ADDRESSED
        ? join(item.name(), new Label("不属于本单位考核事项", "not among this unit's items"))
        : join(item.name(), new Label("不适用于本单位，不计入", "does not apply to this unit, left out"));
  }

  /**
   * The sentence of an item without points.
   *
   * @param fault why a formula has no answer
   * @param owing who should have delivered
   */
  Label missing(
      Item item,
      Optional<Reading> reading,
      Outcome.Branch branch,
      Optional<UnitFacts.FormulaFault> fault,
      MissingItem policy,
      List<Label> owing) {
    Label what =
        switch (branch) {
          case NO_TARGET -> new Label("目标未下达，无法计分", "no target set, cannot be scored");
          case NOT_ADDITIVE ->
              new Label("多个责任单位的数值不能相加", "values of several units cannot be added");
          case FORMULA_EMPTY -> unanswered(fault);
          case NO_FIRST -> Glossary.load().word("branch.no-first");
          default -> new Label("缺少数据", "no data");
        };
    String reason = reading.map(Reading::reason).orElse("");
    if (!reason.isEmpty() && branch == Outcome.Branch.MISSING) {
      Label why = Glossary.load().reason(reason);
      what = new Label(what.zh() + "（" + why.zh() + "）", what.en() + " (" + why.en() + ")");
    }
    Label effect =
        switch (policy) {
          case ZERO -> new Label("计 0 分，可申诉", "0 points, may be appealed");
          case SKIP -> new Label("不计入", "left out");
          case RANGE ->
              new Label(
                  "得分在 %s 至 %s 分之间".formatted(plain(item.floor()), plain(item.points())),
                  "between %s and %s points".formatted(plain(item.floor()), plain(item.points())));
        };
    List<Label> parts = new ArrayList<>();
    parts.add(headed(item, reading, Optional.empty()));
    parts.add(what);
    if (branch == Outcome.Branch.MISSING && !owing.isEmpty()) {
      parts.add(
          new Label(
              "应由" + owing.stream().map(Label::zh).collect(Collectors.joining("、")) + "报送",
              "owed by " + owing.stream().map(Label::en).collect(Collectors.joining(", "))));
    }
    parts.add(item.counted() ? effect : uncounted());
    return join(parts.toArray(Label[]::new));
  }

  private static Label unanswered(Optional<UnitFacts.FormulaFault> fault) {
    Label nothing = new Label("公式无结果", "the formula gives no value");
    if (fault.isEmpty()) {
      return nothing;
    }
    Label why =
        switch (fault.get().fault()) {
          case MISSING -> new Label("缺少数据", "no data");
          case ZERO_DENOMINATOR -> new Label("除数为零", "division by zero");
          case NEGATIVE_DENOMINATOR -> new Label("除数为负", "division by a negative quantity");
          case OVERFLOW -> new Label("数值过大", "the number is too large");
          case OUTSIDE_DOMAIN ->
              new Label("负数不能开方、取对数", "root or logarithm of a number that has none");
        };
    String step = fault.get().step().equals("points") ? "" : fault.get().step();
    return new Label(
        "%s（%s%s）".formatted(nothing.zh(), step.isEmpty() ? "" : step + " ", why.zh()),
        "%s (%s%s)".formatted(nothing.en(), step.isEmpty() ? "" : step + ": ", why.en()));
  }

  Label scored(
      Item item,
      Optional<Reading> reading,
      Outcome outcome,
      BigDecimal points,
      Optional<Boolean> met,
      boolean turned,
      boolean small,
      List<ItemLine.Input> inputs) {
    List<Label> parts = new ArrayList<>();
    Optional<BigDecimal> value =
        reading.flatMap(r -> scheme.card().exact() ? r.exact() : r.value());
    parts.add(headed(item, reading, value));
    reading
        .filter(r -> value.isPresent())
        .flatMap(Reading::target)
        .ifPresent(aim -> parts.add(target(item, aim, met)));
    if (outcome.branch() == Outcome.Branch.FORMULA) {
      steps(item, inputs).ifPresent(parts::add);
    } else {
      branch(item, outcome).ifPresent(parts::add);
    }
    parts.add(points(item, points));
    if (turned) {
      parts.add(new Label("四舍五入改变了判定", "rounding turned the decision"));
    }
    if (small) {
      parts.add(new Label("预期事件过少，监测不计分", "too few expected events, shown but not counted"));
    } else if (!item.counted()) {
      parts.add(uncounted());
    }
    return join(parts.toArray(Label[]::new));
  }

  /** The sentence of a unit that answers for a part of the points (R1). */
  static Label shared(Label sentence, BigDecimal share) {
    return share.compareTo(BigDecimal.ONE) == 0
        ? sentence
        : join(
            sentence,
            Glossary.load()
                .fill(
                    "sentence.share",
                    Map.of("share", Label.of(plain(share.multiply(Decimals.HUNDRED))))));
  }

  static Label joined(Label sentence, List<Label> notes) {
    return Stream.concat(Stream.of(sentence), notes.stream())
        .reduce((a, b) -> join(a, b))
        .orElseThrow();
  }

  private static Label uncounted() {
    return new Label("监测不计分", "shown, not counted");
  }

  /** {@code name = numerator / denominator = value}, and how many units stand behind it. */
  private Label headed(Item item, Optional<Reading> reading, Optional<BigDecimal> value) {
    Label numbers = Label.of("");
    String zhUnits = "";
    String enUnits = "";
    if (reading.isPresent() && value.isPresent()) {
      Reading r = reading.get();
      if (r.numerator().isPresent() && r.denominator().isPresent()) {
        List<Label> units = scheme.partLabels(r.indicator());
        String above = plain(r.numerator().get());
        String below = plain(r.denominator().get());
        numbers =
            new Label(
                " = %s%s / %s%s"
                    .formatted(above, spaced(units.get(0).zh()), below, spaced(units.get(1).zh())),
                " = %s%s / %s%s"
                    .formatted(above, spaced(units.get(0).en()), below, spaced(units.get(1).en())));
      }
      if (r.present() < r.measured().size() && r.measured().size() > 1) {
        zhUnits = "（%d 个单位中 %d 个有数）".formatted(r.measured().size(), r.present());
        enUnits = " (%d of %d units have data)".formatted(r.present(), r.measured().size());
      } else if (r.partial()) {
        zhUnits = "（数据不全）";
        enUnits = " (incomplete data)";
      }
    }
    Label shown = value.map(v -> measured(item, published(item, v))).orElse(Label.of(""));
    String zhValue = value.isPresent() ? numbers.zh() + " = " + shown.zh() : "";
    String enValue = value.isPresent() ? numbers.en() + " = " + shown.en() : "";
    return new Label(item.name().zh() + zhValue + zhUnits, item.name().en() + enValue + enUnits);
  }

  private String published(Item item, BigDecimal value) {
    int decimals = scheme.indicator(item).map(i -> i.decimals()).orElse(0);
    return scheme.card().exact() && value.stripTrailingZeros().scale() > decimals
        ? plain(value)
        : fixed(Decimals.round(value, decimals));
  }

  private Label target(Item item, Aim aim, Optional<Boolean> met) {
    String sign =
        switch (aim.goal().op()) {
          case AT_LEAST -> "≥ ";
          case AT_MOST -> "≤ ";
          case REACH -> "";
          case BETWEEN -> plain(aim.goal().number()) + "–";
        };
    Label bound =
        prefixed(sign, measured(item, plain(aim.goal().highEnd().orElseGet(aim.goal()::number))));
    if (aim.pace().isPresent()) {
      String pace = fixed(aim.pace().get());
      String zh = met.map(m -> m ? "，达到" : "，未达到").orElse("，");
      String en = met.map(m -> m ? ", kept: " : ", not kept: ").orElse(", ");
      return new Label(
          "目标 %s%s序时进度 %s%%".formatted(bound.zh(), zh, pace),
          "target %s%space %s%%".formatted(bound.en(), en, pace));
    }
    String zhMet = met.map(m -> m ? "，达标" : "，未达标").orElse("");
    String enMet = met.map(m -> m ? ", met" : ", not met").orElse("");
    return new Label("目标 " + bound.zh() + zhMet, "target " + bound.en() + enMet);
  }

  private Optional<Label> branch(Item item, Outcome outcome) {
    Map<String, BigDecimal> parts = outcome.parts();
    return switch (outcome.branch()) {
      case RATIO_DIRECT -> Optional.of(new Label("按完成值与目标之比计分", "scored by value over target"));
      case RATIO_INVERSE -> Optional.of(new Label("按目标与完成值之比计分", "scored by target over value"));
      case RATIO_LINEAR ->
          Optional.of(new Label("按超出目标的比例扣分", "deducted by the share above target"));
      case TARGET_NOT_POSITIVE ->
          Optional.of(new Label("目标为零，未达标不得分", "target is zero, missed, no points"));
      case STEP -> {
        boolean percent = item.rule() instanceof Rule.Step step && step.percentOfTarget();
        Label gap = gap(item, part(parts, "gap"), percent);
        Label per = gap(item, part(parts, "per"), percent);
        yield Optional.of(
            new Label(
                "相差 %s，每 %s扣 %s 分，计 %s 次"
                    .formatted(
                        gap.zh(),
                        per.zh()
                            + (Character.isDigit(per.zh().charAt(per.zh().length() - 1))
                                ? " "
                                : ""),
                        plain(part(parts, "deduct")),
                        plain(part(parts, "steps"))),
                "short by %s, %s off per %s, counted %s times"
                    .formatted(
                        gap.en(),
                        plain(part(parts, "deduct")),
                        per.en(),
                        plain(part(parts, "steps")))));
      }
      case ZERO_BEYOND -> {
        Label bound = measured(item, plain(part(parts, "bound")));
        boolean below =
            scheme.indicator(item).filter(i -> i.direction() == Direction.HIGHER).isPresent();
        yield Optional.of(
            below
                ? new Label("低于 " + bound.zh() + " 不得分", "below " + bound.en() + ", no points")
                : new Label("超过 " + bound.zh() + " 不得分", "above " + bound.en() + ", no points"));
      }
      case BAND -> {
        String number = plain(part(parts, "band"));
        yield Optional.of(new Label("落入第 " + number + " 档", "in band " + number));
      }
      case OUTSIDE_BANDS -> Optional.of(new Label("不在任何档内", "outside all bands"));
      case COUNT ->
          Optional.of(
              new Label(
                  "每次扣 " + plain(part(parts, "each")) + " 分",
                  plain(part(parts, "each")) + " off for each"));
      case MIN_MAX, RANK, RATIO_TO_FIRST, FEW_UNITS, ALIKE ->
          Optional.of(
              Glossary.load()
                  .fill(
                      "sentence." + outcome.branch().text(),
                      parts.entrySet().stream()
                          .collect(
                              Collectors.toMap(
                                  Map.Entry::getKey, e -> Label.of(plain(e.getValue()))))));
      case MET,
          NOT_MET,
          FORMULA,
          NOT_ADDRESSED,
          NOT_APPLICABLE,
          TAKEN,
          MISSING,
          NO_TARGET,
          NOT_ADDITIVE,
          FORMULA_EMPTY,
          NO_FIRST ->
          Optional.empty();
    };
  }

  /** Gaps of rates are percentage points, never percent (R11). */
  private Label gap(Item item, BigDecimal gap, boolean percentOfTarget) {
    String number = plain(Decimals.round(gap, Decimals.STORED));
    if (percentOfTarget) {
      return new Label("目标的 " + number + "%", number + "% of the target");
    }
    Label unit = scheme.indicator(item).map(i -> scheme.unitLabel(i.code())).orElse(Label.of(""));
    if (unit.zh().equals("%")) {
      return new Label(number + " 个百分点", number + " percentage points");
    }
    return measured(item, number);
  }

  private static Optional<Label> steps(Item item, List<ItemLine.Input> inputs) {
    List<String> shown = new ArrayList<>();
    for (ItemLine.Input input : inputs) {
      if (input.source().equals("step")) {
        shown.add(input.name() + " = " + input.value().map(Sentences::plain).orElse("—"));
      }
    }
    if (shown.isEmpty() && item.indicator().isEmpty()) {
      inputs.forEach(
          input ->
              shown.add(input.name() + " = " + input.value().map(Sentences::plain).orElse("—")));
    }
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of(new Label(String.join("，", shown), String.join(", ", shown)));
  }

  private static Label points(Item item, BigDecimal points) {
    String full = plain(item.points());
    if (item.points().signum() <= 0) {
      return points.signum() < 0
          ? new Label("扣 " + plain(points.negate()) + " 分", plain(points.negate()) + " points off")
          : new Label("不扣分", "nothing off");
    }
    if (points.compareTo(item.points()) == 0) {
      return new Label("满分 " + full + " 分", "full marks, " + full + " points");
    }
    return new Label(
        "得 %s 分（满分 %s 分）".formatted(plain(points), full),
        "%s of %s points".formatted(plain(points), full));
  }

  private Label measured(Item item, String number) {
    Label unit = scheme.indicator(item).map(i -> scheme.unitLabel(i.code())).orElse(Label.of(""));
    return new Label(number + spaced(unit.zh()), number + spaced(unit.en()));
  }

  /** Signs (‰) stand close, words (万元) after a space. */
  private static String spaced(String unit) {
    return unit.isEmpty() || !Character.isLetter(unit.codePointAt(0)) ? unit : " " + unit;
  }

  private static Label prefixed(String prefix, Label label) {
    return new Label(prefix + label.zh(), prefix + label.en());
  }

  private static BigDecimal part(Map<String, BigDecimal> parts, String name) {
    return parts.getOrDefault(name, BigDecimal.ZERO);
  }

  /** Thousands separators, no needless zeros. */
  static String plain(BigDecimal number) {
    BigDecimal rounded = Decimals.round(number, Decimals.STORED).stripTrailingZeros();
    return fixed(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
  }

  /** Thousands separators and exactly the digits given. */
  private static String fixed(BigDecimal number) {
    StringBuilder text = new StringBuilder(number.toPlainString());
    int first = number.signum() < 0 ? 1 : 0;
    int point = text.indexOf(".");
    for (int at = (point < 0 ? text.length() : point) - 3; at > first; at -= 3) {
      text.insert(at, ',');
    }
    return text.toString();
  }

  private static Label join(Label... parts) {
    List<String> zh = new ArrayList<>();
    List<String> en = new ArrayList<>();
    for (Label part : parts) {
      zh.add(part.zh());
      en.add(part.en());
    }
    return new Label(String.join("；", zh), String.join("; ", en));
  }
}
