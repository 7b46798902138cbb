package org.kaohe.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.KaoheException;
import org.kaohe.run.Ledger;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.Run;
import org.kaohe.run.OpenRefusal;
import org.kaohe.run.Operator;
import org.kaohe.run.QuarantineLedger;
import org.kaohe.silver.WaitingReason;

/** How a run ended, what is released, and which deliveries need somebody. */
public final class StatusReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<Release> release;
  private final Run run;
  private final List<TableRow> stages;
  private final List<TableRow> checks;
  private final List<OpenRefusal> open;
  private final List<WaitingReason> waiting;
  private final List<DeliveryEntry> unbalanced;
  private final Optional<Pointer.Hold> hold;

  private StatusReport(
      Optional<Release> release,
      Run run,
      List<TableRow> stages,
      List<TableRow> checks,
      List<OpenRefusal> open,
      List<WaitingReason> waiting,
      List<DeliveryEntry> unbalanced,
      Optional<Pointer.Hold> hold) {
    this.release = release;
    this.run = run;
    this.stages = stages;
    this.checks = checks;
    this.open = open;
    this.waiting = waiting;
    this.unbalanced = unbalanced;
    this.hold = hold;
  }

  /**
   * Reads the ledger.
   *
   * @param runId the run asked for; empty takes the last one
   * @throws KaoheException K4009 when nothing has run yet, K9004 when there is no such run
   */
  public static StatusReport read(Warehouse warehouse, ZoneId zone, Optional<String> runId) {
    Ledger ledger = new Ledger(warehouse, new TableReader(warehouse));
    List<Run> runs = ledger.runs();
    if (runs.isEmpty()) {
      throw new KaoheException(
          "K4009",
          "No night has run in %s yet. Run kaohe nightly first.".formatted(warehouse.root()));
    }
    Run run =
        runId.isEmpty()
            ? runs.get(runs.size() - 1)
            : runs.stream()
                .filter(r -> r.id().equals(runId.get()))
                .findFirst()
                .orElseThrow(
                    () ->
                        new KaoheException(
                            "K9004",
                            "There is no run %s. The last one is %s; kaohe show ops/run lists all."
                                .formatted(runId.get(), runs.get(runs.size() - 1).id())));
    Optional<Release> release = new Pointer(warehouse).currentRelease();
    List<DeliveryEntry> entries = release.map(ledger::deliveries).orElse(List.of());
    return new StatusReport(
        release,
        run,
        ledger.stages(run.id()),
        ledger.checks(run.id()),
        Operator.open(warehouse, zone),
        release.map(r -> QuarantineLedger.read(new TableReader(warehouse), r)).orElse(List.of()),
        Ledger.current(entries).values().stream().filter(e -> !e.balanced()).toList(),
        new Pointer(warehouse).hold());
  }

  /**
   * The exit code of the run; 1 while it has none, because it may be dead, or something is open.
   */
  public int exitCode() {
    int code = run.exitCode().orElse(1);
    return code == 0 && !open.isEmpty() ? 1 : code;
  }

  public String text() {
    Lines text = new Lines();
    text.add(
        "Release  "
            + release.map(r -> "%s for %s".formatted(r.id(), r.businessDate())).orElse("none yet"));
    hold.ifPresent(
        h ->
            text.add(
                "         held since %s by %s: %s; kaohe publish lets nights go on from it"
                    .formatted(h.since(), h.by(), h.reason())));
    text.add(
        "Run      %s for %s: %s%s"
            .formatted(
                run.id(),
                run.businessDate(),
                run.state().text(),
                run.exitCode().map(c -> ", exit code " + c).orElse("")));
    if (run.state() == Ledger.RunState.RUNNING) {
      text.add("         it has no end yet; when it is dead, kaohe nightly finishes its work");
    }
    JsonNode summary = summary();
    for (String kind : List.of("failures", "warnings")) {
      List<String> told = new ArrayList<>();
      summary.path(kind).forEach(f -> told.add(f.asText()));
      // What waits in quarantine is told below, as it is now.
      told.removeIf(f -> f.startsWith(WaitingReason.CODE));
      if (!told.isEmpty()) {
        text.add("").add(kind.equals("failures") ? "Failures" : "Warnings");
        told.forEach(f -> text.add("- " + f));
      }
    }
    if (!stages.isEmpty()) {
      TextTable table = new TextTable(List.of("stage", "status", ">seconds", "counts", "detail"));
      for (TableRow stage : stages) {
        table.add(
            List.of(
                stage.required("stage"),
                stage.required("status"),
                Values.text(stage.value("seconds").orElse("")),
                stage.required("counts").replaceAll("[{}\"]", "").replace(",", ", "),
                TextTable.cut(stage.text("detail").orElse(""), 60)));
      }
      text.add("").add(table);
    }
    List<TableRow> failing = checks.stream().filter(c -> !c.flag("passed")).toList();
    if (!failing.isEmpty()) {
      TextTable table =
          new TextTable(List.of("check", "dataset", "severity", "observed", "expected"));
      for (TableRow check : failing) {
        table.add(
            List.of(
                check.required("check"),
                check.text("dataset").orElse(""),
                check.required("severity"),
                check.required("observed"),
                check.required("expected")));
      }
      text.add("").add("Checks that did not pass").add(table);
    }
    if (!open.isEmpty()) {
      text.add("")
          .add("Open: delivered, not taken in, and somebody has to act")
          .add(OpenText.table(open));
    }
    if (!waiting.isEmpty()) {
      text.add("").add("Quarantine: delivered, and in no number until it is mended");
      waiting.forEach(w -> text.add("- " + w.sentence()));
    }
    if (!unbalanced.isEmpty()) {
      TextTable table = new TextTable(List.of("file", "dataset", "why"));
      unbalanced.forEach(e -> table.add(List.of(e.file(), e.dataset(), why(e))));
      text.add("").add("Deliveries whose rows do not add up").add(table);
    }
    return text.text();
  }

  private static String why(DeliveryEntry entry) {
    return "delivered %d = accepted %d + superseded %d + deleted %d + control %d + quarantined %d does not hold"
        .formatted(
            entry.delivered(),
            entry.accepted(),
            entry.superseded(),
            entry.deleted(),
            entry.control(),
            entry.quarantined());
  }

  private JsonNode summary() {
    try {
      return JSON.readTree(run.summary());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The ledger writes JSON", e);
    }
  }

  /** The same for programs; every key is always present. */
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("release", release.map(Release::id).orElse(null));
    json.put("released_date", release.map(r -> r.businessDate().toString()).orElse(null));
    json.put("run_id", run.id());
    json.put("business_date", run.businessDate().toString());
    json.put("state", run.state().text());
    json.put("exit_code", run.exitCode().orElse(null));
    json.put("started_at", run.startedAt().toString());
    json.put("ended_at", run.endedAt().map(Object::toString).orElse(null));
    json.put("summary", summary());
    json.put("stages", stages.stream().map(StatusReport::stage).toList());
    json.put("checks", checks.stream().map(StatusReport::plain).toList());
    json.put("open_refusals", OpenText.json(open));
    json.put("quarantine", NightReport.json(waiting));
    json.put("held_since", hold.map(h -> h.since().toString()).orElse(null));
    json.put("held_by", hold.map(Pointer.Hold::by).orElse(null));
    json.put("held_reason", hold.map(Pointer.Hold::reason).orElse(null));
    json.put(
        "deliveries_in_trouble",
        Stream.concat(
                open.stream()
                    .map(r -> Map.of("file", r.file(), "dataset", r.dataset(), "why", r.detail())),
                unbalanced.stream()
                    .map(e -> Map.of("file", e.file(), "dataset", e.dataset(), "why", why(e))))
            .toList());
    return json;
  }

  private static Map<String, @Nullable Object> stage(TableRow row) {
    Map<String, @Nullable Object> stage = plain(row);
    try {
      stage.put("counts", JSON.readTree(row.required("counts")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The ledger writes JSON", e);
    }
    return stage;
  }

  private static Map<String, @Nullable Object> plain(TableRow row) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    row.asMap().forEach((name, value) -> plain.put(name, Values.json(value)));
    return plain;
  }
}
