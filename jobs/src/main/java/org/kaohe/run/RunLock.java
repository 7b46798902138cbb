package org.kaohe.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.kaohe.delta.AtomicFile;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;

/**
 * Who may write to a warehouse: one file that names the run, its process and its last sign of life
 * (J15). It is taken over without asking when the process is dead on this host or has given no sign
 * for a minute. Every look-and-change happens under a lock of the operating system on a second
 * file, which vanishes with its process, so that two can't take over at once.
 */
public final class RunLock implements AutoCloseable {
  /** A run without a sign of life for longer than this is taken for dead. */
  static final Duration STALE = Duration.ofSeconds(60);

  private static final Duration BEAT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The operating system refuses a second lock of the same process with an exception. */
  private static final Object IN_THIS_PROCESS = new Object();

  private final Path file;
  private final Holder mine;
  private final Clock clock;
  private final ScheduledExecutorService heart;
  private final Thread atExit = new Thread(this::remove, "kaohe-unlock");

  /**
   * What the file says.
   *
   * @param host name, boot and process namespace: where the process id means something
   * @param processStart milliseconds since the epoch, because ids are used again; 0 when unknown
   * @param since when the run took the lock
   */
  record Holder(
      String runId, long pid, long processStart, String host, Instant since, Instant heartbeat) {
    boolean sameRun(Holder other) {
      return runId.equals(other.runId)
          && pid == other.pid
          && processStart == other.processStart
          && host.equals(other.host);
    }

    Holder at(Instant now) {
      return new Holder(runId, pid, processStart, host, since, now);
    }
  }

  private RunLock(Path file, Holder mine, Clock clock) {
    this.file = file;
    this.mine = mine;
    this.clock = clock;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "kaohe-heartbeat");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes the lock.
   *
   * @param file the warehouse's lock file
   * @param clock for the heartbeat
   * @throws KaoheException K4002 when a living run holds it
   */
  public static RunLock acquire(Path file, String runId, Clock clock) {
    Holder mine = self(runId, clock.instant());
    guarded(
        file,
        () -> {
          Optional<Holder> other = read(file);
          if (other.isPresent() && alive(other.get(), mine)) {
            throw held(other.get());
          }
          write(file, mine);
        });
    RunLock lock = new RunLock(file, mine, clock);
    Runtime.getRuntime().addShutdownHook(lock.atExit);
    var unused =
        lock.heart.scheduleAtFixedRate(
            lock::beat, BEAT.toSeconds(), BEAT.toSeconds(), TimeUnit.SECONDS);
    return lock;
  }

  private static KaoheException held(Holder other) {
    return new KaoheException(
        ErrorCode.LOCKED,
        "Run %s holds the lock (process %d on %s, since %s, last sign of life %s). Wait for it to end; if it is dead, the lock frees itself within a minute."
            .formatted(
                other.runId(),
                other.pid(),
                other.host().split(" ", 2)[0],
                other.since(),
                other.heartbeat()));
  }

  /**
   * Makes sure that this run still holds the lock; called before every commit.
   *
   * @throws KaoheException K4003 when another run has taken over
   */
  public void check() {
    Optional<Holder> now = read(file);
    if (now.isEmpty() || !now.get().sameRun(mine)) {
      throw new KaoheException(
          ErrorCode.LOCK_LOST,
          "Run %s has lost the lock%s, so it stops before it writes anything more. Start the nightly again when the other run has ended."
              .formatted(mine.runId(), now.map(h -> " to run " + h.runId()).orElse("")));
    }
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    heart.shutdownNow();
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook does or did the same.
      return;
    }
  }

  private void remove() {
    guarded(
        file,
        () -> {
          if (read(file).filter(h -> h.sameRun(mine)).isPresent()) {
            Files.delete(file);
          }
        });
  }

  /** A sign of life. */
  void beat() {
    try {
      guarded(
          file,
          () -> {
            // Never over another's name: after a long pause the lock may be gone.
            if (read(file).filter(h -> h.sameRun(mine)).isPresent()) {
              write(file, mine.at(clock.instant()));
            }
          });
    } catch (RuntimeException e) {
      // A full disk or a slow network: the next beat may succeed, and check() decides.
      return;
    }
  }

  private static boolean alive(Holder other, Holder me) {
    if (Duration.between(other.heartbeat(), me.heartbeat()).compareTo(STALE) > 0) {
      return false;
    }
    if (!other.host().equals(me.host())) {
      return true;
    }
    return ProcessHandle.of(other.pid())
        .filter(ProcessHandle::isAlive)
        .filter(p -> other.processStart() == 0 || other.processStart() == start(p))
        .filter(p -> !zombie(other.pid()))
        .isPresent();
  }

  private static Holder self(String runId, Instant now) {
    ProcessHandle me = ProcessHandle.current();
    return new Holder(runId, me.pid(), start(me), host(), now, now);
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Killed, but not yet collected by its parent, as in a container without an init process. */
  private static boolean zombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false;
    }
  }

  private static String host() {
    String name;
    try {
      name = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      name = "localhost";
    }
    // Two containers may share a name, and process ids mean nothing across containers or boots.
    return name
        + line(Path.of("/proc/sys/kernel/random/boot_id"))
        + namespace(Path.of("/proc/self/ns/pid"));
  }

  private static String line(Path file) {
    try {
      return " " + Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static String namespace(Path link) {
    try {
      return " " + Files.readSymbolicLink(link);
    } catch (IOException e) {
      return "";
    }
  }

  static Optional<Holder> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      JsonNode node = JSON.readTree(text);
      return Optional.of(
          new Holder(
              node.required("run_id").asText(),
              node.required("pid").asLong(),
              node.required("process_start").asLong(),
              node.required("host").asText(),
              Instant.parse(node.required("since").asText()),
              Instant.parse(node.required("heartbeat").asText())));
    } catch (IOException | RuntimeException e) {
      throw new KaoheException(
          ErrorCode.LOCK_UNREADABLE,
          "The lock file %s can't be read, so nobody can say whether a run is alive. Remove it when none is."
              .formatted(file),
          e);
    }
  }

  static void write(Path file, Holder holder) {
    ObjectNode node = JSON.createObjectNode();
    node.put("run_id", holder.runId());
    node.put("pid", holder.pid());
    node.put("process_start", holder.processStart());
    node.put("host", holder.host());
    node.put("since", holder.since().toString());
    node.put("heartbeat", holder.heartbeat().toString());
    AtomicFile.write(file, node.toPrettyString() + "\n");
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void guarded(Path file, Step step) {
    Path guard = file.resolveSibling(file.getFileName() + ".guard");
    synchronized (IN_THIS_PROCESS) {
      try {
        Files.createDirectories(guard.toAbsolutePath().getParent());
        try (FileChannel channel =
            FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          FileLock held = channel.lock();
          try {
            step.run();
          } finally {
            held.release();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
