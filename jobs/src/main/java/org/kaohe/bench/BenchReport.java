package org.kaohe.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was measured.
 *
 * @param rows contributions of the cold night
 * @param corrected rows of the corrected night
 * @param bytes of the deliveries of the cold night
 * @param processors threads that either side had
 * @param agreements whether both did the same work; none when only one was run
 */
public record BenchReport(
    long rows,
    long corrected,
    long bytes,
    int processors,
    List<Phase> phases,
    List<Agreement> agreements) {

  public BenchReport {
    phases = List.copyOf(phases);
    agreements = List.copyOf(agreements);
  }

  /** Who worked. */
  public enum Engine {
    KAOHE("Kaohe"),
    DUCKDB("DuckDB");

    private final String title;

    Engine(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What was to be done. */
  public enum Work {
    COLD("first night"),
    UNCHANGED("nothing new"),
    CORRECTED("1 % new and corrected");

    private final String title;

    Work(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One process.
   *
   * @param time from its start to its end
   * @param peakMegabytes most memory resident at once; empty where the system does not tell
   */
  public record Phase(Work work, Engine engine, Duration time, OptionalLong peakMegabytes) {
    BigDecimal seconds() {
      return BigDecimal.valueOf(time.toMillis(), 3);
    }
  }

  /** True when whatever was compared is the same on both sides. */
  public boolean agrees() {
    return agreements.stream().allMatch(Agreement::complete);
  }

  /** Seconds of ours by those of DuckDB for the same work. */
  Optional<BigDecimal> ratio(Work work) {
    Optional<BigDecimal> ours = phase(work, Engine.KAOHE).map(Phase::seconds);
    Optional<BigDecimal> theirs = phase(work, Engine.DUCKDB).map(Phase::seconds);
    return ours.flatMap(o -> theirs.map(t -> o.divide(t, 2, RoundingMode.HALF_UP)));
  }

  private Optional<Phase> phase(Work work, Engine engine) {
    return phases.stream().filter(p -> p.work() == work && p.engine() == engine).findFirst();
  }

  /** As a table to read. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%,d rows, %,d MB of CSV, %,d of them new or corrected in the last night, %d processors%n%n"
            .formatted(rows, bytes >> 20, corrected, processors));
    text.append("%-24s%22s%22s%8s%n".formatted("", "Kaohe", "DuckDB", "ratio"));
    for (Work work : Work.values()) {
      text.append(
          "%-24s%22s%22s%8s%n"
              .formatted(
                  work.title(),
                  cell(work, Engine.KAOHE),
                  cell(work, Engine.DUCKDB),
                  ratio(work).map(BigDecimal::toPlainString).orElse("")));
    }
    for (Agreement agreement : agreements) {
      text.append(
          "%n%s: %s"
              .formatted(
                  agreement.work().title(),
                  agreement.complete() ? "both have " : "THE RESULTS DIFFER: "));
      text.append(
          "%s current rows, %s in quarantine, %s cells in the cube"
              .formatted(
                  count(agreement.silver()),
                  count(agreement.quarantine()),
                  count(agreement.cells())));
      if (agreement.differing() > 0) {
        text.append(", %,d of them different".formatted(agreement.differing()));
      }
    }
    return text.append('\n').toString();
  }

  private static String count(Agreement.Count count) {
    return count.same()
        ? "%,d".formatted(count.kaohe())
        : "%,d against %,d".formatted(count.kaohe(), count.duckdb());
  }

  private String cell(Work work, Engine engine) {
    return phase(work, engine)
        .map(
            p ->
                "%.1f s".formatted(p.seconds())
                    + (p.peakMegabytes().isPresent()
                        ? "%,8d MB".formatted(p.peakMegabytes().getAsLong())
                        : ""))
        .orElse("");
  }

  /** As one JSON document. */
  public ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("rows", rows).put("corrected_rows", corrected).put("csv_bytes", bytes);
    root.put("processors", processors);
    for (Phase phase : phases) {
      ObjectNode node =
          root.withObjectProperty(phase.work().code()).putObject(phase.engine().code());
      node.put("seconds", phase.seconds());
      phase.peakMegabytes().ifPresent(peak -> node.put("peak_megabytes", peak));
    }
    for (Work work : Work.values()) {
      ratio(work).ifPresent(r -> root.withObjectProperty(work.code()).put("ratio", r));
    }
    for (Agreement agreement : agreements) {
      ObjectNode node = root.withObjectProperty(agreement.work().code()).putObject("agreement");
      node.put("complete", agreement.complete());
      put(node, "silver_rows", agreement.silver());
      put(node, "quarantine_rows", agreement.quarantine());
      put(node, "cube_cells", agreement.cells());
      node.put("differing_cells", agreement.differing());
    }
    return root;
  }

  private static void put(ObjectNode node, String name, Agreement.Count count) {
    node.putObject(name).put("kaohe", count.kaohe()).put("duckdb", count.duckdb());
  }
}
