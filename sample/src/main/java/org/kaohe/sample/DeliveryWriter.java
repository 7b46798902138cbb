package org.kaohe.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kaohe.sample.DeliveredRow.Fate;

/** All files of the sample and the defects planted in them; writes them when they are complete. */
final class DeliveryWriter {
  /** Names what an earlier sample wrote, so that another one leaves nothing of it behind. */
  private static final String WRITTEN = ".demo-files";

  private final Map<String, Layout> layouts;
  private final Map<String, DeliveryFile> files = new LinkedHashMap<>();
  private final List<PlantedDefect> planted = new ArrayList<>();
  private final List<Resent> resent = new ArrayList<>();

  /**
   * A defect of the catalogue (D01–D28, or a name for what it has no number for).
   *
   * @param rows none for the file as a whole
   * @param effect {@code normalised, accepted, superseded, deleted, control, quarantined,
   *     duplicate}
   * @param reason kind of the quarantine reason, or what was done
   */
  private record PlantedDefect(
      String code, DeliveryFile file, List<DeliveredRow> rows, String effect, String reason) {}

  private record Resent(DeliveryFile file, String suffix) {
    String name() {
      return file.file().replace(".csv", suffix + ".csv");
    }
  }

  DeliveryWriter(Map<String, Layout> layouts) {
    this.layouts = layouts;
  }

  Layout layout(String dataset) {
    Layout layout = layouts.get(dataset);
    if (layout == null) {
      throw new IllegalArgumentException("No contract in schemas has the id " + dataset);
    }
    return layout;
  }

  /** The file of a month, or of the quarter or year that ends with it. */
  DeliveryFile file(String dataset, YearMonth last, LocalDate issued) {
    return file(layout(dataset), layout(dataset).period(last), issued);
  }

  /** The file of a month that is issued on a day of the next one, at the latest at year's end. */
  DeliveryFile file(String dataset, YearMonth last, int day) {
    return file(dataset, last, SampleYears.issued(last, day));
  }

  /** Another file for the period of one, issued later. */
  DeliveryFile later(DeliveryFile file, LocalDate issued) {
    return file(file.layout, file.period, issued);
  }

  private DeliveryFile file(Layout layout, String period, LocalDate issued) {
    return files.computeIfAbsent(
        layout.file(period, issued), f -> new DeliveryFile(layout, period, issued));
  }

  /** Notes a defect that the engine mends or counts; the row's fate stays as it is. */
  void note(String code, DeliveryFile file, DeliveredRow row, String effect, String reason) {
    planted.add(new PlantedDefect(code, file, List.of(row), effect, reason));
  }

  void noteFile(String code, DeliveryFile file, String effect, String reason) {
    planted.add(new PlantedDefect(code, file, List.of(), effect, reason));
  }

  void quarantine(String code, DeliveryFile file, DeliveredRow row, String reason) {
    row.fate = Fate.QUARANTINED;
    note(code, file, row, "quarantined", reason);
  }

  void supersede(String code, DeliveryFile file, DeliveredRow row, String reason) {
    row.fate = Fate.SUPERSEDED;
    note(code, file, row, "superseded", reason);
  }

  /** Plants a defect in a chosen row. */
  void plant(Defect defect, String column, DeliveryFile file, DeliveredRow row) {
    row.with(column, defect.edit().apply(row.get(column)));
    if (defect.effect().equals("quarantined")) {
      row.fate = Fate.QUARANTINED;
    }
    note(defect.code(), file, row, defect.effect(), defect.reason());
  }

  /** A row of {@code file} comes again in {@code later} with the delete flag. */
  void withdraw(DeliveryFile file, DeliveredRow row, DeliveryFile later, String updated) {
    DeliveredRow gone = later.add(row.again().with("op", "d").with("updated", updated));
    gone.fate = Fate.DELETED;
    supersede("D17", file, row, "withdrawn later");
    note("D17", later, gone, "deleted", "delete flag");
  }

  void total(DeliveryFile file, String column, String mark) {
    note("D06", file, file.total(column, mark), "control", mark.replace(" ", "") + " row");
  }

  /** The same bytes come once more under another name. */
  void resend(DeliveryFile file, String suffix) {
    resent.add(new Resent(file, suffix));
  }

  List<Event> surviving() {
    return files.values().stream()
        .flatMap(f -> f.rows.stream())
        .filter(r -> r.fate == Fate.ACCEPTED)
        .map(r -> r.event)
        .toList();
  }

  /** Writes what differs from what is there, so that an unchanged sample changes no file. */
  void write(Path landing) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    files.forEach((name, file) -> contents.put(name, file.bytes()));
    resent.forEach(r -> contents.put(r.name(), r.file().bytes()));
    Path list = landing.resolve(WRITTEN);
    if (Files.exists(list)) {
      for (String old : Files.readAllLines(list)) {
        if (!contents.containsKey(old)) {
          Files.deleteIfExists(landing.resolve(old));
        }
      }
    }
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      replace(landing.resolve(file.getKey()), file.getValue());
    }
    replace(list, String.join("\n", contents.keySet()).getBytes(StandardCharsets.UTF_8));
  }

  static void replace(Path file, byte[] content) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null
        || (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content))) {
      return;
    }
    Files.createDirectories(parent);
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(temporary, content);
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Rows of {@code truth/defects.csv}; line 0 is the file as a whole. */
  List<List<Object>> defects() {
    List<List<Object>> defects = new ArrayList<>();
    for (PlantedDefect p : planted) {
      List<Long> lines = p.rows().stream().map(r -> r.number).toList();
      for (long line : lines.isEmpty() ? List.of(0L) : lines) {
        defects.add(defect(p, p.file().file(), line));
      }
    }
    for (Resent r : resent) {
      PlantedDefect twice =
          new PlantedDefect("D16", r.file(), List.of(), "duplicate", "same bytes again");
      defects.add(defect(twice, r.name(), 0));
    }
    return defects;
  }

  private static List<Object> defect(PlantedDefect p, String file, long line) {
    String reason = '"' + p.reason() + '"';
    return List.of(p.code(), p.file().layout.id(), file, line, p.effect(), reason);
  }

  /** Rows of {@code truth/deliveries.csv}: the row equation when all arrive in one night. */
  List<List<Object>> deliveries() {
    List<List<Object>> all = new ArrayList<>();
    for (DeliveryFile file : files.values()) {
      List<Object> row = new ArrayList<>();
      row.addAll(List.of(file.layout.id(), file.file(), "accepted", file.rows.size()));
      for (Fate fate : Fate.values()) {
        row.add(file.count(fate));
      }
      all.add(row);
    }
    for (Resent r : resent) {
      all.add(List.of(r.file().layout.id(), r.name(), "duplicate", 0, 0, 0, 0, 0, 0));
    }
    return all;
  }

  /** Rows in all files, those of a file sent twice counted once. */
  long rows() {
    return files.values().stream().mapToLong(f -> f.rows.size()).sum();
  }
}
