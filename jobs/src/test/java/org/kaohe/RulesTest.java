package org.kaohe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rules of the numbers and the joints of the house are said once, in {@code rules.yaml}: the
 * class that holds each, the test that names it, and the page {@code conf/METHOD.md}. Run with
 * {@code -Dkaohe.golden.update=true} to write that page anew.
 */
class RulesTest {
  private static final Path MAIN = Path.of("src/main");
  private static final Path METHOD = Path.of("../conf/METHOD.md");
  private static final Pattern CITED =
      Pattern.compile("(?<![A-Za-z0-9_.$#-])([RJ][1-9]\\d?)(?![A-Za-z0-9_])");

  private final JsonNode source = read("rules.yaml");

  @Test
  void everyRuleThatIsCitedIsSaid() throws IOException {
    Set<String> said = new TreeSet<>();
    all().forEach(rule -> said.add(rule.get("id").asText()));
    Set<String> cited = new TreeSet<>();
    for (Path folder : List.of(MAIN, Path.of("../schemas"), Path.of("../conf"), Path.of("adr"))) {
      for (Path file : files(folder, "java|yaml|md|json|js")) {
        // The standard's schema is a third party's, and the demo has codes of diseases.
        if (!file.endsWith("odcs-v3.1.0.schema.json") && !file.toString().contains("/demo/")) {
          CITED.matcher(Files.readString(file)).results().forEach(m -> cited.add(m.group(1)));
        }
      }
    }
    assertThat(said).containsAll(cited);
  }

  @Test
  void aRuleThatIsBuiltHasItsClassAndItsTest() throws IOException {
    Set<String> classes =
        files(MAIN.resolve("java"), "java").stream()
            .map(f -> f.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    List<String> table = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (JsonNode rule : all()) {
      String id = rule.get("id").asText();
      String held = rule.path("class").asText();
      String test = rule.path("test").asText();
      table.add(
          "%-4s %-20s %s"
              .formatted(id, held.isEmpty() ? "not built" : held, held.isEmpty() ? "" : test));
      if (held.isEmpty() != test.isEmpty()
          || (!held.isEmpty() && (!classes.contains(held) || !exists(test)))) {
        wrong.add(id);
      }
    }
    Files.write(Files.createDirectories(Path.of("target")).resolve("rules.txt"), table);
    assertThat(wrong).isEmpty();
  }

  /** A method of a test class, {@code room/Test#method}, or a golden folder. */
  private static boolean exists(String test) throws IOException {
    int at = test.indexOf('#');
    if (at < 0) {
      return Files.isDirectory(Path.of("src/test").resolve(test));
    }
    Path file = Path.of("src/test/java/org/kaohe").resolve(test.substring(0, at) + ".java");
    return Files.isRegularFile(file)
        && Files.readString(file).contains("void " + test.substring(at + 1) + "(");
  }

  @Test
  void theMethodPageSaysThem() throws IOException {
    String page = page();
    if (Boolean.getBoolean("kaohe.golden.update")) {
      Files.writeString(METHOD, page);
    }
    assertThat(METHOD).content().isEqualTo(page);
  }

  private String page() {
    StringBuilder page = new StringBuilder("# " + heading("title") + "\n");
    for (String part : List.of("rules", "joints")) {
      page.append("\n## ").append(heading(part)).append("\n\n");
      source.get(part).forEach(r -> page.append(line("**" + r.get("id").asText() + "** ", r)));
    }
    page.append("\n## ").append(heading("notes")).append("\n\n");
    source.get("notes").forEach(n -> page.append(line("", n)));
    page.append("\n## ")
        .append(heading("measures"))
        .append("\n\n| id | zh | en | | |\n|---|---|---|---|---|\n");
    for (JsonNode m : read("measures.yaml").get("measures")) {
      page.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  m.get("id").asText(),
                  m.at("/name/zh").asText(),
                  m.at("/name/en").asText(),
                  m.get("dimension").asText(),
                  m.get("factor").decimalValue().stripTrailingZeros().toPlainString()));
    }
    return page.toString();
  }

  private static String line(String id, JsonNode text) {
    return "- %s%s %s\n".formatted(id, text.get("zh").asText(), text.get("en").asText());
  }

  private String heading(String name) {
    JsonNode heading = source.get("headings").get(name);
    return heading.get("zh").asText() + " · " + heading.get("en").asText();
  }

  private List<JsonNode> all() {
    List<JsonNode> all = new ArrayList<>();
    source.get("rules").forEach(all::add);
    source.get("joints").forEach(all::add);
    return all;
  }

  private static JsonNode read(String resource) {
    try {
      return new YAMLMapper().readTree(MAIN.resolve("resources").resolve(resource).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder, String endings) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().matches(".*\\.(" + endings + ")")).toList();
    }
  }
}
