package org.kaohe.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kaohe.run.OpenRefusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "dismiss",
    description = {
      "Says that nobody waits any more for a file that was refused or held.",
      "A held delivery that is dismissed stays out for good, and lets in what it kept out.",
      "Starts no Spark; the next night tells it in ops/delivery."
    },
    footer = {
      "",
      "Examples:",
      "  kaohe status                       lists what is open",
      "  kaohe dismiss health/birth/birth_2025-03_20250410.csv --reason 'a test file'",
      "",
      "To have it after all, let it be delivered again with a later issue date."
    })
final class DismissVerb extends Verb {
  @Parameters(paramLabel = "FILE", description = "Path below landing, or the delivery's id.")
  private String file = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for the record.")
  private String reason = "";

  @Option(names = "--by", paramLabel = "NAME", description = "Who (default: $USER).")
  private @Nullable String by;

  @Override
  int run(Console console) {
    List<OpenRefusal> dismissed = operator(console, by).dismiss(file, reason);
    StringBuilder text = new StringBuilder();
    dismissed.forEach(r -> text.append("Dismissed %s: %s%n".formatted(r.file(), r.detail())));
    console.result(
        text.toString(),
        Console.document(
            "dismissed", dismissed.stream().map(OpenRefusal::file).toList(), "reason", reason));
    return ExitCode.DONE;
  }
}
