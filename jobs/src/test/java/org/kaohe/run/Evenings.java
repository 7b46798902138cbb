package org.kaohe.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Pointer;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.DeliveryState;
import org.kaohe.stage.Progress;

/** A workspace of the two counties and its nights, one an hour. */
final class Evenings {
  static final LocalDate DATE = LocalDate.of(2025, 12, 31);
  static final String FOLDER = "landing/county/report/";
  static final String HEADER = "县代码,半年,应缴户数,已缴户数,活产数,婴儿死亡数,应检查数,已检查数,应到位资金,已到位资金,储存吨数,损耗吨数,通报问题\n";

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final Path workspace;
  private Instant now = Instant.parse("2026-01-05T10:00:00Z");

  Evenings(Path workspace) {
    this.workspace = workspace;
  }

  Path path(String file) {
    return workspace.resolve(file);
  }

  Evenings write(String file, String text) {
    try {
      Files.createDirectories(path(file).getParent());
      Files.writeString(path(file), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String file) {
    try {
      Files.delete(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String row(String county, String halfYear, int due, int paid) {
    return "%s,%s,%d,%d,2400,14,500,470,100,90,5000,10,1%n".formatted(county, halfYear, due, paid);
  }

  Clock clock() {
    now = now.plusSeconds(3600);
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  Definitions definitions() {
    return Workspaces.load(workspace);
  }

  NightResult night() {
    return night(Optional.of(DATE), false, Progress.none());
  }

  NightResult night(Optional<LocalDate> date, boolean allowFuture, Progress progress) {
    return new Nightly(
            definitions(), clock(), "test", Optional.of("a key of this test only"), progress)
        .run(date, Selection.ALL, allowFuture)
        .get(0);
  }

  /** A night in which datasets may lose rows by a changed contract. */
  NightResult losing(Set<String> datasets) {
    return new Nightly(definitions(), clock(), "test", Optional.of("key"), Progress.none())
        .run(Optional.of(DATE), Selection.ALL, false, datasets)
        .get(0);
  }

  Operator operator() {
    return new Operator(path("warehouse"), ZONE, clock(), "tester");
  }

  Warehouse warehouse() {
    return new Warehouse(path("warehouse"));
  }

  Release released() {
    return new Pointer(warehouse()).currentRelease().orElseThrow();
  }

  Ledger ledger() {
    return new Ledger(warehouse(), new TableReader(warehouse()));
  }

  List<DeliveryEntry> entries() {
    return ledger().deliveries(released());
  }

  /** Every state that the ledger tells of a file, oldest first. */
  List<DeliveryState> fate(String file) {
    return entries().stream().filter(e -> e.file().equals(file)).map(DeliveryEntry::state).toList();
  }

  List<String> open() {
    return Operator.open(warehouse(), ZONE).stream().map(OpenRefusal::file).toList();
  }

  /** Paid households by county and half-year. */
  Map<String, String> paid() {
    return new TreeMap<>(
        new TableReader(warehouse())
            .list(TableId.silver("county_report"), released(), List.of()).stream()
                .collect(
                    Collectors.toMap(
                        r -> r.required("county") + " " + r.required("half_year"),
                        r -> String.valueOf(r.whole("households_paid").orElseThrow()))));
  }

  /** What a release holds, but for the ledger, which tells of the way there. */
  Map<String, List<String>> results() {
    Map<String, List<String>> contents = new TreeMap<>(Contents.of(warehouse(), released()));
    contents.remove("ops/delivery");
    return contents;
  }
}
