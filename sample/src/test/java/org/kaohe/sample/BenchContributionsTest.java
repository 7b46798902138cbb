package org.kaohe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchContributionsTest {
  private static final long ROWS = 20_000;

  @TempDir Path folder;

  @Test
  void theSameNumberOfRowsGivesTheSameBytes() throws IOException {
    List<Path> folders = List.of(folder.resolve("a"), folder.resolve("b"));
    for (Path each : folders) {
      Files.createDirectories(each);
      new BenchContributions(ROWS).writeAll(each);
      new BenchContributions(ROWS).writeCorrections(each);
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
    new BenchContributions(200_000).writeAll(folder);
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
}
