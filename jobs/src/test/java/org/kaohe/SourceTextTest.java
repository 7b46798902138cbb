package org.kaohe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The plan of the house, as far as only its text shows whether it is kept. */
class SourceTextTest {
  private static final Path MAIN = Path.of("src", "main", "java", "org", "kaohe");

  /** These read the words of others: blanks, yes and no, years and the errors of a system. */
  private static final Set<String> READERS_OF_FOREIGN_WORDS =
      Set.of(
          "quality/CellTyper",
          "quality/RowSpec",
          "landing/PersonalNumbers",
          "error/StorageTrouble");

  /** Still with words of their own; a class that is cured leaves the list. */
  private static final Set<String> STILL_WITH_WORDS =
      Set.of(
          "config/ColumnReader",
          "config/RuleChecks",
          "config/ScorecardChecks",
          "config/TargetChecks",
          "scorecard/Scheme",
          "scorecard/Sentences",
          "scorecard/Tables");

  /** Still with numbers for errors; a class that is cured leaves the list. */
  private static final Set<String> STILL_WITH_NUMBERS =
      Set.of(
          "cli/ShowVerb",
          "config/ColumnReader",
          "config/ContractReader",
          "config/DefinitionLoader",
          "config/FormulaChecks",
          "config/ItemRowChecks",
          "config/MeasuresReader",
          "config/ResponsibilityChecks",
          "config/RuleChecks",
          "config/ScorecardChecks",
          "config/ScorecardReader",
          "config/TargetChecks",
          "config/UnitChecks",
          "config/WorkspaceFiles",
          "gold/Aggregation",
          "gold/CellStage",
          "gold/Findings",
          "gold/MeasureStage",
          "landing/Identification",
          "landing/Landing",
          "landing/Obstacle",
          "report/Explain",
          "report/StatusReport",
          "report/TableView",
          "run/DatasetNight",
          "run/Night",
          "run/NightChecks",
          "run/NightKey",
          "run/Planner",
          "scorecard/ItemFormulas",
          "scorecard/ScorecardStage",
          "silver/Quarantine",
          "silver/WaitingReason");

  private static final Pattern COMMENT =
      Pattern.compile("/\\*[\\s\\S]*?\\*/|(?m)^\\s*//.*|\\s// .*");
  private static final Pattern NUMBER = Pattern.compile("\"K\\d{4}");
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  @Test
  void theHouseSpeaksChineseOnlyThroughTheGlossary() throws IOException {
    Set<String> speakers =
        classes(text -> HAN.matcher(COMMENT.matcher(text).replaceAll("")).find());
    speakers.removeAll(READERS_OF_FOREIGN_WORDS);
    assertThat(speakers).isSubsetOf(STILL_WITH_WORDS);
  }

  @Test
  void errorsAreNamedInOneCatalogue() throws IOException {
    Set<String> numbering = classes(text -> NUMBER.matcher(text).find());
    numbering.remove("error/ErrorCode");
    assertThat(numbering).isSubsetOf(STILL_WITH_NUMBERS);
  }

  /** Classes whose source is like that, as {@code room/Class}. */
  private static Set<String> classes(Predicate<String> like) throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files
          .filter(f -> f.toString().endsWith(".java") && like.test(text(f)))
          .map(f -> MAIN.relativize(f).toString().replace('\\', '/').replace(".java", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
