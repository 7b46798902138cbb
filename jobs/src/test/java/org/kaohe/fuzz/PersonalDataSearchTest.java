package org.kaohe.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.Jvm;
import org.kaohe.cli.Main;

/**
 * Plants personal values wherever a department may have put one, runs nights that succeed, correct,
 * replay, refuse, fail and are killed, asks every verb, and then searches every byte that is left:
 * tables with all their versions, pages, ledger, scratch folders, Spark's event log and all that
 * was said. Only the landing folder and the definitions, where they were planted, may hold one.
 */
@Tag("slow")
class PersonalDataSearchTest {
  private static final long SEED = Long.getLong("kaohe.seed", 11);
  private static final String KEY = "Zq7-pseudonym-key-of-this-test-4w";

  /** A text of a county that no rule protects: found, or the search itself is broken. */
  private static final String THE_KEY = "the key";

  private static final String THE_OPEN = "in the open";
  private static final String IN_THE_OPEN = "探针探针甲乙丙丁";

  @TempDir static Path root;

  private static final Needles PLANTED = new Needles();

  /** Every value that was found, and where. */
  private static final List<String> HITS = new ArrayList<>();

  private static final List<String> EXITS = new ArrayList<>();

  private static Path workspace = Path.of("");
  private static Path scratch = Path.of("");
  private static Path events = Path.of("");
  private static int said;

  @BeforeAll
  static void runTheNights() throws Exception {
    workspace = DirtyWorkspace.definitions(root.resolve("w"));
    scratch = Files.createDirectories(root.resolve("scratch"));
    events = Files.createDirectories(root.resolve("events"));
    PLANTED.add(THE_KEY, KEY);
    PLANTED.add(THE_OPEN, IN_THE_OPEN);
    PersonalDeliveries deliveries =
        new PersonalDeliveries(new Planted(SEED, PLANTED), workspace.resolve("landing"));
    DirtyWorkspace.deliverFirst(workspace);
    report("report_2024-H1_20250101_open.csv");
    definitions();
    deliveries.first();
    try (Verbs verbs = new Verbs()) {
      verbs.run("plan");
      verbs.run("nightly");
      deliveries.correction("corrected");
      deliveries.refused();
      DirtyWorkspace.deliverSecond(workspace);
      keyInAView();
      verbs.run("validate");
      verbs.run("nightly");
      noKeyInAView();
      verbs.run("nightly", "--output", "json");
      // A rule that can't be answered for every row ends in an exception of Spark, which likes to
      // quote the value.
      String good = person(c -> c + RULE);
      deliveries.correction("while a rule fails");
      verbs.run("validate");
      verbs.run("nightly");
      // Changes nothing, and everything is read again.
      Files.writeString(person(), good + "# A remark.\n");
      deliveries.correction("killed night");
      killed();
      look();
      verbs.run("nightly");
      everyVerb(verbs);
    }
    look();
  }

  private static final String RULE =
      "    quality:\n"
          + "      - {name: numbered, type: custom, engine: kaohe, implementation: 'cast(note as int)"
          + " >= 0', severity: error, description: For a failure.}\n";

  /** Contracts are foreign text too, and their descriptions are published. */
  private static void definitions() throws IOException {
    Planted planted = new Planted(SEED + 1, PLANTED);
    person(
        c ->
            c.replace(
                "purpose: For tests with dirty deliveries",
                "purpose: 例 %s %s".formatted(planted.id("contract"), planted.phone("contract"))));
    Path payment = workspace.resolve("schemas/social/payment.yaml");
    Files.writeString(
        payment,
        Files.readString(payment)
            + "    quality:\n"
            + "      - {name: some_good, metric: rowCount, mustBeGreaterOrEqualTo: 1, severity:"
            + " error}\n");
  }

  /** Spark puts a variable's value into a query, unless it is told not to. */
  private static void keyInAView() throws IOException {
    Files.createDirectories(view().getParent());
    Files.writeString(
        view(),
        "SELECT county AS unit, half_year AS period, due,"
            + " concat('${env:KAOHE_KEY}', ':', _line) AS _ref FROM county_report\n");
    Path fund = workspace.resolve("conf/indicators/county/FUND.yaml");
    Files.writeString(
        indicator(),
        Files.readString(fund)
            .replace("FUND", "KEYED")
            .replace("{from: county_report, sum: fund}", "{from: keyed, sum: due}"));
  }

  private static void noKeyInAView() throws IOException {
    Files.delete(view());
    Files.delete(indicator());
  }

  private static Path view() {
    return workspace.resolve("conf/views/keyed.sql");
  }

  private static Path indicator() {
    return workspace.resolve("conf/indicators/county/KEYED.yaml");
  }

  private static Path person() {
    return workspace.resolve("schemas/social/person.yaml");
  }

  private static String person(java.util.function.UnaryOperator<String> change) throws IOException {
    String before = Files.readString(person());
    Files.writeString(person(), change.apply(before));
    return before;
  }

