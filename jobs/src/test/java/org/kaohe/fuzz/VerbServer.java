package org.kaohe.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.kaohe.cli.Shell;

/**
 * Runs verbs one after another in a process of its own, so that its scratch folders, its
 * environment and all that it says can be searched without paying a cold Spark for each.
 */
final class VerbServer {
  static final String END = "=== exit ";

  private VerbServer() {}

  /** Reads a verb a line, its words separated by tabs; ends with its input. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Shell shell = new Shell(Path.of(args[0])).with("KAOHE_KEY", System.getenv("KAOHE_KEY"));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Shell.Said said = shell.run(line.split("\t"));
      out.println(said.out());
      out.println(said.err());
      out.println(END + said.code());
    }
  }
}
