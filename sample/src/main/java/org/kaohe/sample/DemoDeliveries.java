package org.kaohe.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.kaohe.sample.Event.Death;

/**
 * Writes the demo's deliveries of 2024 and 2025 into a workspace, and beside them the truth: what
 * every indicator must come to, what was planted and what has to become of every row. The same seed
 * and size give the same bytes. All of it is invented: 演示数据 非真实.
 */
public final class DemoDeliveries {
  /** The seed of the shipped demo. */
  public static final long SEED = 20_251_231L;

  /** Rows in all datasets together, about. */
  public static final int ROWS = 200_000;

  /** Fewer hold not something of everything. */
  public static final int LEAST_ROWS = 1000;

  private DemoDeliveries() {}

  /**
   * Writes landing files, {@code truth/{cells,defects,deliveries}.csv} and, when absent, the key of
   * the pseudonyms in {@code .kaohe/key}. Files that already hold the same bytes are left alone;
   * files of an earlier sample that this one does not have are removed.
   *
   * @param workspace folder with the demo's {@code conf/units}
   * @param rows about how many rows in all, from {@link #LEAST_ROWS} up
   * @throws IllegalArgumentException when {@code rows} is too small or this is no workspace
   */
  public static WrittenSample write(Path workspace, long seed, int rows) {
    if (rows < LEAST_ROWS) {
      throw new IllegalArgumentException(rows + " rows hold not something of everything");
    }
    if (!Files.isDirectory(workspace.resolve("conf/units"))) {
      throw new IllegalArgumentException(workspace + " has no conf/units to deliver for");
    }
    try {
      return writeFiles(workspace, seed, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WrittenSample writeFiles(Path workspace, long seed, int rows) throws IOException {
    SampleUnits places = SampleUnits.read(workspace);
    CountySizes counties = new CountySizes(places.ofKind("county"), seed);
    DeliveryWriter out = new DeliveryWriter();
    List<Death> pensioners = new Social(out, counties, seed, rows).write();
    new Health(out, counties, seed, rows).write(pensioners);
    new Grain(out, places.ofKind("depot"), seed, rows).write();
    new Appraisal(out, places.ofKind("agency"), seed).write();
    out.write(workspace.resolve("landing"));

    Path truth = workspace.resolve("truth");
    List<TruthCells.TruthCell> cells = TruthCells.of(places, out.surviving());
    Path cellsFile = truth.resolve("cells.csv");
    StringBuilder text = new StringBuilder("indicator,unit,period,numerator,denominator,value\n");
    for (TruthCells.TruthCell c : cells) {
      line(
          text,
          c.indicator(),
          c.unit(),
          c.period(),
          plain(c.numerator()),
          c.denominator().map(DemoDeliveries::plain).orElse(""),
          c.value().map(BigDecimal::toPlainString).orElse(""));
    }
    write(cellsFile, text);

    Path defectsFile = truth.resolve("defects.csv");
    List<DeliveryWriter.Defect> defects = out.defects();
    text = new StringBuilder("code,dataset,file,line,effect,reason\n");
    for (DeliveryWriter.Defect d : defects) {
      line(
          text,
          d.code(),
          d.dataset(),
          d.file(),
          Long.toString(d.line()),
          d.effect(),
          '"' + d.reason() + '"');
    }
    write(defectsFile, text);

    Path deliveriesFile = truth.resolve("deliveries.csv");
    text =
        new StringBuilder(
            "dataset,file,state,delivered,accepted,superseded,deleted,control,quarantined\n");
    for (DeliveryWriter.RowEquation e : out.expected()) {
      line(
          text,
          e.dataset(),
          e.file(),
          e.state(),
          Long.toString(e.delivered()),
          Long.toString(e.accepted()),
          Long.toString(e.superseded()),
          Long.toString(e.deleted()),
          Long.toString(e.control()),
          Long.toString(e.quarantined()));
    }
    write(deliveriesFile, text);
    key(workspace, seed);
    return new WrittenSample(
        cellsFile,
        defectsFile,
        deliveriesFile,
        out.files(true),
        out.rows(),
        cells.size(),
        defects.size());
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static void line(StringBuilder text, String... cells) {
    text.append(String.join(",", cells)).append('\n');
  }

  private static void write(Path file, StringBuilder text) throws IOException {
    DeliveryWriter.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A key that everybody can work out guards nothing: it is for invented persons only. */
  private static void key(Path workspace, long seed) throws IOException {
    Path key = workspace.resolve(".kaohe/key");
    if (Files.exists(key)) {
      return;
    }
    Files.createDirectories(workspace.resolve(".kaohe"));
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-256")
              .digest(("kaohe demo " + seed).getBytes(StandardCharsets.UTF_8));
      Files.createFile(
          key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(key, HexFormat.of().formatHex(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