  private static void report(String name) throws IOException {
    Files.writeString(
        workspace.resolve("landing/county/report").resolve(name),
        "县代码,半年,应缴户数,已缴户数,到位资金,备注\n410327,2024-H1,1,1,1," + IN_THE_OPEN + "\n");
  }

  private static void everyVerb(Verbs verbs) throws IOException {
    List<List<String>> all =
        new ArrayList<>(
            List.of(
                List.of("validate"),
                List.of("plan"),
                List.of("ls"),
                List.of("status"),
                List.of("explain", "good-counties", "甲县"),
                List.of("explain", "good-counties", "甲县", "--rows")));
    for (String layer : List.of("bronze", "silver", "gold", "ops")) {
      try (Stream<Path> tables = Files.list(workspace.resolve("warehouse").resolve(layer))) {
        tables.sorted().forEach(t -> all.add(List.of("show", layer + "/" + t.getFileName())));
      }
    }
    for (List<String> verb : all) {
      verbs.run(verb.toArray(String[]::new));
      List<String> json = new ArrayList<>(verb);
      json.addAll(List.of("--output", "json"));
      verbs.run(json.toArray(String[]::new));
    }
  }

  /** Ends as by the operating system, when bronze and silver of the register were written. */
  private static void killed() throws Exception {
    ProcessBuilder builder =
        Jvm.builder(options(), Main.class, "nightly", "--workspace", workspace.toString());
    builder.environment().put("KAOHE_KEY", KEY);
    Process process = builder.start();
    StringBuilder text = new StringBuilder();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      while (line != null && !line.matches(".* OK +silver.social_person .*")) {
        text.append(line).append('\n');
        line = reader.readLine();
      }
    } finally {
      process.destroyForcibly();
    }
    EXITS.add("killed " + process.waitFor());
    search(text.toString(), "what the killed night said");
  }

  private static List<String> options() {
    return List.of(
        "-Djava.io.tmpdir=" + scratch,
        "-Dspark.local.dir=" + scratch,
        // As operators do who want to see where the time went.
        "-Dspark.eventLog.enabled=true",
        "-Dspark.eventLog.compress=false",
        "-Dspark.eventLog.dir=" + events.toUri());
  }

  private static void look() {
    for (Path place :
        List.of(
            workspace.resolve("warehouse"),
            workspace.resolve("site"),
            workspace.resolve(".kaohe"),
            scratch,
            events)) {
      if (Files.exists(place)) {
        HITS.addAll(new PlainSearch(PLANTED).in(place));
      }
    }
  }

  private static void search(String text, String place) {
    new PlainSearch(PLANTED).in(text.getBytes(StandardCharsets.UTF_8), place, HITS);
  }

  /** The process that runs the verbs. */
  private static final class Verbs implements AutoCloseable {
    private final Process process;
    private final BufferedReader reader;

    Verbs() throws IOException {
      ProcessBuilder builder = Jvm.builder(options(), VerbServer.class, workspace.toString());
      builder.environment().put("KAOHE_KEY", KEY);
      process = builder.start();
      reader = process.inputReader(StandardCharsets.UTF_8);
    }

    void run(String... verb) throws IOException {
      OutputStream in = process.getOutputStream();
      in.write((String.join("\t", verb) + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
      StringBuilder text = new StringBuilder();
      String line = reader.readLine();
      while (line != null && !line.startsWith(VerbServer.END)) {
        text.append(line).append('\n');
        line = reader.readLine();
      }
      String place = "what %s said (%d)".formatted(String.join(" ", verb), ++said);
      EXITS.add(place + ": " + line);
      if (Boolean.getBoolean("kaohe.loud")) {
        System.out.println(place + "\n" + text);
      }
      search(text.toString(), place);
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      try {
        process.waitFor(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void noPersonalValueIsFoundAnywhere() {
    assertThat(found(l -> !l.startsWith(THE_KEY) && !l.startsWith(THE_OPEN))).isEmpty();
  }

  @Test
  void theKeyOfThePseudonymsIsFoundNowhere() {
    assertThat(found(l -> l.startsWith(THE_KEY))).isEmpty();
  }

  @Test
  void theSearchFindsWhatIsNotProtected() {
    assertThat(found(l -> l.startsWith(THE_OPEN)))
        .anyMatch(h -> h.contains("rows of bronze/county_report"))
        .anyMatch(h -> h.contains("rows of silver/county_report"))
        .anyMatch(h -> h.contains("what show bronze/county_report"));
  }

  @Test
  void theNightsWentAsTheyShould() {
    assertThat(EXITS.toString()).contains("killed 137").doesNotContain("null");
  }

  /** Each value once a place, without the names that differ from run to run. */
  private static Set<String> found(Predicate<String> which) {
    return HITS.stream()
        .filter(which)
        .map(h -> h.replaceAll("part-[^/ ]*|[0-9a-f-]{32,}|\\d{6,}|\\(\\d+\\)", "*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
