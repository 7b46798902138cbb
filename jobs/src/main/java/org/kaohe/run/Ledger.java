package org.kaohe.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Period;
import org.kaohe.delta.ColumnInfo;
import org.kaohe.delta.ColumnType;
import org.kaohe.delta.OpsWriter;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.RecordTable;
import org.kaohe.delta.RecordTable.Named;
import org.kaohe.delta.RecordTable.StoredAs;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.delta.Warehouse;
import org.kaohe.quality.CheckResult;

/**
 * The record of what was attempted and taken in: {@code ops/run}, {@code ops/run_stage}, {@code
 * ops/check_result} and {@code ops/release} tell of attempts, {@code ops/decision} of what people
 * decided, and are only ever appended to; {@code ops/delivery} belongs to a release like any table
 * of data.
 */
public final class Ledger {
  static final TableId RUNS = TableId.ops("run");
  static final TableId STAGES = TableId.ops("run_stage");
  static final TableId CHECKS = TableId.ops("check_result");
  static final TableId RELEASES = TableId.ops("release");
  static final TableId DELIVERIES = TableId.ops("delivery");
  static final TableId DECISIONS = TableId.ops("decision");

  /** Tables that record attempts, not results: a release does not name them (ADR 3). */
  public static final Set<TableId> ATTEMPTS = Set.of(RUNS, STAGES, CHECKS, RELEASES, DECISIONS);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MILLIS = 1e3;

  private final Warehouse warehouse;
  private final TableReader reader;
  private final OpsWriter writer;

  public Ledger(Warehouse warehouse, TableReader reader) {
    this.warehouse = warehouse;
    this.reader = reader;
    this.writer = new OpsWriter(warehouse, reader);
  }

  /** How an attempt stands. */
  public enum RunState {
    /** Begun, and no end is recorded: alive, or killed. */
    RUNNING,
    /** Ended with a release or with nothing to do. */
    SUCCEEDED,
    /** Ended with a release that lacks something, or with none. */
    FAILED,
    /** Found without an end by a later run. */
    KILLED;

    public String text() {
      return RecordTable.text(this);
    }
  }

  /**
   * One attempt of the nightly. A row is written when it begins and one when it ends; the later one
   * counts.
   *
   * @param release the release it made
   * @param summary counts and budgets as JSON
   */
  public record Run(
      @Named("run_id") String id,
      LocalDate businessDate,
      Instant startedAt,
      Optional<Instant> endedAt,
      RunState state,
      Optional<Integer> exitCode,
      Optional<String> release,
      String summary) {}

  private static final RecordTable<Run> RUN_ROWS = RecordTable.of(Run.class);

  /** All attempts, oldest first, each as its last row tells it. */
  public List<Run> runs() {
    Map<String, Run> runs = new LinkedHashMap<>();
    for (TableRow row : head(RUNS)) {
      Run run = RUN_ROWS.read(row);
      runs.merge(run.id(), run, (a, b) -> b.state() == RunState.RUNNING ? a : b);
    }
    return runs.values().stream()
        .sorted(Comparator.comparing(Run::startedAt).thenComparing(Run::id))
        .toList();
  }

  void writeRuns(List<Run> runs, String runId) {
    writer.append(RUNS, RUN_ROWS.columns(), RUN_ROWS.rows(runs), runId);
  }

  /**
   * How one stage of an attempt ended.
   *
   * @param status {@code OK}, {@code WARN}, {@code ERROR} or {@code SKIP}
   * @param counts rows by what became of them
   */
  public record StageEntry(
      String runId,
      String stage,
      String status,
      Duration elapsed,
      Map<String, Long> counts,
      String detail) {}

  private static final List<ColumnInfo> STAGE_COLUMNS =
      List.of(
          ColumnInfo.of("run_id", ColumnType.TEXT),
          ColumnInfo.of("stage", ColumnType.TEXT),
          ColumnInfo.of("status", ColumnType.TEXT),
          ColumnInfo.of("seconds", ColumnType.DOUBLE),
          ColumnInfo.of("counts", ColumnType.TEXT),
          ColumnInfo.of("detail", ColumnType.TEXT));

