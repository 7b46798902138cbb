package org.kaohe.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.kaohe.config.Glossary;
import org.kaohe.error.CleanText;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import org.kaohe.error.StorageTrouble;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: arguments in, exit code out. */
@Command(
    name = "kaohe",
    description = "Turns what departments deliver into scores that officials can defend.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    subcommands = {
      DemoVerb.class,
      NightlyVerb.class,
      ValidateVerb.class,
      PlanVerb.class,
      LsVerb.class,
      StatusVerb.class,
      DismissVerb.class,
      ShowVerb.class,
      ExplainVerb.class,
      RollbackVerb.class,
      PublishVerb.class,
      BenchVerb.class,
    },
    footer = {
      "",
      "Examples:",
      "  kaohe demo                 the demo's sample years, a night on them, a page",
      "  kaohe nightly -w /srv/kaohe",
      "  kaohe show gold/scorecard --where section=total",
      "  kaohe VERB --help          what a verb does, with examples",
      "",
      "Exit codes: 0 done (warnings allowed), 1 finished with failures (nothing bad is",
      "published), 2 did not run (usage, definitions), 3 another run holds the lock,",
      "4 not ready (input is missing, or somebody holds a release), 130 interrupted."
    })
public final class Main implements Runnable {
  private final Environment environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  Main(Environment environment) {
    this.environment = environment;
  }

  /** Placeholder until picocli sets the parent of a verb. */
  static Main none() {
    return new Main(
        new Environment(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            java.util.Map.of(),
            Path.of(""),
            Optional.empty(),
            Clock.systemUTC(),
            false,
            ""));
  }

  Environment environment() {
    return environment;
  }

  /** Runs a verb and ends the process. */
  @SuppressWarnings("SystemConsoleNull") // From Java 22 on somebody always seems to watch: colours.
  public static void main(String[] args) {
    // Whatever the locale says: our texts are Chinese, and JSON is UTF-8.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    // What libraries and the JVM itself print may hold names of files and cells as well (J26).
    System.setOut(CleanStream.prompt(out));
    System.setErr(CleanStream.prompt(err));
    Environment environment =
        new Environment(
            out,
            err,
            variables(),
            Path.of("").toAbsolutePath(),
            Optional.ofNullable(System.getProperty("kaohe.home")).map(Path::of),
            Clock.systemUTC(),
            System.console() != null,
            version());
    int code = namesAreRead(environment, args) ? run(environment, args) : ExitCode.DID_NOT_RUN;
    System.out.flush();
    System.err.flush();
    out.flush();
    System.exit(code);
  }

  /** Without the launcher the locale decides which names of files Java can write down at all. */
  private static boolean namesAreRead(Environment environment, String... args) {
    if (!writable(Glossary.load().word("app.title").zh())) {
      return told(
          environment,
          "Java was started in a locale without Chinese (%s), and files with such names would not be found. Start it by bin/kaohe, or set LC_ALL=C.UTF-8 before."
              .formatted(System.getProperty("sun.jnu.encoding")));
    }
    for (String argument : args) {
      if (argument.indexOf('\uFFFD') >= 0) {
        return told(
            environment,
            "The argument %s is not in %s, so it can't be understood. Type it in a terminal that is set to UTF-8."
                .formatted(CleanText.line(argument), System.getProperty("sun.jnu.encoding")));
      }
    }
    return true;
  }

  private static boolean writable(String name) {
    try {
      return Path.of(name).toString().equals(name);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean told(Environment environment, String message) {
    new Console(environment.out(), environment.err(), false, false, false)
        .error(ErrorCode.LOCALE.code(), message, ExitCode.DID_NOT_RUN);
    return false;
  }

  /**
   * The environment, with the key that the launcher hands over by a file descriptor: processes that
   * Java starts would inherit a variable.
   */
  private static Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    String descriptor = System.getProperty("kaohe.key.fd");
    if (descriptor != null) {
      try {
        String text = Files.readString(Path.of("/dev/fd", descriptor));
        // The shell ends the document with a line end that is none of the key's.
        variables.put(
            "KAOHE_KEY", text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return variables;
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  static int run(Environment environment, String... args) {
    CommandLine line = new CommandLine(new Main(environment));
    line.setOut(
        new PrintWriter(CleanStream.prompt(environment.out()), true, StandardCharsets.UTF_8));
    line.setErr(
        new PrintWriter(CleanStream.prompt(environment.err()), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setParameterExceptionHandler((e, a) -> usage(environment, e));
    line.setExecutionExceptionHandler((e, at, parsed) -> failure(environment, parsed, e));
    try {
      return line.execute(args);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError | AssertionError e) {
      // Left alone they would end the process as if a night had finished with failures.
      return failure(environment, line.getParseResult(), e);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: a verb is missing.");
  }

  private static int usage(Environment environment, ParameterException e) {
    CommandLine line = e.getCommandLine();
    StringBuilder message = new StringBuilder(String.valueOf(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      message.append(Suggestions.of(unmatched));
    }
    String end = message.toString().matches("(?s).*[.?]") ? " " : ". ";
    message.append(end + "Try: %s --help".formatted(line.getCommandSpec().qualifiedName()));
    console(environment, line.getParseResult())
        .error(ErrorCode.COMMAND_UNREADABLE.code(), message.toString(), ExitCode.DID_NOT_RUN);
    return ExitCode.DID_NOT_RUN;
  }

  private static int failure(Environment environment, ParseResult parsed, Throwable e) {
    Console console = console(environment, parsed);
    Optional<KaoheException> known =
        e instanceof KaoheException ours
            ? Optional.of(ours)
            : StorageTrouble.of(e, environment.directory().toString());
    if (known.isPresent()) {
      int code = ExitCode.of(known.get());
      console.error(known.get(), code);
      return code;
    }
    console.trace(e);
    console.error(
        ErrorCode.OWN_ERROR.code(),
        "This is an error of ours, not of yours: " + e + ". Please report it with the lines above.",
        ExitCode.DID_NOT_RUN);
    return ExitCode.DID_NOT_RUN;
  }

  /** As far as the arguments could be read, errors are told in the form asked for. */
  private static Console console(Environment environment, ParseResult parsed) {
    boolean json =
        parsed.originalArgs().stream().anyMatch(a -> a.equals("--output=json"))
            || followed(parsed, "--output", "json")
            || (environment.variable("KAOHE_OUTPUT").equals(Optional.of("json"))
                && !followed(parsed, "--output", "text"));
    return new Console(environment.out(), environment.err(), json, false, false);
  }

  private static boolean followed(ParseResult parsed, String option, String value) {
    var args = parsed.originalArgs();
    int at = args.indexOf(option);
    return at >= 0 && at + 1 < args.size() && args.get(at + 1).equals(value);
  }

  /** {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"kaohe " + version()};
    }
  }
}
