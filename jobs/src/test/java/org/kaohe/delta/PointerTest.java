package org.kaohe.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.error.KaoheException;

class PointerTest {
  @TempDir Path root;

  @Test
  void thereIsNoReleaseBeforeTheFirstMove() {
    assertThat(pointer().currentRelease()).isEmpty();
  }

  @Test
  void theReleaseMovedToIsTheOneReadBack() {
    Release release = release(1);
    pointer().moveTo(release);
    assertThat(pointer().currentRelease()).contains(release);
    assertThat(Pointer.tables(Pointer.tablesText(release.tables()))).isEqualTo(release.tables());
  }

  @Test
  void aReaderDuringManyMovesSeesOneWholeReleaseOrAnother() throws IOException {
    pointer().moveTo(release(0));
    CompletableFuture<Void> moves =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 200; i++) {
                pointer().moveTo(release(i));
              }
            });
    Set<String> seen = new HashSet<>();
    while (!moves.isDone()) {
      Release release = pointer().currentRelease().orElseThrow();
      assertThat(release.tables().values()).containsOnly(Long.parseLong(release.id().substring(1)));
      seen.add(release.id());
    }
    moves.join();
    assertThat(seen).isNotEmpty();
    assertThat(pointer().currentRelease()).contains(release(200));
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsExactly("current.json");
    }
  }

  @Test
  void aDamagedPointerIsNamedAndNotTakenForNoRelease() throws IOException {
    for (String text : List.of("", "{\"release\":\"R1\"}", "{\"release\":")) {
      Files.writeString(root.resolve("current.json"), text);
      assertThatThrownBy(() -> pointer().currentRelease())
          .isInstanceOf(KaoheException.class)
          .hasMessageContaining("current.json")
          .extracting(e -> ((KaoheException) e).code())
          .isEqualTo("K4001");
    }
  }

  private Pointer pointer() {
    return new Pointer(new Warehouse(root));
  }

  private static Release release(long number) {
    return new Release(
        "R" + number,
        "run",
        LocalDate.of(2025, 12, 31),
        Instant.parse("2026-01-01T01:02:03Z"),
        Map.of(TableId.gold("scorecard"), number, TableId.ops("delivery"), number));
  }
}
