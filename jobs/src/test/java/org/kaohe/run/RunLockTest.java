package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.Jvm;
import org.kaohe.error.KaoheException;

class RunLockTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("warehouse/run.lock");
  }

  @Test
  void theFileNamesTheRunAndGoesWhenItEnds() throws IOException {
    try (RunLock lock = RunLock.acquire(file, "r1", CLOCK)) {
      lock.check();
      assertThat(Files.readString(file))
          .contains("\"run_id\" : \"r1\"", "\"pid\" : " + ProcessHandle.current().pid());
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void whoIsRefusedLearnsWhoHoldsItWhereAndSinceWhen() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    RunLock.write(
        file, new RunLock.Holder("r7", 41, 1, "here 5b0e pid:[7]", now.minusSeconds(900), now));
    assertThatThrownBy(() -> RunLock.acquire(file, "mine", Clock.fixed(now, ZoneOffset.UTC)))
        .hasMessageContaining("Run r7 holds the lock")
        .hasMessageContaining("process 41 on here, since 2025-12-31T23:45:00Z");
  }

  @Test
  void aSecondRunOfTheSameProcessIsRefused() {
    try (RunLock first = RunLock.acquire(file, "r1", CLOCK)) {
      refused("K4002", () -> RunLock.acquire(file, "r2", CLOCK));
      first.check();
    }
    RunLock.acquire(file, "r3", CLOCK).close();
  }

  @Test
  void aLivingProcessIsRespectedAndAKilledOneIsReplacedAtOnce() throws Exception {
    Process other = Jvm.start(LockHolder.class, file.toString(), "theirs");
    try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("held");
      refused("K4002", () -> RunLock.acquire(file, "mine", CLOCK));
      other.destroyForcibly().waitFor();
      try (RunLock lock = RunLock.acquire(file, "mine", CLOCK)) {
        lock.check();
      }
    }
  }

  @Test
  void ofManyProcessesThatFindADeadOwnerOneTakesOver() throws Exception {
    RunLock.write(
        file,
        new RunLock.Holder(
            "dead", 1, 1, "elsewhere", CLOCK.instant(), CLOCK.instant().minusSeconds(61)));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(Jvm.start(LockHolder.class, file.toString(), "r" + i));
    }
    List<String> said = new ArrayList<>();
    for (Process process : processes) {
      said.add(process.inputReader(StandardCharsets.UTF_8).readLine());
    }
    assertThat(said).containsExactlyInAnyOrder("held", "K4002", "K4002", "K4002");
    for (Process process : processes) {
      process.getOutputStream().close();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void anotherHostIsDeadAfterAMinuteWithoutASignAndNotBefore() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    RunLock.write(file, new RunLock.Holder("theirs", 7, 1, "elsewhere", now, now.minusSeconds(60)));
    refused("K4002", () -> RunLock.acquire(file, "mine", clock));
    RunLock.write(file, new RunLock.Holder("theirs", 7, 1, "elsewhere", now, now.minusSeconds(61)));
    RunLock.acquire(file, "mine", clock).close();
  }

  @Test
  void aProcessIdUsedAgainIsNotTheOwner() {
    RunLock.Holder mine = held();
    RunLock.write(
        file,
        new RunLock.Holder(
            "theirs",
            mine.pid(),
            mine.processStart() - 1,
            mine.host(),
            CLOCK.instant(),
            CLOCK.instant()));
    RunLock.acquire(file, "mine", CLOCK).close();
  }

  @Test
  void aRunThatLostTheLockMayNotCommitAndDoesNotRemoveTheOtherOnesLock() {
    RunLock lost = RunLock.acquire(file, "lost", CLOCK);
    RunLock.write(
        file, new RunLock.Holder("theirs", 7, 1, "elsewhere", CLOCK.instant(), CLOCK.instant()));
    refused("K4003", lost::check);
    lost.beat();
    lost.close();
    assertThat(RunLock.read(file).map(RunLock.Holder::runId)).contains("theirs");
  }

  @Test
  void theHeartBeats() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Clock clock =
        new Clock() {
          private Instant now = start;

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            now = now.plus(Duration.ofSeconds(5));
            return now;
          }
        };
    try (RunLock lock = RunLock.acquire(file, "r1", clock)) {
      lock.beat();
      assertThat(RunLock.read(file).map(RunLock.Holder::heartbeat)).contains(start.plusSeconds(10));
      assertThat(RunLock.read(file).map(RunLock.Holder::since)).contains(start.plusSeconds(5));
    }
  }

  @Test
  void aDamagedLockIsTakenForNeitherAliveNorDead() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{");
    refused("K4005", () -> RunLock.acquire(file, "r1", CLOCK));
  }

  private RunLock.Holder held() {
    try (RunLock lock = RunLock.acquire(file, "probe", CLOCK)) {
      lock.check();
      return RunLock.read(file).orElseThrow();
    }
  }

  private static void refused(String code, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOf(KaoheException.class)
        .extracting(e -> ((KaoheException) e).code())
        .isEqualTo(code);
  }
}
