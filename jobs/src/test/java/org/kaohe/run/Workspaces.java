package org.kaohe.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.config.Definitions;

/** Copies of the smallest golden workspace, two counties with one dataset and one scorecard. */
public final class Workspaces {
  private static final Path TWO_COUNTIES = Path.of("src/test/golden/two-counties");

  private Workspaces() {}

  /** The workspace with its first deliveries. */
  public static Path twoCounties(Path target) {
    for (String part : List.of("conf", "schemas", "landing")) {
      copy(TWO_COUNTIES.resolve(part), target.resolve(part));
    }
    return target;
  }

  /** What arrives before the second night. */
  public static void deliverCorrection(Path workspace) {
    copy(TWO_COUNTIES.resolve("landing-2"), workspace.resolve("landing"));
  }

  /** One more department, which delivers the same report to a folder of its own. */
  public static void addDepartment(Path workspace, String department) {
    try {
      String contract = Files.readString(TWO_COUNTIES.resolve("schemas/county/report.yaml"));
      Path file = workspace.resolve("schemas").resolve(department).resolve("report.yaml");
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          contract
              .replace("county_report", department + "_report")
              .replace("county/report", department + "/report")
              .replace("domain: county", "domain: " + department));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The definitions of a workspace without errors. */
  public static Definitions load(Path workspace) {
    DefinitionLoader.Loaded loaded = DefinitionLoader.load(workspace);
    return loaded
        .definitions()
        .orElseThrow(() -> new AssertionError("no definitions: " + loaded.problems()));
  }

  /** A folder with all that is in it, empty folders and times too. */
  public static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(
              file,
              target,
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
