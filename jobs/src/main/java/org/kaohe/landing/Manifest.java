package org.kaohe.landing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kaohe.error.CleanText;
import org.kaohe.error.ErrorCode;
import org.kaohe.landing.Listing.Kind;

/** What the manifest in a dataset's folder tells of the files beside it. */
final class Manifest {
  static final String NAME = "manifest.csv";

  /** The column that names the file; others are period, issued, sha256, rows. */
  private static final String FILE = "file";

  private static final int LONGEST = 16 << 20;

  /** A manifest that tells nothing, by its address. */
  private final Map<String, Trouble> useless = new TreeMap<>();

  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
  private final Set<String> contradicted = new HashSet<>();
  private final Set<String> beside = new HashSet<>();
  private boolean silent;

  private Manifest() {}

  /** Of a folder; whatever is wrong with it is a finding and no exception. */
  static Manifest of(Path root, FolderWalk walk, Path folder) {
    Manifest manifest = new Manifest();
    List<Path> files = new ArrayList<>();
    walk.look(folder, files);
    for (Path file : files) {
      String name = RawName.readable(file);
      manifest.beside.add(name);
      if (is(name) && walk.see(file).kind() == Kind.FILE) {
        manifest.take(file).ifPresent(t -> manifest.useless.put(RawName.address(root, file), t));
      }
    }
    return manifest;
  }

  /** Whether a file tells of the others in its folder, and is no delivery itself. */
  static boolean is(String file) {
    return file.substring(file.lastIndexOf('/') + 1).equalsIgnoreCase(NAME);
  }

  /** What is wrong with the manifest at an address. */
  Optional<Trouble> trouble(String address) {
    if (useless.containsKey(address)) {
      return Optional.ofNullable(useless.get(address));
    }
    Set<String> absent = new TreeSet<>(rows.keySet());
    absent.removeAll(beside);
    return absent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Trouble(
                ErrorCode.MANIFEST_ABSENT_FILES.code(),
                "The manifest tells of %d files that are not beside it: %s. Ask for them, or remove their rows."
                    .formatted(absent.size(), CleanText.line(String.join(", ", absent))),
                true));
  }

  /** Why nothing can be said of a file that the manifest may tell of. */
  Optional<Trouble> trouble(Path file) {
    if (silent) {
      return Optional.of(
          new Trouble(
              ErrorCode.MANIFEST_UNREADABLE.code(),
              "The manifest beside it can't be read now and may tell another period or issue date."
                  + " The file is tried again next time.",
              true));
    }
    return contradicted.contains(RawName.readable(file))
        ? Optional.of(
            Trouble.lasting(
                ErrorCode.MANIFEST_ROW.code(),
                "The manifest has a damaged row for this file, or two that differ, so its period"
                    + " and issue date are unknown. Leave one whole row."))
        : Optional.empty();
  }

  /** The row of a file by column; empty when there is none. */
  Map<String, String> row(Path file) {
    return rows.getOrDefault(RawName.readable(file), Map.of());
  }

  private Optional<Trouble> take(Path file) {
    byte[] bytes;
    try {
      if (Files.size(file) > LONGEST) {
        return useless("it is longer than %d MB".formatted(LONGEST >> 20));
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      silent = true;
      return Optional.of(Trouble.unread(e));
    }
    Optional<Foreign> foreign = Foreign.of(bytes, bytes);
    Optional<String> text = Departments.text(bytes).map(t -> t.replace("\uFEFF", ""));
    if (foreign.isPresent() || text.isEmpty()) {
      return useless(
          foreign.map(Foreign::what).orElse("its bytes are neither UTF-8 nor GB18030")
              + ", and a manifest is a CSV file");
    }
    List<List<String>> records = RecordCursor.all(text.get());
    List<String> header =
        records.isEmpty()
            ? List.of()
            : records.get(0).stream().map(h -> h.strip().toLowerCase(Locale.ROOT)).toList();
    if (!header.contains(FILE) || new HashSet<>(header).size() < header.size()) {
      return useless("its first line does not name the columns file, period, issued once each");
    }
    records.subList(1, records.size()).forEach(record -> take(header, record));
    return Optional.empty();
  }

  private void take(List<String> header, List<String> record) {
    Map<String, String> row = new TreeMap<>();
    boolean whole = true;
    for (int i = 0; i < record.size(); i++) {
      String cell = record.get(i).strip();
      if (i < header.size()) {
        row.put(header.get(i), cell);
      } else {
        whole &= cell.isEmpty();
      }
    }
    String name = Normalizer.normalize(row.getOrDefault(FILE, ""), Normalizer.Form.NFC);
    if (name.isEmpty()) {
      return;
    }
    Map<String, String> before = rows.putIfAbsent(name, row);
    if (!whole || (before != null && !before.equals(row))) {
      contradicted.add(name);
    }
  }

  private static Optional<Trouble> useless(String why) {
    return Optional.of(
        Trouble.lasting(
            ErrorCode.MANIFEST_UNREADABLE.code(),
            "The manifest tells nothing: %s. Files whose names don't tell period and issue date can't be taken in. Write it with the columns file, period, issued."
                .formatted(why)));
  }
}
