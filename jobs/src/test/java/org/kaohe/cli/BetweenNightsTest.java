package org.kaohe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.TestSpark;
import org.kaohe.run.Workspaces;

/** What people do between nights, as they type it. */
class BetweenNightsTest {
  private static final String EMPTY = "county/report/report_2025-H2_20251221.csv";

  @TempDir static Path first;
  @TempDir Path folder;

  @BeforeAll
  static void firstNight() throws IOException {
    TestSpark.session();
    Workspaces.twoCounties(first);
    Files.writeString(first.resolve("landing/" + EMPTY), "");
    Shell.Said night = shell(first).run("nightly");
    assertThat(night.code()).as(night.err()).isEqualTo(1);
    assertThat(night.out())
        .contains("ERROR  landing " + EMPTY, "kaohe dismiss " + EMPTY + " --reason TEXT");
  }

  @BeforeEach
  void copy() {
    Workspaces.copy(first, folder);
  }

  private static Shell shell(Path folder) {
    return new Shell(folder).with("KAOHE_KEY", "a key of this test only").with("USER", "li");
  }

  private Shell.Said say(String... words) {
    return shell(folder).run(words);
  }

  @Test
  void anOpenRefusalIsToldByEveryVerbThatTellsHowThingsAre() {
    Shell.Said again = say("nightly");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.out()).contains("Nothing changed", EMPTY, "K3106", "open since 2026-01-06");
    assertThat(say("nightly", "--output", "json").json().path("open_refusals").get(0).toString())
        .contains(EMPTY, "refused", "2026-01-06", "kaohe dismiss");
    Shell.Said status = say("status", "--exit-code");
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out()).contains("Open", "2026-01-06", EMPTY, "K3106", "kaohe dismiss");
    JsonNode json = say("status", "--output", "json").json();
    assertThat(json.path("open_refusals").findValuesAsText("file")).containsExactly(EMPTY);
    assertThat(say("plan").out()).contains("Nothing to do", "Open refusals", EMPTY);
  }

  @Test
  void dismissIsAVerbOfItsOwn() {
    assertThat(say("dismiss", EMPTY).code()).isEqualTo(2);
    assertThat(say("dismiss", "county/x.csv", "--reason", "x").err()).contains("K4015", EMPTY);
    Shell.Said done = say("dismiss", EMPTY, "--reason", "a slip");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("Dismissed " + EMPTY);
    assertThat(say("status").out()).doesNotContain("Open");
    assertThat(say("nightly").code()).isZero();
    assertThat(say("nightly").code()).isZero();
    assertThat(say("show", "ops/decision").out()).contains("dismiss", "li", "a slip");
    assertThat(say("show", "ops/delivery", "--where", "state=dismissed").out()).contains(EMPTY);
  }

  @Test
  void aDateOfTheFutureIsAUsageErrorOnTheLineAndInTheEnvironment() {
    assertThat(say("nightly", "--date", "9999-12-31").err()).contains("K4010", "--allow-future");
    assertThat(say("nightly", "--date", "9999-12-31").code()).isEqualTo(2);
    assertThat(say("plan", "--date", "9999-12-31").code()).isEqualTo(2);
    assertThat(shell(folder).with("KAOHE_DATE", "2026-01-07").run("nightly").code()).isEqualTo(2);
  }

  @Test
  void rollbackHoldsAndPublishLetsGo() {
    assertThat(say("nightly", "--date", "2027-12-31", "--allow-future").out()).contains("R000002");
    Shell.Said back = say("rollback", "R000001", "--reason", "a slip");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(back.out()).contains("Readers see R000001 for 2025-12-31", "kaohe publish");
    Shell.Said held = say("nightly", "--date", "2026-01-05");
    assertThat(held.code()).isEqualTo(4);
    assertThat(held.err()).contains("K4014", "li", "a slip", "kaohe publish");
    assertThat(say("status").out()).contains("R000001", "held since", "a slip");
    assertThat(say("status", "--output", "json").json().path("held_by").asText()).isEqualTo("li");
    assertThat(say("publish").out()).contains("R000001");
    assertThat(say("nightly", "--date", "2026-01-05").out()).contains("Released R000003");
    assertThat(say("rollback", "R000007").err()).contains("K4011");
  }
}
