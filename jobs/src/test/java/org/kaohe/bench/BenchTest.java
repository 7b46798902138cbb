package org.kaohe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.bench.BenchReport.Engine;
import org.kaohe.bench.BenchReport.Work;
import org.kaohe.error.KaoheException;

class BenchTest {
  private static final long ROWS = 20_000;

  @TempDir Path folder;

  @Test
  @Tag("slow")
  void bothEnginesDoTheSameWork() throws InterruptedException {
    BenchReport report =
        Bench.run(
            new Bench.Options(ROWS, EnumSet.allOf(Engine.class), folder.resolve("bench")),
            step -> {});

    assertThat(report.agreements())
        .extracting(Agreement::work)
        .containsExactly(Work.COLD, Work.CORRECTED);
    assertThat(report.agrees()).as(report.text()).isTrue();
    Agreement cold = report.agreements().get(0);
    assertThat(cold.silver().kaohe() + cold.quarantine().kaohe()).isEqualTo(ROWS);
    assertThat(cold.cells().kaohe()).isEqualTo(100 * 36);
    // Of 200 new and corrected rows half replace a row, unless they fail.
    Agreement corrected = report.agreements().get(1);
    assertThat(corrected.silver().kaohe())
        .isBetween(cold.silver().kaohe() + 90, cold.silver().kaohe() + 105);
    assertThat(report.phases()).hasSize(5);
    assertThat(report.json().at("/corrected/agreement/complete").asBoolean()).isTrue();
    assertThat(report.json().at("/cold/ratio").isNumber()).isTrue();
  }

  /** Large enough for compiled queries and for tables of one file a slice. */
  @Test
  @Tag("slow")
  void bothEnginesDoTheSameWorkOnManyRows() throws InterruptedException {
    BenchReport report =
        Bench.run(
            new Bench.Options(1_500_000, EnumSet.allOf(Engine.class), folder.resolve("bench")),
            step -> {});
    assertThat(report.agrees()).as(report.text()).isTrue();
    assertThat(report.agreements()).hasSize(2);
    assertThat(report.agreements().get(0).cells().kaohe()).isEqualTo(100 * 36);
  }

  @Test
  void theSameNumberOfRowsGivesTheSameBytes() throws IOException {
    List<Path> folders = List.of(folder.resolve("a"), folder.resolve("b"));
    for (Path each : folders) {
      Files.createDirectories(each);
      new BenchData(ROWS).writeAll(each);
      new BenchData(ROWS).writeCorrections(each);
    }
    try (var files = Files.list(folders.get(0))) {
      assertThat(files)
          .hasSize(38)
          .allSatisfy(
              f -> assertThat(f).hasSameBinaryContentAs(folders.get(1).resolve(f.getFileName())));
    }
  }

  @Test
  void rowsAreFlawedAsPromised() throws IOException {
    new BenchData(200_000).writeAll(folder);
    long rows = 0;
    long empty = 0;
    long bad = 0;
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        for (String line : Files.readAllLines(file).subList(1, Files.readAllLines(file).size())) {
          List<String> cells = List.of(line.split(",", -1));
          rows++;
          empty += cells.contains("") ? 1 : 0;
          bad += cells.get(5).equals("9") || cells.get(1).equals("529999") ? 1 : 0;
        }
      }
    }
    assertThat(rows).isEqualTo(200_000);
    assertThat(empty).isBetween(3_800L, 4_200L);
    assertThat(bad).isBetween(1_850L, 2_150L);
  }

  @Test
  void aFolderThatHoldsSomethingIsRefused() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    assertThatThrownBy(
            () -> Bench.run(new Bench.Options(ROWS, Set.of(Engine.DUCKDB), folder), step -> {}))
        .isInstanceOf(KaoheException.class)
        .hasMessageContaining("is not empty");
    assertThat(folder.resolve("mine.txt")).hasContent("mine");
  }
}
