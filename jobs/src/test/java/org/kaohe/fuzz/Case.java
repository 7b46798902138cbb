package org.kaohe.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/**
 * One spoilt delivery, the same for the same seed and number. It is made anew whenever it is
 * needed: some hold many megabytes.
 */
record Case(long seed, int number, Mutator mutator) {

  static Case of(long seed, int number) {
    return new Case(seed, number, Mutator.ALL.get(Math.floorMod(number, Mutator.ALL.size())));
  }

  /**
   * A case that lies in the landing folder.
   *
   * @param told part of the name of a file that the ledger must name once, or empty
   * @param records records that it must tell when it is taken in, if that is known
   */
  record Placed(Case of, String dataset, String file, String told, OptionalLong records) {
    @Override
    public String toString() {
      return of + ": " + file;
    }
  }

  private Draft draft() {
    Random random = new Random(seed * 1_000_003 + number);
    Draft draft = new Draft(Template.ALL.get(random.nextInt(Template.ALL.size())), random, number);
    mutator.change().accept(draft);
    return draft;
  }

  /** Puts it into a landing folder. */
  Placed place(Path landing) {
    Draft draft = draft();
    Path folder = landing.resolve(draft.folder());
    try {
      Files.createDirectories(folder);
      put(draft, landing, folder);
      if (!draft.manifest.isEmpty()) {
        promise(draft, folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String file = draft.folder().isEmpty() ? draft.name() : draft.folder() + "/" + draft.name();
    boolean told = draft.delivers() && mutator.fate() != Mutator.Fate.HARMLESS;
    return new Placed(this, draft.template.dataset(), file, told ? mark() : "", draft.records());
  }

  /** What every name of this case has in it. */
  private String mark() {
    return Draft.mark(number);
  }

  private static void put(Draft draft, Path landing, Path folder) throws IOException {
    byte[] bytes = draft.bytes();
    Path file = folder.resolve(draft.name());
    switch (draft.placing()) {
      case FILE -> Files.write(file, bytes);
      case GBK_NAME -> {
        Path plain = folder.resolve(draft.name() + ".tmp");
        Files.write(plain, bytes);
        byte[] name = draft.name().replace(".csv", "_报表.csv").getBytes(Charset.forName("GBK"));
        shell("mv \"$1\" \"$2/$(printf '" + octal(name) + "')\"", plain, folder);
      }
      case FOLDER -> Files.createDirectory(file);
      case FOLDER_WITH_FILE -> {
        Files.createDirectory(file);
        Files.write(file.resolve("inner.csv"), bytes);
      }
      case LINK_INSIDE -> {
        Path inside = landing.resolve("linked_" + draft.number + ".tmp");
        Files.write(inside, bytes);
        Files.createSymbolicLink(file, inside);
      }
      case LINK_OUTSIDE -> Files.createSymbolicLink(file, Path.of("/etc/passwd"));
      case LINK_BROKEN -> Files.createSymbolicLink(file, Path.of("nothing-here"));
      case LINK_LOOP -> Files.createSymbolicLink(file, file.getFileName());
      case PIPE -> shell("mkfifo \"$1\"", file, folder);
      case UNREADABLE -> {
        Files.write(file, bytes);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
      }
      case TWICE -> {
        Files.write(file, bytes);
        Files.write(folder.resolve(draft.name().replace(".csv", "_again.csv")), bytes);
      }
      case TWICE_OTHER_CONTENT -> {
        Files.write(file, bytes);
        Files.write(
            folder.resolve(draft.name().replace(".csv", "_again.csv")),
            Draft.joined(bytes, bytes.length, bytes));
      }
    }
  }

  private static void promise(Draft draft, Path folder) throws IOException {
    Path manifest = folder.resolve("manifest.csv");
    List<String> columns = List.of("file", "period", "issued", "rows", "sha256", "note");
    StringBuilder lines = new StringBuilder();
    if (!Files.exists(manifest)) {
      lines.append(String.join(",", columns)).append('\n');
    }
    List<String> row = new ArrayList<>(List.of(draft.name()));
    for (String column : columns.subList(1, columns.size())) {
      row.add('"' + draft.manifest.getOrDefault(column, "").replace("\"", "\"\"") + '"');
    }
    lines.append(String.join(",", row)).append('\n');
    byte[] before = Files.exists(manifest) ? Files.readAllBytes(manifest) : new byte[0];
    Files.write(manifest, Draft.joined(before, before.length, Draft.utf8(lines.toString())));
  }

  private static String octal(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append("\\%03o".formatted(b & 0xFF));
    }
    return text.toString();
  }

  private static void shell(String script, Path first, Path second) throws IOException {
    Process process =
        new ProcessBuilder("sh", "-c", script, "sh", first.toString(), second.toString())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Everything that is needed to see it again. */
  String described() {
    Draft draft = draft();
    byte[] bytes = draft.bytes();
    return "%s (%s), %s, %d bytes:%n%s"
        .formatted(
            this,
            mutator.says(),
            draft.template.dataset(),
            bytes.length,
            bytes.length > 1200
                ? HexFormat.of().formatHex(ByteBuffer.wrap(bytes, 0, 200).slice().array(), 0, 200)
                : new String(bytes, draft.template.charset()));
  }

  @Override
  public String toString() {
    return "-Dkaohe.seed=%d -Dkaohe.case=%d %s".formatted(seed, number, mutator.name());
  }
}
