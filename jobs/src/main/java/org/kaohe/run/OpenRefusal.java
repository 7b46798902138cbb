package org.kaohe.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kaohe.config.Period;
import org.kaohe.run.Ledger.DeliveryEntry;
import org.kaohe.run.Ledger.DeliveryState;

/**
 * 待处理: what was delivered and not taken in, until it is taken in after all, its file is gone or has
 * other content, or somebody dismisses it.
 *
 * @param state {@code refused}, {@code held} or {@code failed}
 * @param detail why, and what helps
 * @param since day of the first night that said so
 * @param period that it was for; empty when it declares none
 * @param delivery its id; empty of a file that could not become a delivery
 */
public record OpenRefusal(
    String dataset,
    String file,
    String state,
    String detail,
    String since,
    String period,
    String delivery,
    String sha256) {

  static OpenRefusal of(DeliveryEntry entry, LocalDate since) {
    return new OpenRefusal(
        entry.dataset(),
        entry.file(),
        entry.state().text(),
        entry.detail(),
        since.toString(),
        entry.period().map(Period::text).orElse(""),
        entry.delivery(),
        entry.sha256());
  }

  /** What to type when nobody waits for it any more. */
  public String command() {
    boolean plain = file.matches("[\\p{L}\\p{N}_./=@%+,-]+");
    return "kaohe dismiss %s --reason TEXT"
        .formatted(plain ? file : "'" + file.replace("'", "'\\''") + "'");
  }

  Optional<Period> declared() {
    return Period.parse(period);
  }

  /** One sentence for all that are refused for the same reason. */
  static List<String> sentences(List<OpenRefusal> open) {
    Map<List<String>, List<OpenRefusal>> alike = new LinkedHashMap<>();
    for (OpenRefusal refusal : open) {
      alike
          .computeIfAbsent(
              List.of(
                  refusal.dataset(),
                  refusal.state(),
                  refusal.detail(),
                  refusal.delivery().isEmpty() ? "file" : "delivery"),
              k -> new ArrayList<>())
          .add(refusal);
    }
    return alike.values().stream().map(OpenRefusal::sentence).toList();
  }

  private static String sentence(List<OpenRefusal> alike) {
    OpenRefusal first = alike.get(0);
    String files =
        first.file() + (alike.size() == 1 ? "" : " and %,d more".formatted(alike.size() - 1));
    String since = " (open since %s)".formatted(first.since());
    return switch (DeliveryState.of(first.state())) {
          case HELD -> "silver.%s holds %s: %s".formatted(first.dataset(), files, first.detail());
          case FAILED ->
              "silver.%s was put back without %s: %s"
                  .formatted(first.dataset(), files, first.detail());
          default ->
              first.delivery().isEmpty()
                  ? "landing %s was refused: %s".formatted(files, first.detail())
                  : "silver.%s refused %s: %s".formatted(first.dataset(), files, first.detail());
        }
        + since;
  }
}
