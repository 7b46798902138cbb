package org.kaohe.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Project;
import org.kaohe.delta.Warehouse;
import org.kaohe.report.StatusReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    description =
        "Says what is released, how the last run ended, and which deliveries need somebody.",
    footer = {
      "",
      "Examples:",
      "  kaohe status",
      "  kaohe status --output json",
      "  kaohe status --exit-code           ends with the run's own exit code; 1 while something is open"
    })
final class StatusVerb extends Verb {
  @Option(names = "--run", paramLabel = "ID", description = "Another run than the last.")
  private @Nullable String run;

  @Option(
      names = "--exit-code",
      description = "End with the exit code of the run, 1 while something is open.")
  private boolean exitCode;

  @Override
  int run(Console console) {
    Project project = project(console);
    StatusReport status =
        StatusReport.read(
            new Warehouse(project.warehouse()), project.timezone(), Optional.ofNullable(run));
    console.result(status.text(), status.json());
    return exitCode ? status.exitCode() : ExitCode.DONE;
  }
}
