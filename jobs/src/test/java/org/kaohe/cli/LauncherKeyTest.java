package org.kaohe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher gives to java, seen with a java that only tells what it was given. */
class LauncherKeyTest {
  private static final String KEY = "a $key with `odd` \"signs\" ";

  @TempDir Path home;

  @Test
  void theKeyIsHandedToVerbsThatReadDeliveriesAndIsInNoEnvironment() throws Exception {
    for (String verb : new String[] {"demo", "nightly", "retry", "backfill", "replay"}) {
      assertThat(start(verb))
          .contains("-Dkaohe.key.fd=3")
          .contains("handed<" + KEY + "\n>")
          .contains("inherited<>");
    }
  }

  @Test
  void otherVerbsGetNoKey() throws Exception {
    for (String verb : new String[] {"validate", "show", "bench", "explain", "plan"}) {
      assertThat(start(verb))
          .doesNotContain("kaohe.key.fd")
          .contains("handed<>")
          .contains("inherited<>");
    }
  }

  private String start(String verb) throws IOException, InterruptedException {
    Path bin = Files.createDirectories(home.resolve("kaohe/bin"));
    Files.createDirectories(home.resolve("kaohe/lib"));
    if (Files.notExists(bin.resolve("kaohe"))) {
      Files.copy(Path.of("bin/kaohe"), bin.resolve("kaohe"));
      Files.createFile(home.resolve("kaohe/lib/kaohe-jobs-1.jar"));
    }
    Path java = Files.createDirectories(home.resolve("java/bin")).resolve("java");
    Files.writeString(home.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.writeString(
        java,
        """
        #!/bin/sh
        echo "$*"
        handed=$( (cat <&3) 2>/dev/null && echo .)
        printf 'handed<%s>\\n' "${handed%.}"
        printf 'inherited<%s>\\n' "${KAOHE_KEY:-}"
        """);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder =
        new ProcessBuilder("sh", bin.resolve("kaohe").toString(), verb).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", home.resolve("java").toString());
    builder.environment().put("KAOHE_CDS", "off");
    builder.environment().put("KAOHE_KEY", KEY);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(said).isZero();
    return said;
  }
}