  void writeStages(Collection<StageEntry> stages, String runId) {
    writer.append(
        STAGES,
        STAGE_COLUMNS,
        stages.stream()
            .map(
                s ->
                    row(
                        s.runId(),
                        s.stage(),
                        s.status(),
                        s.elapsed().toMillis() / MILLIS,
                        text(s.counts()),
                        s.detail()))
            .toList(),
        runId);
  }

  /** The stages of an attempt in the order they ended: columns of {@code ops/run_stage}. */
  public List<TableRow> stages(String runId) {
    return head(STAGES).stream().filter(r -> r.required("run_id").equals(runId)).toList();
  }

  private static final List<ColumnInfo> CHECK_COLUMNS =
      List.of(
          ColumnInfo.of("run_id", ColumnType.TEXT),
          ColumnInfo.of("dataset", ColumnType.TEXT),
          ColumnInfo.of("delivery", ColumnType.TEXT),
          ColumnInfo.of("check", ColumnType.TEXT),
          ColumnInfo.of("severity", ColumnType.TEXT),
          ColumnInfo.of("passed", ColumnType.FLAG),
          ColumnInfo.of("observed", ColumnType.TEXT),
          ColumnInfo.of("expected", ColumnType.TEXT));

  void writeChecks(List<CheckResult> checks, String runId) {
    writer.append(
        CHECKS,
        CHECK_COLUMNS,
        checks.stream()
            .map(
                c ->
                    row(
                        runId,
                        c.dataset(),
                        c.delivery(),
                        c.check(),
                        c.severity().name().toLowerCase(java.util.Locale.ROOT),
                        c.passed(),
                        c.observed(),
                        c.expected()))
            .toList(),
        runId);
  }

  /** Results of an attempt's checks: columns of {@code ops/check_result}. */
  public List<TableRow> checks(String runId) {
    return head(CHECKS).stream().filter(r -> r.required("run_id").equals(runId)).toList();
  }

  private static final List<ColumnInfo> RELEASE_COLUMNS =
      List.of(
          ColumnInfo.of("release", ColumnType.TEXT),
          ColumnInfo.of("run_id", ColumnType.TEXT),
          ColumnInfo.of("business_date", ColumnType.DATE),
          ColumnInfo.of("created_at", ColumnType.TIMESTAMP),
          ColumnInfo.of("tables", ColumnType.TEXT));

  /** All releases that were recorded, oldest first; the last may never have been pointed to. */
  public List<Release> releases() {
    return head(RELEASES).stream()
        .map(
            r ->
                new Release(
                    r.required("release"),
                    r.required("run_id"),
                    r.date("business_date").orElseThrow(),
                    r.instant("created_at").orElseThrow(),
                    Pointer.tables(r.required("tables"))))
        .sorted(Comparator.comparing(Release::id))
        .toList();
  }

  void writeRelease(Release release) {
    writer.append(
        RELEASES,
        RELEASE_COLUMNS,
        List.of(
            row(
                release.id(),
                release.runId(),
                release.businessDate(),
                release.createdAt(),
                Pointer.tablesText(release.tables()))),
        release.runId());
  }

  /** What became of a delivered file. */
  public enum DeliveryState {
    ACCEPTED,
    /** Not taken in: a file that could not be read as told, or a delivery by its checks. */
    REFUSED,
    /** Contradicts another of its issue, and nothing says which is the later (J22). */
    HELD,
    /** Not taken in because something broke; every night tries again. */
    FAILED,
    DUPLICATE,
    /** Was refused, held or failed, and settled itself: the file is gone or has other content. */
    RESOLVED,
    /** Was refused, held or failed, and somebody decided not to wait for it. */
    DISMISSED;

    public String text() {
      return RecordTable.text(this);
    }

    /** Whether it needs somebody. */
    boolean open() {
      return this == REFUSED || this == HELD || this == FAILED;
    }

    static DeliveryState of(String text) {
      return Arrays.stream(values()).filter(s -> s.text().equals(text)).findFirst().orElseThrow();
    }
  }

