package org.kaohe.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.config.Glossary;
import org.kaohe.config.Label;
import org.kaohe.config.Unit;
import org.kaohe.error.KaoheException;

class DashboardTest {
  private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

  @TempDir Path folder;

  @Test
  void theSameReleaseGivesTheSameBytes() throws IOException {
    Dashboard.publish(new SampleSource(true), folder.resolve("a"));
    Dashboard.publish(new SampleSource(true), folder.resolve("b"));
    assertThat(content(folder.resolve("a"))).isEqualTo(content(folder.resolve("b")));
  }

  @Test
  void aNewPublicationTakesThePlaceOfTheOldOneAndLeavesNothingBeside() throws IOException {
    Path site = folder.resolve("site");
    Dashboard.publish(new SampleSource(true), site);
    Files.writeString(site.resolve("data/units/gone.js"), "");
    Dashboard.Published published = Dashboard.publish(new SampleSource(true), site);
    assertThat(site.resolve("data/units/gone.js")).doesNotExist();
    assertThat(published.index()).exists();
    assertThat(published.release()).isEqualTo(SampleSource.RELEASE);
    assertThat(Dashboard.published(site)).contains(SampleSource.RELEASE);
    assertThat(Dashboard.published(folder)).isEmpty();
    try (Stream<Path> beside = Files.list(folder)) {
      assertThat(beside).containsExactly(site);
    }
  }

  @Test
  void aPublicationThatWasKilledBetweenTheRenamesIsPutRight() throws IOException {
    Path site = folder.resolve("site");
    Dashboard.publish(new SampleSource(true), site);
    Files.move(site, folder.resolve(".site.previous"));
    Files.createDirectories(folder.resolve(".site.next/data"));
    SiteFolder.start(site);
    assertThat(site.resolve("index.html")).exists();
  }

  @Test
  void aFolderOfSomebodyElseIsNeverReplaced() throws IOException {
    Path site = Files.createDirectories(folder.resolve("documents"));
    Files.writeString(site.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> Dashboard.publish(new SampleSource(true), site))
        .isInstanceOfSatisfying(KaoheException.class, e -> assertThat(e.code()).isEqualTo("K5001"));
    assertThat(site.resolve("thesis.txt")).hasContent("years of work");
  }

  @Test
  void textOfDataCannotEndOrStartATag() {
    assertThat(Script.put("x", TextNode.valueOf("</script><!--&\u2028\u2029'\"\\")))
        .isEqualTo(
            "kaohe.put(\"x\",\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029'\\\"\\\\\");\n");
    assertThat(Script.html("<a href='x'>\"&")).isEqualTo("&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
  }

  @Test
  void hostileNamesReachTheFolderOnlyEscaped() throws IOException {
    String hostile = "</script><img src=x onerror=alert(1)>";
    SampleSource source = new SampleSource(true, u -> renamed(u, hostile));
    Dashboard.publish(source, folder.resolve("site"));
    content(folder.resolve("site"))
        .forEach((file, text) -> assertThat(text).as(file).doesNotContain("<img src=x"));
  }

  @Test
  void linesOfDeliveriesAreNotInTheFolder() throws IOException {
    assertThat(Values.withoutLines("delivery 0a1b:17")).isEqualTo("delivery 0a1b");
    assertThat(Values.withoutLines("plan conf/targets/2025.csv:3"))
        .isEqualTo("plan conf/targets/2025.csv:3");
    Dashboard.publish(new SampleSource(true), folder.resolve("site"));
    content(folder.resolve("site"))
        .forEach((file, text) -> assertThat(text).as(file).doesNotContain("12;15;17"));
  }

  @Test
  void columnsAreWrittenInTheirShortestForm() throws IOException {
    Columnar table = new Columnar("same", "few", "many", "none");
    table.add("x", "a", "1.10", null);
    table.add("x", "a", "2.20", null);
    table.add("x", "b", null, null);
    table.add("x", "a", "3.30", null);
    table.add("x", null, "4.40", null);
    JsonNode expected =
        new ObjectMapper()
            .readTree(
                """
                {"n": 5, "same": {"c": "x"}, "few": {"d": ["a", "b"], "i": [0, 0, 1, 0, -1]},
                 "many": ["1.10", "2.20", null, "3.30", "4.40"], "none": {"c": null}}
                """);
    assertThat(new ObjectMapper().readTree(table.json().toString())).isEqualTo(expected);
  }

  @Test
  void fileNamesDifferWhereCaseIsNotToldApart() {
    FileNames names = new FileNames(List.of("HLT-001", "hlt-001", "../etc", "con", "贵州"));
    assertThat(names.of("HLT-001")).isEqualTo("x-hlt-001");
    assertThat(names.of("hlt-001")).startsWith("h-");
    assertThat(names.of("../etc")).matches("h-[0-9a-f]{16}");
    assertThat(names.of("con")).isEqualTo("x-con");
    assertThat(names.of("贵州")).matches("h-[0-9a-f]{16}");
  }

  @Test
  void everyWordOfThePageIsInTheGlossaryAndNoneInItsCode() throws IOException {
    Glossary glossary = Glossary.load();
    String code = scripts();
    Matcher used = Pattern.compile("\\bt\\(\"([a-z0-9.-]+)\"(?:(?: \\+)|[,)])").matcher(code);
    Set<String> unknown = new TreeSet<>();
    while (used.find()) {
      String key = used.group(1);
      boolean stem = key.endsWith(".") || key.endsWith("-");
      boolean known =
          stem
              ? glossary.words().keySet().stream().anyMatch(k -> k.startsWith(key))
              : glossary.words().containsKey(key);
      if (!known) {
        unknown.add(key);
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(CHINESE.matcher(code).find()).isFalse();
    assertThat(CHINESE.matcher(read("/dashboard/index.html")).find()).isFalse();
  }

  @Test
  void theGlossaryHasBothLanguagesForEveryWord() {
    Glossary.load()
        .words()
        .forEach(
            (key, word) -> {
              assertThat(word.zh()).as(key).isNotBlank();
              assertThat(word.en()).as(key).isNotBlank();
              assertThat(placeholders(word.zh())).as(key).isEqualTo(placeholders(word.en()));
            });
  }

  @Test
  void thePageNeverBuildsMarkupFromText() throws IOException {
    assertThat(scripts())
        .doesNotContainPattern(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function"
                + "|fetch\\(|XMLHttpRequest|import\\(|https?://");
  }

  static Unit renamed(Unit unit, String name) {
    return new Unit(
        unit.code(),
        new Label(unit.name().zh() + name, unit.name().en() + name),
        unit.kind(),
        unit.parent(),
        unit.classes(),
        unit.validFrom(),
        unit.validTo(),
        unit.predecessors());
  }

  private static Set<String> placeholders(String text) {
    Matcher found = Pattern.compile("\\{(\\w+)}").matcher(text);
    Set<String> names = new TreeSet<>();
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  /** All scripts of ours, as the page names them. */
  private static String scripts() throws IOException {
    StringBuilder code = new StringBuilder();
    Matcher named = Dashboard.SCRIPT.matcher(read("/dashboard/index.html"));
    while (named.find()) {
      String script = read("/dashboard/" + named.group(1));
      assertThat(script.lines().count()).as(named.group(1)).isLessThanOrEqualTo(400);
      code.append(script);
    }
    return code.toString();
  }

  private static String read(String resource) throws IOException {
    try (var in = Dashboard.class.getResourceAsStream(resource)) {
      return new String(
          java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Map<String, String> content(Path site) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(site)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(site.relativize(file).toString(), Files.readString(file));
      }
    }
    return content;
  }
}
