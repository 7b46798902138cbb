package org.kaohe.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/** The verb or option that was probably meant. */
final class Suggestions {
  private Suggestions() {}

  static String of(UnmatchedArgumentException error) {
    String typed = error.getUnmatched().isEmpty() ? "" : error.getUnmatched().get(0);
    CommandLine line = error.getCommandLine();
    List<String> names = new ArrayList<>();
    if (typed.startsWith("-")) {
      line.getCommandSpec().options().forEach(o -> names.addAll(List.of(o.names())));
    } else {
      names.addAll(line.getSubcommands().keySet());
    }
    int value = typed.indexOf('=');
    Optional<String> meant = Nearest.of(value < 0 ? typed : typed.substring(0, value), names);
    return meant.map(m -> ". Did you mean " + m + "?").orElse("");
  }
}
