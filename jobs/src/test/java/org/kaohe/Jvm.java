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
    return start(List.of(), Map.of(), main, arguments);
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
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    return builder.start();
  }
}
