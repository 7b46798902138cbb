package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.config.Problem;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;
import org.kaohe.delta.Warehouse;
import org.kaohe.stage.Progress;

/** A row that needs another dataset's row waits for it, and is taken in when that one comes. */
class WaitingRowsTest {
  private static final String VISIT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: county_visit
      name: 核查记录
      version: 1.0.0
      status: active
      domain: county
      description: {purpose: Checks of reports on the spot}
      servers: [{server: landing, type: local, path: county/visit, format: csv}]
      slaProperties: [{property: frequency, value: 6, unit: m}]
      customProperties:
        - {property: nameEn, value: Visits}
        - {property: fileName, value: 'visit_(?<period>\\d{4}-H[12])_(?<issued>\\d{8})\\.csv'}
        - {property: at, value: half_year}
        - {property: unit, value: county}
      schema:
        - name: county_visit
          physicalType: file
          properties:
            - name: visit
              businessName: 编号
              logicalType: string
              required: true
              primaryKey: true
              primaryKeyPosition: 1
              customProperties: [{property: nameEn, value: Number}]
            - name: half_year
              businessName: 半年
              logicalType: string
              required: true
              customProperties: [{property: nameEn, value: Half-year}, {property: period, value: true}]
            - name: county
              businessName: 县代码
              logicalType: string
              required: true
              relationships: [{to: county_report.county}]
              customProperties: [{property: nameEn, value: County}, {property: referenceSeverity, value: error}]
      """;

  @TempDir Path workspace;

  @Test
  void rowsWaitInQuarantineUntilTheOtherHalfIsDelivered() throws IOException {
    Workspaces.twoCounties(workspace);
    Path reports = workspace.resolve("landing/county/report");
    Path held = Files.move(reports, workspace.resolve("held"));
    Files.createDirectories(reports);
    Files.writeString(workspace.resolve("schemas/county/visit.yaml"), VISIT);
    Path visits = Files.createDirectories(workspace.resolve("landing/county/visit"));
    Files.writeString(
        visits.resolve("visit_2025-H1_20250720.csv"),
        "编号,半年,县代码\nv1,2025-H1,520901\nv2,2025-H1,520902\nv3,2025-H1,529999\n");
    TestSpark.session();

    NightResult first = night("2026-01-05T22:00:00Z");

    assertThat(first.failures()).isEmpty();
    assertThat(visits()).containsExactly(0L, 3L);
    assertThat(waiting()).containsExactly("v1", "v2", "v3");

    Files.delete(reports);
    Files.move(held, reports);
    NightResult second = night("2026-01-05T23:00:00Z");

    assertThat(second.failures()).isEmpty();
    assertThat(visits()).containsExactly(2L, 1L);
    assertThat(waiting()).containsExactly("v3");
    assertThat(list(TableId.silver("county_visit")))
        .extracting(r -> r.required("visit"))
        .containsExactlyInAnyOrder("v1", "v2");
  }

  @Test
  void datasetsThatWaitForEachOtherAreRefused() throws IOException {
    Workspaces.twoCounties(workspace);
    Files.writeString(workspace.resolve("schemas/county/visit.yaml"), VISIT);
    Path report = workspace.resolve("schemas/county/report.yaml");
    Files.writeString(
        report, Files.readString(report).replace("{to: unit.unit}", "{to: county_visit.county}"));
    assertThat(DefinitionLoader.load(workspace).problems())
        .extracting(Problem::toString)
        .anyMatch(p -> p.contains("K2416") && p.contains("wait for each other"));
  }

  private NightResult night(String now) {
    Clock clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
    return new Nightly(
            Workspaces.load(workspace),
            clock,
            "test",
            Optional.of("a key of this test only"),
            Progress.none())
        .run(Optional.empty(), Selection.ALL)
        .get(0);
  }

  /** Accepted and quarantined rows of the one delivery of visits, as the ledger tells now. */
  private List<Long> visits() {
    Warehouse warehouse = warehouse();
    return Ledger.current(new Ledger(warehouse, new TableReader(warehouse)).deliveries(release()))
        .values()
        .stream()
        .filter(e -> e.dataset().equals("county_visit"))
        .flatMap(e -> Stream.of(e.accepted(), e.quarantined()))
        .toList();
  }

  private List<String> waiting() {
    return list(TableId.ops("quarantine")).stream()
        .filter(r -> r.required("dataset").equals("county_visit"))
        .filter(r -> r.texts("reasons").equals(List.of("waiting:county")))
        .map(r -> r.required("record").split(",")[0])
        .sorted()
        .toList();
  }

  private List<TableRow> list(TableId table) {
    return new TableReader(warehouse()).list(table, release(), List.of());
  }

  private Release release() {
    return new Pointer(warehouse()).currentRelease().orElseThrow();
  }

  private Warehouse warehouse() {
    return new Warehouse(workspace.resolve("warehouse"));
  }
}
