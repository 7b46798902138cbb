package org.kaohe.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.kaohe.TestSpark;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.config.Problem;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.Warehouse;
import org.kaohe.run.NightResult;
import org.kaohe.run.Nightly;
import org.kaohe.run.Selection;
import org.kaohe.stage.Progress;

/**
 * Runs the nights of every folder under {@code src/test/golden}, or of {@code -Dkaohe.golden=DIR},
 * and compares what came out, also with what {@code schemas/gold} promises of it. {@code
 * -Dkaohe.golden.update=true} rewrites expectations, those that are ours to rewrite.
 */
class GoldenNightTest {
  private static final Path FOLDERS =
      Path.of(System.getProperty("kaohe.golden", "src/test/golden"));

  /** Whose rules have quick tests of their own. */
  private static final Path SLOW = Path.of("src/test/golden-slow");

  /** Workspaces stay after the test, to be looked at. */
  private static final Path WORKSPACES = Path.of("target", "golden");

  @TestFactory
  Stream<DynamicTest> everyGoldenFolderGivesWhatIsExpected() {
    return GoldenFolder.in(FOLDERS).stream()
        .map(folder -> DynamicTest.dynamicTest(folder.name(), () -> check(folder)));
  }

  @TestFactory
  @Tag("slow")
  Stream<DynamicTest> andSoDoesEveryoneOfTheSlow() {
    return GoldenFolder.in(SLOW).stream()
        .map(folder -> DynamicTest.dynamicTest(folder.name(), () -> check(folder)));
  }

  private static void check(GoldenFolder folder) throws IOException {
    SparkSession spark = TestSpark.session();
    Path workspace = WORKSPACES.resolve(folder.name()).toAbsolutePath();
    folder.prepare(workspace);
    for (int night = 1; night <= folder.nights(); night++) {
      folder.deliver(night, workspace);
      night(workspace);
    }
    Warehouse warehouse = new Warehouse(workspace.resolve("warehouse"));
    if (Boolean.getBoolean("kaohe.golden.update")) {
      folder.update(spark, warehouse);
    }
    String differences = folder.differences(spark, warehouse);
    assertThat(differences).withFailMessage(() -> "\n" + differences).isEmpty();
    Release release = new Pointer(warehouse).currentRelease().orElseThrow();
    assertThat(GoldPromises.broken(spark, warehouse, release)).isEmpty();
  }

  /** The one place that knows how a night is run. */
  private static void night(Path workspace) {
    DefinitionLoader.Loaded loaded = DefinitionLoader.load(workspace);
    assertThat(loaded.problems().stream().filter(p -> p.severity() == Problem.Severity.ERROR))
        .extracting(Problem::text)
        .isEmpty();
    List<NightResult> nights =
        new Nightly(
                loaded.definitions().orElseThrow(),
                Clock.systemUTC(),
                "test",
                Optional.empty(),
                Progress.none())
            .run(Optional.empty(), Selection.ALL);
    assertThat(nights).flatExtracting(NightResult::failures).isEmpty();
    assertThat(nights).extracting(NightResult::outcome).containsOnly(NightResult.Outcome.RELEASED);
  }
}
