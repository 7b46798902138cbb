package org.kaohe.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A workspace for the contributions: one contract, four indicators, one scorecard. */
public final class BenchWorkspace {
  /** The id of its one contract. */
  public static final String DATASET = "bench_contribution";

  private static final String PROVINCE = "520000";

  private static final List<String> DEFINITIONS =
      List.of(
          "conf/project.yaml",
          "conf/indicators/contribution/BEN-001.yaml",
          "conf/indicators/contribution/BEN-002.yaml",
          "conf/indicators/contribution/BEN-003.yaml",
          "conf/indicators/contribution/BEN-004.yaml",
          "conf/scorecards/contribution.yaml",
          "conf/targets/rates.csv",
          "schemas/bench/contribution.yaml");

  private final Path folder;

  private BenchWorkspace(Path folder) {
    this.folder = folder;
  }

  /** Writes the definitions into an empty or new folder. */
  public static BenchWorkspace create(Path folder) {
    try {
      for (String name : DEFINITIONS) {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = BenchWorkspace.class.getResourceAsStream("bench/workspace/" + name)) {
          if (in == null) {
            throw new IllegalStateException("The jar lacks " + name);
          }
          Files.copy(in, file);
        }
      }
      Path units = Files.createDirectories(folder.resolve("conf/units"));
      Files.writeString(units.resolve("counties.csv"), units());
      BenchWorkspace workspace = new BenchWorkspace(folder);
      Files.createDirectories(workspace.deliveries());
      return workspace;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String units() {
    StringBuilder csv =
        new StringBuilder(
            "unit,name_zh,name_en,kind,parent,classes,valid_from,valid_to,predecessors\n");
    csv.append("%s,全省,Province,province,,province,,,\n".formatted(PROVINCE));
    for (int i = 0; i < BenchContributions.COUNTIES; i++) {
      csv.append(
          "%d,%d县,County %d,county,%s,county,,,\n"
              .formatted(BenchContributions.county(i), i + 1, i + 1, PROVINCE));
    }
    return csv.toString();
  }

  /** Where it lies. */
  public Path folder() {
    return folder;
  }

  /** Where the contributions are delivered. */
  public Path deliveries() {
    return folder.resolve("landing/bench/contribution");
  }
}
