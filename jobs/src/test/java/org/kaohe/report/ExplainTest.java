package org.kaohe.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainTest {
  @Test
  void periodsComeInTheOrderOfTimeAndNotOfTheAlphabet() {
    List<String> periods = List.of("2025-Q3", "2025-H1", "2025-12", "2025-02", "2024-Q4", "2025");
    assertThat(periods.stream().sorted(Explain.IN_TIME).toList())
        .containsExactly("2024-Q4", "2025-02", "2025-H1", "2025-Q3", "2025-12", "2025");
  }
}
