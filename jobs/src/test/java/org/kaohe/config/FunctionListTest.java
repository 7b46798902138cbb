package org.kaohe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FunctionListTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");

  @Test
  void theDocumentationNamesEveryFunction() throws IOException {
    String text = Files.readString(Path.of("../conf/README.md"));
    int start = text.indexOf("## Formulas, conditions and views");
    String part = text.substring(start, text.indexOf("\n## ", start + 1));
    int rows = part.indexOf("**Conditions and expressions");
    int views = part.indexOf("**Views**");

    assertThat(words(part.substring(0, rows))).containsAll(ExactFunctions.names());
    assertThat(words(part.substring(rows, views))).containsAll(SqlWords.ROW_FUNCTIONS);
    assertThat(words(part.substring(views))).containsAll(SqlWords.SET_FUNCTIONS);
  }

  private static Set<String> words(String text) {
    Set<String> words = new TreeSet<>();
    CODE.matcher(text.replace('\n', ' '))
        .results()
        .forEach(code -> WORD.matcher(code.group(1)).results().forEach(w -> words.add(w.group())));
    return words;
  }
}
