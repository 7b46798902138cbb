package org.kaohe.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.config.Problem;
import picocli.CommandLine.Command;

@Command(
    name = "validate",
    description =
        "Checks all definitions and lists every problem as file:line: code: what, why, cure.",
    footer = {
      "",
      "Examples:",
      "  kaohe validate",
      "  kaohe validate -w /srv/kaohe --output json",
      "",
      "Exit codes: 0 no errors (warnings allowed), 2 errors."
    })
final class ValidateVerb extends Verb {
  @Override
  int run(Console console) {
    DefinitionLoader.Loaded loaded = loaded(workspace());
    List<Problem> problems = loaded.problems();
    long errors = problems.stream().filter(p -> p.severity() == Problem.Severity.ERROR).count();
    StringBuilder text = new StringBuilder();
    problems.forEach(p -> text.append(p.text()).append('\n'));
    text.append("%d errors, %d warnings.%n".formatted(errors, problems.size() - errors));
    loaded
        .definitions()
        .ifPresent(
            d ->
                text.append(
                    "%d units, %d datasets, %d views, %d indicators, %d targets, %d scorecards.%n"
                        .formatted(
                            d.units().size(),
                            d.contracts().size(),
                            d.views().size(),
                            d.indicators().size(),
                            d.targets().size(),
                            d.scorecards().size())));
    List<Map<String, @Nullable Object>> list = new ArrayList<>();
    for (Problem p : problems) {
      list.add(
          Console.document(
              "file", p.file().toString(),
              "line", p.line(),
              "code", p.code(),
              "severity", p.severity().name().toLowerCase(java.util.Locale.ROOT),
              "what", p.what(),
              "why", p.why(),
              "cure", p.cure()));
    }
    console.result(
        text.toString(),
        Console.document("errors", errors, "warnings", problems.size() - errors, "problems", list));
    return errors == 0 && loaded.definitions().isPresent() ? ExitCode.DONE : ExitCode.DID_NOT_RUN;
  }
}
