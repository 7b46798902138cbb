package org.kaohe.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
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
  void aFolderThatHoldsSomethingIsRefused() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    assertThatThrownBy(
            () -> Bench.run(new Bench.Options(ROWS, Set.of(Engine.DUCKDB), folder), step -> {}))
        .isInstanceOf(KaoheException.class)
        .hasMessageContaining("is not empty");
    assertThat(folder.resolve("mine.txt")).hasContent("mine");
  }
}
