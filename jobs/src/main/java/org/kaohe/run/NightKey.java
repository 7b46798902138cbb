package org.kaohe.run;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.error.KaoheException;

/** The pseudonym key of a night: that with which the warehouse was built. */
final class NightKey {
  private final Definitions definitions;
  private final Optional<String> key;
  private final Path state;

  /** Fingerprint of the key that the warehouse is built with; empty without one. */
  private String print = "";

  /**
   * @param key text of {@code KAOHE_KEY}
   * @param state what the last night remembers
   */
  NightKey(Definitions definitions, Optional<String> key, Path state) {
    this.definitions = definitions;
    this.key = key;
    this.state = state;
  }

  /**
   * The key; without the right one, datasets with personal columns take nothing in.
   *
   * @param failed takes them, and why
   * @param failures takes why when there is none of them
   */
  byte[] of(Plan plan, Map<String, String> failed, List<String> failures) {
    if (definitions.contracts().values().stream().noneMatch(Contract::personal)) {
      return new byte[0];
    }
    try {
      byte[] bytes = PseudonymKey.of(definitions.project().workspace(), key);
      print = PseudonymKey.fingerprint(bytes);
      formerKey()
          .filter(k -> !k.equals(print))
          .ifPresent(
              k -> {
                throw new KaoheException(
                    "K4006",
                    "The pseudonym key is not the one that the warehouse was built with, so a person would get a second pseudonym. Set KAOHE_KEY or restore %s."
                        .formatted(PseudonymKey.file(definitions.project().workspace())));
              });
      return bytes;
    } catch (KaoheException | UncheckedIOException e) {
      print = formerKey().orElse("");
      List<String> personal =
          plan.fresh().keySet().stream()
              .filter(
                  d ->
                      Optional.ofNullable(definitions.contracts().get(d)).stream()
                          .anyMatch(Contract::personal))
              .toList();
      personal.forEach(d -> failed.putIfAbsent(d, Failures.text(e)));
      if (personal.isEmpty()) {
        failures.add(Failures.text(e));
      }
      return new byte[0];
    }
  }

  /** Fingerprint of the key that the next night must have; empty when none was ever needed. */
  String remembered() {
    return print.isEmpty() ? formerKey().orElse("") : print;
  }

  private Optional<String> formerKey() {
    return NightState.read(state).map(NightState::key).filter(k -> !k.isEmpty());
  }
}
