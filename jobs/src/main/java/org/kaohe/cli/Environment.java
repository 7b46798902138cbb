package org.kaohe.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What a verb takes from the machine; nothing else asks for it.
 *
 * @param variables environment variables
 * @param directory the current folder
 * @param home folder of the product: its {@code conf} and {@code schemas} are the demo
 * @param terminal whether somebody watches standard error
 * @param version of the product
 */
record Environment(
    PrintStream out,
    PrintStream err,
    Map<String, String> variables,
    Path directory,
    Optional<Path> home,
    Clock clock,
    boolean terminal,
    String version) {

  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(v -> !v.isBlank());
  }
}
