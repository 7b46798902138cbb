package org.kaohe.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.kaohe.cli.Shell;
import org.kaohe.cli.Shell.Said;
import org.kaohe.fuzz.Case.Placed;
import org.kaohe.fuzz.Mutator.Fate;

/** A night over good and spoilt deliveries, and what must hold after it whatever they are. */
final class DirtyNight {
  /** A night of small files that takes longer hangs. */
  private static final Duration LONGEST =
      Duration.ofSeconds(Integer.getInteger("kaohe.longest", 120));

  /** Nothing that a night or a verb says is longer. */
  private static final int LONGEST_LINE = 4_000;

  private static final int LONGEST_OUTPUT = 2_000_000;

  private final Path workspace;
  private final Shell shell;
  private final List<Placed> placed = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  DirtyNight(Path workspace) {
    this.workspace = DirtyWorkspace.definitions(workspace);
    this.shell = new Shell(workspace).with("KAOHE_KEY", "a key of this test only");
  }

  void place(Case spoilt) {
    placed.add(spoilt.place(workspace.resolve("landing")));
  }

  /** What did not hold; a night that did not end says only that. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /**
   * Runs the night and looks.
   *
   * @return false when it is no use to go on
   */
  boolean run(List<DirtyWorkspace.Expected> cells) {
    Said night = said("nightly", "--output", "json");
    if (night.code() > 1) {
      complaints.add("exit %d: %s".formatted(night.code(), last(night.err())));
      return false;
    }
    JsonNode result = night.json();
    if (!result.path("outcome").asText().equals("released")) {
      complaints.add("no release: " + result.path("failures"));
      return false;
    }
    gold(cells);
    Map<String, JsonNode> ledger = ledger();
    boolean refused =
        ledger.values().stream()
            .anyMatch(e -> !Set.of("accepted", "duplicate").contains(e.path("state").asText()));
    if (night.code() == 0 && refused) {
      complaints.add("exit 0, though files were refused or held");
    }
    if (night.code() == 1 && !refused) {
      complaints.add("exit 1, though every file was taken: " + result.path("failures"));
    }
    rows(ledger.values());
    placed.forEach(p -> file(p, ledger));
    clean("nightly", night);
    for (String[] verb :
        List.of(
            new String[] {"status"},
            new String[] {"status", "--output", "json"},
            new String[] {"show", "ops/delivery", "--limit", "1000"},
            new String[] {"show", "ops/quarantine", "--limit", "1000"})) {
      Said looked = said(verb);
      // A table without a row does not exist yet.
      if (looked.code() > 1 && !looked.err().contains("K9004")) {
        complaints.add(String.join(" ", verb) + " exits " + looked.code() + last(looked.err()));
      }
      clean(String.join(" ", verb), looked);
    }
    return true;
  }

  /** A night without change ends as the one before, without Spark. */
  void again(boolean failed) {
    Said night = said("nightly", "--output", "json");
    JsonNode result = night.json();
    if (!result.path("outcome").asText().equals("unchanged")
        || result.path("spark_jobs").asInt() > 0) {
      complaints.add(
          "a night without change is %s with %s jobs of Spark"
              .formatted(result.path("outcome"), result.path("spark_jobs")));
    }
    if (night.code() != (failed ? 1 : 0)) {
      complaints.add("a night without change exits %d".formatted(night.code()));
    }
  }

  /** Whether the ledger holds a file that somebody has to mend. */
  boolean refusedSome() {
    return ledger().values().stream()
        .anyMatch(e -> !Set.of("accepted", "duplicate").contains(e.path("state").asText()));
  }

  private void gold(List<DirtyWorkspace.Expected> cells) {
    Map<String, String> values = new HashMap<>();
    for (JsonNode cell : json("show", "gold/indicator_value", "--output", "json")) {
      values.put(
          cell.path("indicator").asText()
              + cell.path("unit").asText()
              + cell.path("period").asText(),
          cell.path("value").asText() + " " + cell.path("reason").asText());
    }
    for (DirtyWorkspace.Expected cell : cells) {
      String found = values.getOrDefault(cell.indicator() + cell.unit() + cell.period(), "no cell");
      if (!equal(found.split(" ")[0], cell.value())) {
        complaints.add("%s but is %s".formatted(cell, found));
      }
    }
  }

