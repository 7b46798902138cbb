package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.kaohe.run.Evenings.HEADER;
import static org.kaohe.run.Evenings.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.TestSpark;
import org.kaohe.error.KaoheException;
import org.kaohe.error.StorageTrouble;
import org.kaohe.run.NightResult.Outcome;
import org.kaohe.stage.Progress;

/** What a file system refuses is told with a cure, and the next night has lost nothing. */
class FullDiskTest {
  private static final String GOOD = "county/report/report_2025-H2_20251223.csv";
  private static final String EMPTY = "county/report/report_2025-H2_20251221.csv";

  @TempDir static Path first;
  @TempDir Path workspace;
  private Evenings evenings = new Evenings(Path.of(""));
  private Optional<Path> mounted = Optional.empty();

  @BeforeAll
  static void firstNight() {
    TestSpark.session();
    Workspaces.twoCounties(first);
    assertThat(new Evenings(first).night().outcome()).isEqualTo(Outcome.RELEASED);
  }

  @BeforeEach
  void arrivals() {
    Workspaces.copy(first, workspace);
    evenings = new Evenings(workspace);
    evenings.clock();
    evenings.write("landing/" + EMPTY, "");
    evenings.write("landing/" + GOOD, HEADER + row("520901", "2025-H2", 600, 80));
  }

  @AfterEach
  void unmount() {
    mounted.ifPresent(m -> system("umount", "-l", m.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "No space left on device, K4020",
    "设备上没有空间, K4020",
    "Disk quota exceeded, K4021",
    "Read-only file system, K4022",
    "Permission denied, K4023",
    "Input/output error, K4024",
    "Too many open files, K4025"
  })
  void everyRefusalOfAFileSystemHasItsCure(String reason, String code) {
    Throwable failure =
        new UncheckedIOException(new FileSystemException("/srv/kaohe/state.json", null, reason));
    assertThat(StorageTrouble.of(failure, "elsewhere"))
        .hasValueSatisfying(
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e).hasMessageContaining("/srv/kaohe/state.json");
              assertThat(e).hasMessageContaining("then run: kaohe nightly");
            });
    assertThat(StorageTrouble.of(new IOException(reason), "/srv"))
        .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("/srv"));
  }

  @Test
  void aFaultOfOursIsNoFaultOfTheDisk() {
    assertThat(StorageTrouble.of(new IllegalStateException("no space left on device"), "x"))
        .isEmpty();
    assertThat(StorageTrouble.of(new IOException("Unexpected end"), "x")).isEmpty();
    assertThat(StorageTrouble.of(new UncheckedIOException(new AccessDeniedException("f")), "x"))
        .hasValueSatisfying(e -> assertThat(e.code()).isEqualTo("K4023"));
  }

  /** The disk fills at a stage; the night tells it, and the next tells what this one had found. */
  @ParameterizedTest
  @Tag("slow")
  @ValueSource(strings = {"bronze.county_report", "gold.cells", "ledger"})
  void aDiskThatFillsAtAStageIsToldAndTheNextNightDoesTheWork(String stage) {
    Progress filling =
        (at, status, detail, seconds) -> {
          if (at.equals(stage) && !status.equals("ERROR")) {
            throw new UncheckedIOException(new IOException("No space left on device"));
          }
        };

    NightResult night = evenings.night(Optional.of(Evenings.DATE), false, filling);

    assertThat(night.failed()).isTrue();
    assertThat(night.failures()).anySatisfy(f -> assertThat(f).contains("K4020", "df -h"));
    assertThat(night.failures()).anySatisfy(f -> assertThat(f).contains("K3106", EMPTY));
    theNextNightTellsAndDoesAll();
  }

  private void theNextNightTellsAndDoesAll() {
    NightResult next = evenings.night();
    assertThat(next.outcome()).isEqualTo(Outcome.RELEASED);
    assertThat(next.failures()).singleElement().asString().contains("K3106", EMPTY);
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "80");
    assertThat(evenings.night().outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  /** A folder in a file's place refuses every write, whoever asks. */
  @ParameterizedTest
  @Tag("slow")
  @ValueSource(strings = {"state.json", "unfinished.json"})
  void aSmallFileThatCanNotBeWrittenIsSurvived(String file) throws IOException {
    Path place = evenings.warehouse().root().resolve(file);
    Files.deleteIfExists(place);
    Files.createDirectories(place.resolve("in-the-way"));
    try {
      assertThat(evenings.night().failed()).isTrue();
    } catch (KaoheException | UncheckedIOException e) {
      assertThat(evenings.released().id()).isEqualTo("R000001");
    }
    Files.delete(place.resolve("in-the-way"));
    Files.delete(place);
    NightResult next = evenings.night();
    assertThat(next.failures()).singleElement().asString().contains("K3106", EMPTY);
    assertThat(evenings.paid()).containsEntry("520901 2025-H2", "80");
  }

  /** Room for so many kilobytes more, or for so many files more. */
  @ParameterizedTest
  @CsvSource({"size, 8", "size, 160", "nr_inodes, 20"})
  void aDiskThatIsReallyFullIsToldAndTheNextNightDoesTheWork(String limit, int more) {
    fill(limit, more);
  }

  @ParameterizedTest
  @Tag("slow")
  @CsvSource({"size, 64", "nr_inodes, 2", "nr_inodes, 60"})
  void norWhereverElseItBecomesFull(String limit, int more) {
    fill(limit, more);
  }

  private void fill(String limit, int more) {
    Path disk = tmpfs();
    long used =
        limit.equals("size")
            ? Long.parseLong(system("du", "-sk", disk.toString()).split("\\s")[0])
            : Long.parseLong(system("du", "-s", "--inodes", disk.toString()).split("\\s")[0]);
    remount(limit + "=" + (used + more) + (limit.equals("size") ? "k" : ""));

    try {
      NightResult night = evenings.night();
      assertThat(night.failures()).anySatisfy(f -> assertThat(f).contains("K4020"));
    } catch (KaoheException e) {
      assertThat(e.code()).isEqualTo("K4020");
    }

    remount("size=64m,nr_inodes=100000");
    theNextNightTellsAndDoesAll();
  }

  @Test
  @Tag("slow")
  void aReadOnlyWarehouseIsTold() {
    tmpfs();
    remount("ro");
    assertThatThrownBy(() -> evenings.night())
        .isInstanceOf(KaoheException.class)
        .extracting(e -> ((KaoheException) e).code())
        .isEqualTo("K4022");
    remount("rw");
    theNextNightTellsAndDoesAll();
  }

  /** The warehouse on a disk of its own; without the right to mount one the test is skipped. */
  private Path tmpfs() {
    Path warehouse = evenings.path("warehouse");
    Path copy = evenings.path("copy");
    Workspaces.copy(warehouse, copy);
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", warehouse.toString()),
        "No right to mount a small disk here");
    mounted = Optional.of(warehouse);
    Workspaces.copy(copy, warehouse);
    return warehouse;
  }

  private void remount(String options) {
    system("mount", "-o", "remount," + options, mounted.orElseThrow().toString());
  }

  private static boolean succeeds(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String system(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(List.of(command) + ": " + said).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
