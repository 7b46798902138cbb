package org.kaohe.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Attainable;
import org.kaohe.config.DefinitionLoader;
import org.kaohe.config.Problem;
import org.kaohe.report.Lines;
import picocli.CommandLine.Command;

@Command(
    name = "validate",
    description = {
      "Checks all definitions and lists every problem as file:line: code: what, why, cure.",
      "Tells for each class of each scorecard what its units can reach at most."
    },
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
    Lines text = new Lines();
    problems.forEach(p -> text.add(p.text()));
    text.add("errors: %d, warnings: %d".formatted(errors, problems.size() - errors));
    loaded
        .definitions()
        .ifPresent(
            d ->
                text.add(
                    "units: %d, datasets: %d, views: %d, indicators: %d, targets: %d, scorecards: %d"
                        .formatted(
                            d.units().size(),
                            d.contracts().size(),
                            d.views().size(),
                            d.indicators().size(),
                            d.targets().size(),
                            d.scorecards().size())));
    loaded.attainable().forEach(a -> text.add(text(a)));
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
        text.text(),
        Console.document(
            "errors",
            errors,
            "warnings",
            problems.size() - errors,
            "problems",
            list,
            "attainable",
            loaded.attainable().stream().map(ValidateVerb::document).toList()));
    return errors == 0 && loaded.definitions().isPresent() ? ExitCode.DONE : ExitCode.DID_NOT_RUN;
  }

  /** The maximum with what it is made of, so that a reader can add it up. */
  private static String text(Attainable a) {
    String reach =
        a.least().compareTo(a.most()) == 0
            ? plain(a.most())
            : "%s to %s".formatted(plain(a.least()), plain(a.most()));
    return "%s, class %s: %d units can reach %s of %s (%s)%s"
        .formatted(
            a.scorecard(),
            a.unitClass(),
            a.units(),
            reach,
            plain(a.fullMarks()),
            a.sections().stream()
                .map(s -> s.section() + " " + plain(s.weight()))
                .collect(Collectors.joining(" + ")),
            a.bonus().map(b -> ", and %s more by bonus".formatted(plain(b))).orElse(""));
  }

  private static Map<String, @Nullable Object> document(Attainable a) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("scorecard", a.scorecard());
    document.put("class", a.unitClass());
    document.put("units", a.units());
    document.put("least", a.least());
    document.put("most", a.most());
    document.put("full_marks", a.fullMarks());
    document.put("sections", a.sections());
    document.put("bonus", a.bonus().orElse(null));
    return document;
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
