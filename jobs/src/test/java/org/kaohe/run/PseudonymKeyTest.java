package org.kaohe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymKeyTest {
  @TempDir Path workspace;

  @Test
  void aKeyThatCanBeTriedOutIsRefusedWithoutTellingIt() {
    assertThatThrownBy(() -> PseudonymKey.of(workspace, Optional.of("fifteen letters")))
        .hasMessageContaining("KAOHE_KEY")
        .hasMessageContaining("openssl rand -hex 32")
        .hasMessageNotContaining("fifteen letters")
        .extracting("code")
        .isEqualTo("K4018");
    assertThat(PseudonymKey.of(workspace, Optional.of("sixteen letters!"))).hasSize(16);
  }

  @Test
  void soIsOneInTheFile() throws IOException {
    assertThat(PseudonymKey.of(workspace, Optional.empty())).hasSize(64);
    Files.writeString(PseudonymKey.file(workspace), "short\n");
    assertThatThrownBy(() -> PseudonymKey.of(workspace, Optional.empty()))
        .hasMessageContaining(".kaohe")
        .extracting("code")
        .isEqualTo("K4018");
  }
}
