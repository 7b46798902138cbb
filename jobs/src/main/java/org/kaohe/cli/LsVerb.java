package org.kaohe.cli;

import org.jspecify.annotations.Nullable;
import org.kaohe.report.Listing;
import org.kaohe.run.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "ls",
    description = "Lists datasets, indicators, scorecards and tables.",
    footer = {
      "",
      "Examples:",
      "  kaohe ls",
      "  kaohe ls --select indicator:HLT-*",
      "  kaohe ls --output json"
    })
final class LsVerb extends Verb {
  @Option(
      names = "--select",
      paramLabel = "NAMES",
      description = "Only these: HLT-*, dataset:health_*, department:grain, table:gold/*.")
  private @Nullable String select;

  @Override
  int run(Console console) {
    Selection selection = select == null ? Selection.ALL : Selection.parse(select);
    Listing listing = new Listing(definitions(console), selection);
    console.result(listing.text(), listing.json());
    return ExitCode.DONE;
  }
}
