package org.kaohe.cli;

import org.jspecify.annotations.Nullable;
import org.kaohe.delta.Release;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    description = {
      "Has readers see an earlier release, at once, and the pages with them; starts no Spark.",
      "It is held: until kaohe publish, a nightly ends with exit code 4."
    },
    footer = {
      "",
      "Examples:",
      "  kaohe show ops/release             lists all releases",
      "  kaohe rollback R000041 --reason 'the night of 9999-12-31 was a slip'",
      "  kaohe publish                      lets nights go on from it"
    })
final class RollbackVerb extends Verb {
  @Parameters(paramLabel = "RELEASE", description = "Its id, such as R000041.")
  private String release = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
  private String reason = "no reason given";

  @Option(names = "--by", paramLabel = "NAME", description = "Who (default: $USER).")
  private @Nullable String by;

  @Override
  int run(Console console) {
    Release now = operator(console, by).rollback(release, reason, pages(console));
    console.result(
        "Readers see %s for %s, and it is held. To let nights go on from it: kaohe publish%n"
            .formatted(now.id(), now.businessDate()),
        Console.document(
            "release", now.id(), "business_date", now.businessDate().toString(), "held", true));
    return ExitCode.DONE;
  }
}
