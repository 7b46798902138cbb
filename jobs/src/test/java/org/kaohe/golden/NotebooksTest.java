package org.kaohe.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.kaohe.golden.Notebooks.Cell;

/** What notebooks look like; that their queries run is seen on the sample's night. */
class NotebooksTest {
  @Test
  void everyCodeCellOpensTheReleaseOrIsOneQuery() throws IOException {
    assertThat(Notebooks.cells())
        .filteredOn(c -> c.kind().equals("code"))
        .hasSizeGreaterThan(4)
        .allSatisfy(
            c -> {
              if (!c.source().startsWith("from release import open_release\n")) {
                assertThat(c.sql()).as(c.place()).isNotEmpty();
              }
            });
  }

  @Test
  void headingsAreInChineseAndEnglish() throws IOException {
    assertThat(Notebooks.cells())
        .filteredOn(c -> c.kind().equals("markdown"))
        .extracting(c -> c.source().lines().findFirst().orElse(""))
        .isNotEmpty()
        .allMatch(heading -> heading.matches("#+ .*\\p{IsHan}.*[A-Za-z].*"));
  }

  @Test
  void noResultsAreKeptInThem() throws IOException {
    assertThat(Notebooks.cells()).filteredOn(Cell::ran).isEmpty();
  }

  @Test
  void theyAskForTheSparkAndDeltaThatTheProductIsBuiltWith() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    String module = Files.readString(Path.of("..", "notebooks", "release.py"));
    assertThat(module).contains("pyspark==" + property(pom, "spark.version"));
    Matcher delta = Pattern.compile("\"io\\.delta:([^:]+):([^\"]+)\"").matcher(module);
    assertThat(delta.find()).isTrue();
    assertThat(delta.group(1)).isEqualTo(property(pom, "delta.artifact"));
    assertThat(delta.group(2)).isEqualTo(property(pom, "delta.version"));
  }

  private static String property(String pom, String name) {
    String open = "<" + name + ">";
    int from = pom.indexOf(open);
    assertThat(from).as(name).isPositive();
    return pom.substring(from + open.length(), pom.indexOf("</", from));
  }
}
