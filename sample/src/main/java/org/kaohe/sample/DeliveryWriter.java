package org.kaohe.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All sheets of the sample and the defects planted in them; writes them when they are complete. */
final class DeliveryWriter {
  /** Names what an earlier sample wrote, so that another one leaves nothing of it behind. */
  private static final String WRITTEN = ".demo-files";

  private final Map<String, DeliveryFile> sheets = new LinkedHashMap<>();
  private final List<Planted> planted = new ArrayList<>();
  private final List<Resent> resent = new ArrayList<>();

  /**
   * A defect of the catalogue (D01–D28, or a name for what it has no number for).
   *
   * @param effect {@code normalised, accepted, superseded, deleted, control, quarantined,
   *     duplicate}
   * @param reason kind of the quarantine reason, or what was done
   */
  private record Planted(
      String code, DeliveryFile sheet, List<DeliveredRow> lines, String effect, String reason) {}

  private record Resent(DeliveryFile sheet, String suffix) {}

  /** One row of {@code truth/defects.csv}; line 0 is the file as a whole. */
  record Defect(
      String code, String dataset, String file, long line, String effect, String reason) {}

  /**
   * One row of {@code truth/deliveries.csv}: the row equation (J2) when all arrive in one night.
   */
  record RowEquation(
      String dataset,
      String file,
      String state,
      long delivered,
      long accepted,
      long superseded,
      long deleted,
      long control,
      long quarantined) {}

  DeliveryFile sheet(Layout form, String period, LocalDate issued) {
    DeliveryFile fresh = new DeliveryFile(form, period, issued);
    return sheets.computeIfAbsent(fresh.file(), f -> fresh);
  }

  /** Notes a defect that the engine mends or counts; the line's fate stays as it is. */
  void note(String code, DeliveryFile sheet, DeliveredRow line, String effect, String reason) {
    planted.add(new Planted(code, sheet, List.of(line), effect, reason));
  }

  void noteFile(String code, DeliveryFile sheet, String effect, String reason) {
    planted.add(new Planted(code, sheet, List.of(), effect, reason));
  }

  void quarantine(String code, DeliveryFile sheet, DeliveredRow line, String reason) {
    line.fate = DeliveredRow.Fate.QUARANTINED;
    note(code, sheet, line, "quarantined", reason);
  }

  void supersede(String code, DeliveryFile sheet, DeliveredRow line, String reason) {
    line.fate = DeliveredRow.Fate.SUPERSEDED;
    note(code, sheet, line, "superseded", reason);
  }

  /** The same bytes come once more under another name. */
  void resend(DeliveryFile sheet, String suffix) {
    resent.add(new Resent(sheet, suffix));
  }

  List<DeliveredRow> surviving() {
    return sheets.values().stream()
        .flatMap(s -> s.lines.stream())
        .filter(l -> l.fate == DeliveredRow.Fate.ACCEPTED)
        .toList();
  }

  /** Files by name relative to the landing folder. Every line knows its number afterwards. */
  private Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    sheets.forEach((name, sheet) -> files.put(name, sheet.bytes()));
    for (Resent r : resent) {
      files.put(resentName(r), files.get(r.sheet().file()));
    }
    return files;
  }

  private static String resentName(Resent r) {
    return r.sheet().file().replace(".csv", r.suffix() + ".csv");
  }

  /** Writes what differs from what is there, so that an unchanged sample changes no file. */
  void write(Path landing) throws IOException {
    Map<String, byte[]> files = files();
    Path list = landing.resolve(WRITTEN);
    if (Files.exists(list)) {
      for (String old : Files.readAllLines(list)) {
        if (!files.containsKey(old)) {
          Files.deleteIfExists(landing.resolve(old));
        }
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      replace(landing.resolve(file.getKey()), file.getValue());
    }
    replace(list, String.join("\n", files.keySet()).getBytes(StandardCharsets.UTF_8));
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

  List<Defect> defects() {
    List<Defect> defects = new ArrayList<>();
    for (Planted p : planted) {
      String dataset = p.sheet().form.id();
      if (p.lines().isEmpty()) {
        defects.add(new Defect(p.code(), dataset, p.sheet().file(), 0, p.effect(), p.reason()));
      }
      for (DeliveredRow line : p.lines()) {
        defects.add(
            new Defect(p.code(), dataset, p.sheet().file(), line.number, p.effect(), p.reason()));
      }
    }
    for (Resent r : resent) {
      defects.add(
          new Defect(
              "D16", r.sheet().form.id(), resentName(r), 0, "duplicate", "same bytes again"));
    }
    return defects;
  }

  List<RowEquation> expected() {
    List<RowEquation> all = new ArrayList<>();
    for (DeliveryFile s : sheets.values()) {
      all.add(
          new RowEquation(
              s.form.id(),
              s.file(),
              "accepted",
              s.lines.size(),
              s.count(DeliveredRow.Fate.ACCEPTED),
              s.count(DeliveredRow.Fate.SUPERSEDED),
              s.count(DeliveredRow.Fate.DELETED),
              s.count(DeliveredRow.Fate.CONTROL),
              s.count(DeliveredRow.Fate.QUARANTINED)));
    }
    for (Resent r : resent) {
      all.add(new RowEquation(r.sheet().form.id(), resentName(r), "duplicate", 0, 0, 0, 0, 0, 0));
    }
    return all;
  }

  int files(boolean withResent) {
    return sheets.size() + (withResent ? resent.size() : 0);
  }

  long rows() {
    return sheets.values().stream().mapToLong(s -> s.lines.size()).sum();
  }
}
