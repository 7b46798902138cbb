package org.kaohe.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kaohe.config.Glossary;
import org.kaohe.config.Label;
import org.kaohe.config.Scorecard;

/**
 * Why a total has no rank, or not the grade it would have alone, in words: {@code gold/scorecard}
 * keeps {@code binding item missed: GRN-001; quota of the grade is full}, people read names.
 */
public final class TotalReasons {
  private static final String SEPARATOR = "; ";
  private static final String DETAIL = ": ";
  private static final String APPLICABLE = "applicable points ";

  private TotalReasons() {}

  /** The words of a stored reason; what the glossary does not know stays as it is. */
  public static Label words(Scorecard card, String stored) {
    List<Label> sentences =
        Arrays.stream(stored.split(SEPARATOR))
            .filter(s -> !s.isBlank())
            .map(s -> sentence(card, s))
            .toList();
    return joined(sentences, "；", "; ");
  }

  private static Label sentence(Scorecard card, String stored) {
    Glossary glossary = Glossary.load();
    if (stored.startsWith(APPLICABLE)) {
      String[] shares = stored.substring(APPLICABLE.length()).split(", less than ", 2);
      return glossary.fill(
          "total.applicable-points",
          Map.of("share", Label.of(shares[0]), "least", Label.of(shares[shares.length - 1])));
    }
    int colon = stored.indexOf(DETAIL);
    String head = colon < 0 ? stored : stored.substring(0, colon);
    String key = "total." + head.toLowerCase(Locale.ROOT).replace(' ', '-');
    if (glossary.find(key).isEmpty()) {
      return Label.of(stored);
    }
    List<Label> what =
        colon < 0
            ? List.of()
            : Arrays.stream(stored.substring(colon + DETAIL.length()).split(", "))
                .map(code -> name(card, code))
                .toList();
    return glossary.fill(key, Map.of("what", joined(what, "、", ", ")));
  }

  /** The item or section of a code. */
  private static Label name(Scorecard card, String code) {
    Stream<Scorecard.Item> bonus = card.bonus().stream().flatMap(b -> b.items().stream());
    Optional<Label> item =
        Stream.concat(card.sections().stream().flatMap(s -> s.items().stream()), bonus)
            .filter(i -> i.code().equals(code))
            .map(Scorecard.Item::name)
            .findFirst();
    return item.or(
            () ->
                card.sections().stream()
                    .filter(s -> s.code().equals(code))
                    .map(Scorecard.Section::name)
                    .findFirst())
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