  /**
   * A delivery as taken in, or a file that could not become one.
   *
   * @param delivery id; empty for a file that could not be identified
   * @param sha256 of the content; empty of a file that could not be read whole
   * @param period declared period
   * @param serial tells issues of one day apart
   * @param reporter code of the unit that it says it is from
   * @param delivered records after the header; accepted, superseded, deleted, control and
   *     quarantined add up to it (J2)
   * @param detail why it was refused or skipped
   * @param header delivered header texts, needed to type its records again
   */
  public record DeliveryEntry(
      String delivery,
      String dataset,
      String file,
      String sha256,
      Optional<Period> period,
      Optional<LocalDate> issued,
      long serial,
      Optional<String> reporter,
      long bytes,
      long delivered,
      long accepted,
      long superseded,
      long deleted,
      long control,
      long quarantined,
      DeliveryState state,
      String detail,
      List<String> header,
      String runId) {

    /** The row equation (J2); it says nothing of what was not taken in. */
    public boolean balanced() {
      return state != DeliveryState.ACCEPTED
          || delivered == accepted + superseded + deleted + control + quarantined;
    }

    /** The same thing, fared otherwise. */
    DeliveryEntry as(DeliveryState to, String why) {
      return new DeliveryEntry(
          delivery, dataset, file, sha256, period, issued, serial, reporter, bytes, delivered, 0, 0,
          0, 0, 0, to, why, header, runId);
    }

    /** The same content in another file. */
    DeliveryEntry in(String other) {
      return copy(other, runId);
    }

    DeliveryEntry by(String run) {
      return copy(file, run);
    }

    private DeliveryEntry copy(String of, String run) {
      return new DeliveryEntry(
          delivery,
          dataset,
          of,
          sha256,
          period,
          issued,
          serial,
          reporter,
          bytes,
          delivered,
          accepted,
          superseded,
          deleted,
          control,
          quarantined,
          state,
          detail,
          header,
          run);
    }
  }

  private static final RecordTable<DeliveryEntry> DELIVERY_ROWS =
      RecordTable.of(
          DeliveryEntry.class,
          new StoredAs<>(Period.class, Period::text, text -> Period.parse(text).orElseThrow()));

  /**
   * Every entry of a release in the order of the runs that wrote it: a delivery typed again has one
   * more entry, and the last one holds.
   */
  public List<DeliveryEntry> deliveries(Release release) {
    return reader.list(DELIVERIES, release, List.of()).stream()
        .map(DELIVERY_ROWS::read)
        .sorted(Comparator.comparing(DeliveryEntry::runId))
        .toList();
  }

  /** The entry that holds for every delivery in bronze, by id. */
  public static Map<String, DeliveryEntry> current(List<DeliveryEntry> entries) {
    Map<String, DeliveryEntry> current = new LinkedHashMap<>();
    for (DeliveryEntry entry : entries) {
      if (!entry.delivery().isEmpty()) {
        switch (entry.state()) {
          case ACCEPTED, REFUSED, HELD -> current.put(entry.delivery(), entry);
          case RESOLVED, DISMISSED -> current.replace(entry.delivery(), entry);
          case FAILED, DUPLICATE -> {}
        }
      }
    }
    return current;
  }

  void writeDeliveries(List<DeliveryEntry> entries, String runId) {
    writer.append(DELIVERIES, DELIVERY_ROWS.columns(), DELIVERY_ROWS.rows(entries), runId);
  }

  /** Writes a table of labels anew when its rows differ from the released ones. */
  void replace(
      TableId table,
      List<ColumnInfo> columns,
      List<List<@Nullable Object>> rows,
      String runId,
      Instant now) {
    writer.replace(table, columns, rows, runId, now);
  }

  private List<TableRow> head(TableId table) {
    return warehouse.exists(table)
        ? reader.list(table, warehouse.version(table), List.of())
        : List.of();
  }

  static List<@Nullable Object> row(@Nullable Object... values) {
    return new ArrayList<>(Arrays.asList(values));
  }

  /** Plain data as JSON. */
  static String text(Object data) {
    try {
      return JSON.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Counts and names are plain data", e);
    }
  }
}
