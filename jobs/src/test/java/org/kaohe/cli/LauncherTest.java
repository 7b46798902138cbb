package org.kaohe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.Jvm;
import org.kaohe.landing.Names;
import org.kaohe.run.Workspaces;

/** The real launcher in the locales of cron, on what people call their files. */
@Timeout(300)
class LauncherTest {
  private static final Charset GBK = Charset.forName("GBK");
  private static final List<String> LOCALES = List.of("LC_ALL", "LC_CTYPE", "LANG", "LANGUAGE");

  @TempDir Path folder;
  private Path workspace = Path.of("");

  /** The launcher as in the tarball, with a jar that leads to the classes under test. */
  @BeforeEach
  void unpack() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String file : List.of("kaohe", "java.args")) {
      Files.copy(Path.of("bin", file), bin.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Manifest manifest = new Manifest();
    StringBuilder classes = new StringBuilder();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      classes.append(Path.of(entry).toUri()).append(' ');
    }
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classes.toString());
    Path lib = Files.createDirectories(folder.resolve("lib"));
    try (OutputStream out = Files.newOutputStream(lib.resolve("kaohe-jobs-test.jar"))) {
      new JarOutputStream(out, manifest).close();
    }

    workspace = Names.in(folder, "工作 区".getBytes(StandardCharsets.UTF_8));
    Workspaces.twoCounties(workspace);
    Path contract = workspace.resolve("schemas/county/report.yaml");
    String text = Files.readString(contract);
    String loose = text.replace("\\.csv'", ".*\\.csv'");
    assertThat(loose).as("names may go on").isNotEqualTo(text);
    Files.writeString(contract, loose);
    Path reports = workspace.resolve("landing/county/report");
    rename(reports, "report_2025-H1_20250710", "乙县\\上报".getBytes(StandardCharsets.UTF_8));
    rename(reports, "report_2025-H2_20251220", "甲县".getBytes(GBK));
  }

  private static void rename(Path reports, String stem, byte[] more) throws IOException {
    byte[] name =
        Names.bytes(
            (stem + "_").getBytes(StandardCharsets.UTF_8),
            more,
            ".csv".getBytes(StandardCharsets.UTF_8));
    Files.move(reports.resolve(stem + ".csv"), Names.in(reports, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LC_ALL=C", "LC_ALL=POSIX", "LANG=C", "LC_ALL=zh_CN.GBK", ""})
  void namesInChineseAreFoundWhateverTheLocaleIs(String locale) throws Exception {
    Said said = kaohe(locale, "plan -w '工作 区'");

    assertThat(said.text()).contains("report_2025-H1_20250710_乙县\\上报.csv");
    assertThat(said.text()).contains("report_2025-H2_20251220_甲县.csv");
    assertThat(said.code()).isZero();
  }

  @Test
  @Tag("slow")
  void aNightReadsThemAndRemembersThem() throws Exception {
    Said night = kaohe("LC_ALL=C", "nightly -w '工作 区'");
    assertThat(night.code()).as(night.text()).isZero();
    Said again = kaohe("LC_ALL=C.UTF-8", "nightly -w '工作 区'");
    assertThat(again.code()).as(again.text()).isZero();
    assertThat(again.text()).contains("Nothing changed");
    assertThat(kaohe("LC_ALL=POSIX", "show ops/delivery --columns file,accepted -w '工作 区'").text())
        .contains("report_2025-H2_20251220_甲县.csv", "ops/delivery: 2 rows");
  }

  @Test
  void startedWithoutTheLauncherItSaysWhatToSet() throws Exception {
    Process process = Jvm.start(Map.of("LC_ALL", "C"), Main.class, "ls", "-w", folder.toString());
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(ExitCode.DID_NOT_RUN);
    assertThat(text).contains("K3128", "LC_ALL=C.UTF-8").doesNotContain("Exception");
  }

  @Test
  void anArgumentInAnotherCharsetIsNotTakenForANameThatDoesNotExist() throws Exception {
    byte[] line =
        Names.bytes("exec bin/kaohe ls -w ".getBytes(StandardCharsets.UTF_8), "工作 区".getBytes(GBK));
    Said said = sh("LC_ALL=C", line);
    assertThat(said.code()).isEqualTo(ExitCode.DID_NOT_RUN);
    assertThat(said.text()).contains("K3128", "UTF-8");
  }

  private record Said(int code, String text) {}

  private Said kaohe(String locale, String arguments) throws Exception {
    return sh(locale, ("exec bin/kaohe " + arguments).getBytes(StandardCharsets.UTF_8));
  }

  /** By a script, because this process's own locale may have no way to hand on the bytes. */
  private Said sh(String locale, byte[] line) throws Exception {
    Path script = Files.write(folder.resolve("script.sh"), line);
    ProcessBuilder builder = new ProcessBuilder("sh", script.toString()).directory(folder.toFile());
    builder.environment().keySet().removeAll(LOCALES);
    if (!locale.isEmpty()) {
      builder.environment().put(locale.split("=")[0], locale.split("=")[1]);
    }
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KAOHE_CDS", "off");
    builder.environment().put("KAOHE_MEMORY", "1500m");
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }
}
