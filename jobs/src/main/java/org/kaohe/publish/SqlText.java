package org.kaohe.publish;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kaohe.config.Glossary;
import org.kaohe.config.Label;

/**
 * An expression of a definition for readers who know the form and not the table: columns under the
 * names they are delivered by, {@code AND} as a word; everything else as it is written.
 */
final class SqlText {
  private static final Pattern TOKEN =
      Pattern.compile(
          "'(?:[^']|'')*'|(?i:is\\s+not\\s+null|is\\s+null|not\\s+in)\\b|[A-Za-z_]\\w*|[^A-Za-z_']+");

  private SqlText() {}

  /**
   * @param columns the name of a column in both languages; empty for what is none
   */
  static Label words(String sql, Function<String, Optional<Label>> columns) {
    Glossary glossary = Glossary.load();
    StringBuilder zh = new StringBuilder();
    StringBuilder en = new StringBuilder();
    Matcher token = TOKEN.matcher(sql);
    while (token.find()) {
      String text = token.group();
      Optional<Label> word = Optional.empty();
      if (Character.isLetter(text.charAt(0)) || text.charAt(0) == '_') {
        boolean function = sql.substring(token.end()).stripLeading().startsWith("(");
        String key = "sql." + text.toLowerCase(Locale.ROOT).replaceAll("\\s+", "-");
        word =
            (function ? Optional.<Label>empty() : columns.apply(text)).or(() -> glossary.find(key));
      }
      Label shown = word.orElse(Label.of(text));
      zh.append(shown.zh());
      en.append(shown.en());
    }
    return new Label(zh.toString(), en.toString());
  }
}
