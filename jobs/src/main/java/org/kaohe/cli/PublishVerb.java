package org.kaohe.cli;

import org.jspecify.annotations.Nullable;
import org.kaohe.delta.Release;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "publish",
    description = {
      "Writes the pages of the release that readers see, and lifts the hold of a rollback, so that",
      "nights go on from it. Starts no Spark."
    },
    footer = {
      "",
      "Examples:",
      "  kaohe publish",
      "  kaohe publish --reason 'checked by the office'"
    })
final class PublishVerb extends Verb {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
  private String reason = "no reason given";

  @Option(names = "--by", paramLabel = "NAME", description = "Who (default: $USER).")
  private @Nullable String by;

  @Override
  int run(Console console) {
    Release now = operator(console, by).publish(reason, pages(console));
    console.result(
        "Readers see %s for %s, and nights go on from it.%n"
            .formatted(now.id(), now.businessDate()),
        Console.document(
            "release", now.id(), "business_date", now.businessDate().toString(), "held", false));
    return ExitCode.DONE;
  }
}
