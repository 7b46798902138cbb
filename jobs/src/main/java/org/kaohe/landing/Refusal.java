package org.kaohe.landing;

import java.util.Optional;
import org.kaohe.config.Period;

/**
 * A file that could not become a delivery, or a delivery refused whole.
 *
 * @param file path below the landing folder
 * @param code stable code, K3000–K3999
 * @param detail what is wrong, why it matters and what to do; never a delivered value
 * @param period that it was for, as far as its name or manifest told
 * @param retry the reason may pass by itself, so it is looked at again though nobody touched it
 */
public record Refusal(
    String dataset,
    String file,
    String code,
    String detail,
    Optional<Period> period,
    boolean retry) {
  /** One whose period is not known, or does not matter. */
  Refusal(String dataset, String file, String code, String detail) {
    this(dataset, file, code, detail, Optional.empty(), false);
  }
}
