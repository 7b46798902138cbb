package org.kaohe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A second Java process with the class path of the tests, for what one process can't show. */
public final class Jvm {
  private Jvm() {}

  /** Starts a main class; its two outputs come as one stream. */
  public static Process start(Class<?> main, String... arguments) throws IOException {
    return builder(List.of(), main, arguments).start();
  }

  /** The same with changed environment variables. */
  public static Process start(Map<String, String> variables, Class<?> main, String... arguments)
      throws IOException {
    return start(List.of(), variables, main, arguments);
  }

  /**
   * The same with more of what a process may be given.
   *
   * @param options of Java
   * @param variables of its environment
   */
  public static Process start(
      List<String> options, Map<String, String> variables, Class<?> main, String... arguments)
      throws IOException {
    ProcessBuilder builder = builder(options, main, arguments);
    builder.environment().putAll(variables);
    return builder.start();
  }

  /** The same, not started yet, with further options for Java. */
  public static ProcessBuilder builder(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("bin", "java.args").toAbsolutePath());
    command.addAll(
        List.of("-Xmx1500m", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=256m"));
    command.add("-Duser.timezone=UTC");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }
}
