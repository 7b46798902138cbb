package org.kaohe.scorecard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kaohe.config.Glossary;
import org.kaohe.config.Label;
import org.kaohe.config.Scorecard;

/**
 * Why a total or section has no score or rank, or not the grade that it would have alone. Stored as
 * {@code code(argument,argument)}, with a semicolon between several, and in words beside it.
 *
 * @param arguments codes of items and sections, or numbers
 */
record TotalReason(Code code, List<String> arguments) {

  /** Each has its words in the glossary, under {@code total.}. */
  enum Code {
    /** Items that somebody else owes, or that have no target. */
    MISSING("missing"),
    SECTION_WITHOUT_SCORE("section-without-score"),
    WITHOUT_SCORE("without-score"),
    /** No section has a score. */
    NO_SECTION("no-section-has-a-score"),
    /** Percent of the points that apply, and the least for a rank (R20). */
    APPLICABLE("applicable-points"),
    /** Items or sections without points, for which the mean of all is zero. */
    MEAN_ZERO("mean-of-zero"),
    /** Sections below zero, of which there is no such mean. */
    MEAN_BELOW_ZERO("mean-below-zero"),
    /** Binding items that were missed (R18). */
    BINDING("binding-item-missed"),
    /** Better units hold every place of the grade (R23). */
    QUOTA_FULL("quota-full"),
    /** Equal units would take more places than are left, so that nobody takes them (R23). */
    TIE_OVER_QUOTA("tie-over-quota"),
    /** The class has too few units for one place. */
    NO_PLACE("quota-without-place"),
    /** The unrounded total would have another grade (R5). */
    ROUNDING("rounding-decided-the-grade");

    private final String text;

    Code(String text) {
      this.text = text;
    }
  }

  static TotalReason of(Code code, String... arguments) {
    return new TotalReason(code, List.of(arguments));
  }

  /** As it is stored. */
  String text() {
    return arguments.isEmpty()
        ? code.text
        : arguments.stream()
            .map(TotalReason::plain)
            .collect(Collectors.joining(",", code.text + "(", ")"));
  }

  /** Signs that separate are no part of an argument. */
  private static String plain(String argument) {
    return argument.replaceAll("[(),;]", "_");
  }

  /** Several as they are stored, and their words. */
  static String text(List<TotalReason> reasons) {
    return reasons.stream().map(TotalReason::text).collect(Collectors.joining(";"));
  }

  static Label words(Scorecard card, List<TotalReason> reasons) {
    return joined(reasons.stream().map(r -> r.words(card)).toList(), "；", "; ");
  }

  private Label words(Scorecard card) {
    List<Label> names = arguments.stream().map(a -> name(card, a)).toList();
    Map<String, Label> parts = new TreeMap<>();
    parts.put("what", joined(names, "、", ", "));
    for (int i = 0; i < names.size(); i++) {
      parts.put(String.valueOf(i + 1), names.get(i));
    }
    return Glossary.load().fill("total." + code.text, parts);
  }

  /** The item or section of a code; a number stays as it is. */
  private static Label name(Scorecard card, String code) {
    return Stream.concat(
            card.items().stream().filter(i -> i.code().equals(code)).map(Scorecard.Item::name),
            card.sections().stream()
                .filter(s -> s.code().equals(code))
                .map(Scorecard.Section::name))
        .findFirst()
        .orElse(Label.of(code));
  }

  private static Label joined(List<Label> labels, String zh, String en) {
    List<String> chinese = new ArrayList<>();
    List<String> english = new ArrayList<>();
    for (Label label : labels) {
      chinese.add(label.zh());
      english.add(label.en());
    }
    return new Label(String.join(zh, chinese), String.join(en, english));
  }
}
