package org.kaohe.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
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
   * @param workspace folder with the demo's {@code conf/units} and the contracts in {@code schemas}
   * @param rows about how many rows in all, from {@link #LEAST_ROWS} up
   * @throws IllegalArgumentException when {@code rows} is too small or this is no workspace of the
   *     demo's
   */
  public static WrittenSample write(Path workspace, long seed, int rows) {
    if (rows < LEAST_ROWS) {
      throw new IllegalArgumentException(rows + " rows hold not something of everything");
    }
    for (String folder : List.of("conf/units", "schemas")) {
      if (!Files.isDirectory(workspace.resolve(folder))) {
        throw new IllegalArgumentException(workspace + " has no " + folder + " to deliver for");
      }
    }
    try {
      return writeFiles(workspace, seed, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WrittenSample writeFiles(Path workspace, long seed, int rows) throws IOException {
    SampleUnits units = SampleUnits.read(workspace);
    CountySizes counties = new CountySizes(units.ofKind("county"), seed);
    DeliveryWriter out = new DeliveryWriter(Layout.read(workspace));
    List<Death> pensioners = new Social(out, counties, seed, rows).write();
    new Health(out, counties, seed, rows).write(pensioners);
    new Grain(out, units.ofKind("depot"), seed, rows).write();
    new Appraisal(out, units.ofKind("agency"), seed).write();
    out.write(workspace.resolve("landing"));
    key(workspace, seed);

    Path truth = workspace.resolve("truth");
    List<List<Object>> cells = TruthCells.of(units, out.surviving());
    List<List<Object>> defects = out.defects();
    List<List<Object>> deliveries = out.deliveries();
    return new WrittenSample(
        csv(truth.resolve("cells.csv"), "indicator,unit,period,numerator,denominator,value", cells),
        csv(truth.resolve("defects.csv"), "code,dataset,file,line,effect,reason", defects),
        csv(
            truth.resolve("deliveries.csv"),
            "dataset,file,state,delivered,accepted,superseded,deleted,control,quarantined",
            deliveries),
        deliveries.size(),
        out.rows(),
        cells.size(),
        defects.size());
  }

  private static Path csv(Path file, String header, List<List<Object>> rows) throws IOException {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (List<Object> row : rows) {
      text.append(row.stream().map(Object::toString).collect(Collectors.joining(","))).append('\n');
    }
    DeliveryWriter.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    return file;
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
