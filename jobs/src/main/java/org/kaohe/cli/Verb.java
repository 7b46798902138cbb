package org.kaohe.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.config.Definitions;
import org.kaohe.config.Problem;
import org.kaohe.config.Project;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import org.kaohe.run.Operator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** What all verbs do alike: options, the console, definitions, errors. */
abstract class Verb implements Callable<Integer> {
  @ParentCommand private Main main = Main.none();

  @Mixin private final Options options = new Options();

  final Environment environment() {
    return main.environment();
  }

  final Options options() {
    return options;
  }

  final Path workspace() {
    return options.workspace(environment());
  }

  /** Does the verb's work; returns its exit code. */
  abstract int run(Console console);

  @Override
  public final Integer call() {
    return run(options.console(environment()));
  }

  /**
   * The definitions of the workspace; warnings are told.
   *
   * @throws KaoheException K9001 when this is no workspace, K2000 when its definitions have errors,
   *     which are told
   */
  final Definitions definitions(Console console) {
    return definitions(console, workspace());
  }

  /** The same of a given workspace. */
  static Definitions definitions(Console console, Path workspace) {
    DefinitionLoader.Loaded loaded = loaded(workspace);
    loaded.problems().forEach(p -> console.warn(p.text()));
    List<Problem> errors =
        loaded.problems().stream().filter(p -> p.severity() == Problem.Severity.ERROR).toList();
    if (!errors.isEmpty() || loaded.definitions().isEmpty()) {
      throw new KaoheException(
          ErrorCode.DEFINITIONS_INVALID,
          "The definitions have errors (%d), so nothing was run. Mend them and check with kaohe validate."
              .formatted(errors.size()));
    }
    return loaded.definitions().get();
  }

  static DefinitionLoader.Loaded loaded(Path workspace) {
    checkWorkspace(workspace);
    return DefinitionLoader.load(workspace);
  }

  private static void checkWorkspace(Path workspace) {
    if (!Files.isDirectory(workspace.resolve("conf"))) {
      throw new KaoheException(
          ErrorCode.NO_WORKSPACE,
          "There is no conf/ in %s, so it is no workspace. Change into one or name it with -w."
              .formatted(workspace));
    }
  }

  /** The warehouse of the workspace, to look at. */
  final Warehouse warehouse(Console console) {
    return new Warehouse(project(console).warehouse());
  }

  /** Where things lie, whatever errors the other definitions have. */
  final Project project(Console console) {
    checkWorkspace(workspace());
    return DefinitionLoader.project(workspace(), p -> console.warn(p.text()))
        .orElseThrow(
            () ->
                new KaoheException(
                    ErrorCode.DEFINITIONS_INVALID,
                    "conf/project.yaml has errors, so it is not known where the tables are."
                        + " Mend it and check with kaohe validate."));
  }

  /** Somebody who acts between nights. */
  final Operator operator(Console console, @Nullable String by) {
    Project project = project(console);
    String who =
        by != null
            ? by
            : environment()
                .variable("USER")
                .or(() -> environment().variable("LOGNAME"))
                .orElse("unknown");
    return new Operator(project.warehouse(), project.timezone(), environment().clock(), who);
  }

  /** The definitions of the pages; without them the pages stay, which is told. */
  final Optional<Definitions> pages(Console console) {
    Optional<Definitions> found = loaded(workspace()).definitions();
    if (found.isEmpty()) {
      console.warn(
          "The definitions have errors, so the pages stay as they are; kaohe publish writes them"
              + " when they are mended.");
    }
    return found;
  }
}
