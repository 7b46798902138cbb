package org.kaohe.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.kaohe.config.Glossary;
import org.kaohe.config.Label;
import org.kaohe.error.CleanText;
import org.kaohe.error.KaoheException;

/**
 * A release as one folder of pages that a browser opens from {@code file://}, without network and
 * without a server. The folder is for the appraisal office: it holds totals, grades and ranks
 * (RULES R27, R30).
 */
public final class Dashboard {
  private static final String RESOURCES = "/dashboard/";
  private static final String ECHARTS = "/META-INF/maven/org.webjars/echarts/pom.properties";

  /** The page names its scripts, in the order in which they need each other. */
  static final Pattern SCRIPT = Pattern.compile("src=\"(app/[a-z]+\\.js)\"");

  private Dashboard() {}

  /**
   * What was written.
   *
   * @param index the file to open
   * @param bytes size of all files together
   */
  public record Published(Path index, String release, int files, long bytes) {}

  /**
   * Writes the pages of a release and puts them in the place of the former ones by rename. The same
   * release gives the same bytes.
   *
   * @param site folder of the pages; must not exist, be empty, or hold an earlier publication
   * @throws KaoheException K5001 when the place is taken, K5002 when it can't be written
   */
  public static Published publish(DashboardSource source, Path site) {
    Glossary glossary = source.definitions().glossary();
    SiteFolder folder = SiteFolder.start(site);
    PageData data = new PageData(source);
    String index = index(source, glossary);
    folder.write("index.html", index);
    SCRIPT
        .matcher(index)
        .results()
        .map(script -> script.group(1))
        .forEach(script -> folder.write(script, resource(RESOURCES + script)));
    folder.write("style.css", resource(RESOURCES + "style.css"));
    folder.write("echarts.min.js", echarts());
    data(folder, "overview", data.overview(glossary));
    data.files().forEach((name, content) -> data(folder, name, content));
    folder.write(SiteFolder.MARK, mark(source));
    Path home = folder.release();
    return new Published(
        home.resolve("index.html"), source.release().id(), folder.files(), folder.bytes());
  }

  private static void data(SiteFolder folder, String name, JsonNode content) {
    folder.write("data/" + name + ".js", Script.put(name, Script.clean(content)));
  }

  /** The release that a site shows; empty when there is none, or not one of ours. */
  public static Optional<String> published(Path site) {
    Path mark = site.resolve(SiteFolder.MARK);
    if (!Files.isRegularFile(mark)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          new ObjectMapper().readTree(mark.toFile()).path("release").textValue());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String mark(DashboardSource source) {
    return JsonNodeFactory.instance
            .objectNode()
            .put("release", source.release().id())
            .put("business_date", source.release().businessDate().toString())
            .put("audience", "office")
            .put("demo", source.definitions().project().demo())
            .toPrettyString()
        + "\n";
  }

  private static String index(DashboardSource source, Glossary glossary) {
    Label title = source.definitions().project().title();
    return new String(resource(RESOURCES + "index.html"), StandardCharsets.UTF_8)
        .replace("{{title}}", Script.html(CleanText.line(title.zh())))
        .replace("{{skip}}", Script.html(glossary.word("app.skip").zh()))
        .replace("{{noscript}}", Script.html(glossary.word("app.noscript").zh()))
        .replace("{{noscript-en}}", Script.html(glossary.word("app.noscript").en()));
  }

  /** The library under the version that is on the class path, whichever that is. */
  private static byte[] echarts() {
    try (InputStream in =
        Objects.requireNonNull(Dashboard.class.getResourceAsStream(ECHARTS), ECHARTS)) {
      Properties properties = new Properties();
      properties.load(in);
      return resource(
          "/META-INF/resources/webjars/echarts/%s/echarts.min.js"
              .formatted(properties.getProperty("version")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = Objects.requireNonNull(Dashboard.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