  private static boolean equal(String found, String expected) {
    try {
      return new BigDecimal(found).compareTo(new BigDecimal(expected)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The last entry of every file. */
  private Map<String, JsonNode> ledger() {
    Map<String, JsonNode> last = new TreeMap<>();
    for (JsonNode entry : json("show", "ops/delivery", "--output", "json")) {
      last.merge(
          entry.path("file").asText(),
          entry,
          (a, b) -> a.path("run_id").asText().compareTo(b.path("run_id").asText()) > 0 ? a : b);
    }
    return last;
  }

  private static final List<String> PARTS =
      List.of("accepted", "superseded", "deleted", "control", "quarantined");

  private void rows(Iterable<JsonNode> ledger) {
    Map<String, Long> kept = counted("ops/quarantine");
    Map<String, Map<String, Long>> bronze = new HashMap<>();
    for (JsonNode entry : ledger) {
      if (!entry.path("state").asText().equals("accepted")) {
        continue;
      }
      long delivered = entry.path("delivered").asLong();
      long sum = PARTS.stream().mapToLong(p -> entry.path(p).asLong()).sum();
      if (sum != delivered) {
        complaints.add("rows do not add up: " + entry);
      }
      String id = entry.path("delivery").asText();
      if (kept.getOrDefault(id, 0L) != entry.path("quarantined").asLong()) {
        complaints.add("quarantine holds %s rows of %s".formatted(kept.get(id), entry));
      }
      String dataset = entry.path("dataset").asText();
      long held = bronze.computeIfAbsent(dataset, d -> counted("bronze/" + d)).getOrDefault(id, 0L);
      if (held != delivered) {
        complaints.add("bronze holds %d rows of %s".formatted(held, entry));
      }
    }
  }

  private Map<String, Long> counted(String table) {
    Said said = said("show", table, "--columns", "delivery", "--output", "json");
    Map<String, Long> counts = new HashMap<>();
    if (said.code() == 0) {
      said.json().forEach(r -> counts.merge(r.path("delivery").asText(), 1L, Long::sum));
    }
    return counts;
  }

  private void file(Placed file, Map<String, JsonNode> ledger) {
    if (file.told().isEmpty()) {
      return;
    }
    Map<String, String> states = new LinkedHashMap<>();
    ledger.forEach(
        (name, entry) -> {
          if (name.toLowerCase(java.util.Locale.ROOT).contains(file.told())) {
            states.put(name, entry.path("state").asText());
            boolean other = entry.path("delivered").asLong() != file.records().orElse(0);
            if (entry.path("state").asText().equals("accepted")
                && file.records().isPresent()
                && other) {
              complaints.add(
                  "%s has %d records and %s are told"
                      .formatted(file, file.records().getAsLong(), entry.path("delivered")));
            }
          }
        });
    if (states.isEmpty()) {
      complaints.add(file + " is told nowhere");
      return;
    }
    Fate fate = file.of().mutator().fate();
    if (fate == Fate.TAKEN && !states.containsValue("accepted")) {
      complaints.add("%s should have been taken in: %s".formatted(file, ledger.get(file.file())));
    }
    if (fate == Fate.REFUSED && states.containsValue("accepted")) {
      complaints.add("%s should have been refused: %s".formatted(file, ledger.get(file.file())));
    }
  }

  private void clean(String verb, Said said) {
    for (String text : List.of(said.out(), said.err())) {
      if (text.length() > LONGEST_OUTPUT) {
        complaints.add("%s says %,d characters".formatted(verb, text.length()));
      }
      text.lines()
          .filter(l -> !verb.contains("json") && !verb.startsWith("nightly"))
          .filter(l -> l.length() > LONGEST_LINE)
          .findFirst()
          .ifPresent(
              l -> complaints.add("%s says a line of %,d characters".formatted(verb, l.length())));
      text.codePoints()
          .filter(DirtyNight::unsafe)
          .findFirst()
          .ifPresent(c -> complaints.add("%s says U+%04X: %s".formatted(verb, c, around(text, c))));
    }
    if (said.err().lines().anyMatch(l -> l.startsWith("ERROR  K9999: 假"))
        || (!verb.contains("json")
            && said.out().lines().anyMatch(l -> l.contains("K9999: 假") && l.startsWith("ERROR")))) {
      complaints.add(verb + " says a line that a file forged");
    }
  }

  private static String around(String text, int codePoint) {
    int at = text.indexOf(codePoint);
    return text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 20))
        .replaceAll("\\p{Cntrl}", "?");
  }

  private static boolean unsafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint != '\n';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private JsonNode json(String... verb) {
    return said(verb).json();
  }

  private Said said(String... verb) {
    CompletableFuture<Said> running = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                running.complete(shell.run(verb));
              } catch (Throwable e) {
                running.completeExceptionally(e);
              }
            },
            "dirty-night");
    thread.setDaemon(true);
    thread.start();
    try {
      return running.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      StringBuilder where = new StringBuilder("does not end:");
      Thread.getAllStackTraces()
          .forEach(
              (t, stack) -> {
                if (t.getName().contains("dirty-night")
                    || t.getName().contains("Executor task")
                    || t.getName().contains("ForkJoin")) {
                  where.append("\n  ").append(t.getName());
                  for (int i = 0; i < Math.min(12, stack.length); i++) {
                    where.append("\n    ").append(stack[i]);
                  }
                }
              });
      return new Said(99, "{}", where.toString());
    } catch (ExecutionException e) {
      return new Said(98, "{}", String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The end of what was said, without the stack. */
  private static String last(String text) {
    String said =
        text.lines()
            .filter(l -> !l.startsWith("\tat ") && !l.startsWith("\t..."))
            .collect(Collectors.joining("\n"));
    return said.length() > 1500 ? said.substring(said.length() - 1500) : said;
  }
}
