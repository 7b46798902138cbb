package org.kaohe.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.kaohe.config.Contract;
import org.kaohe.config.Contract.Severity;
import org.kaohe.config.Definitions;

/** Hashes that tell whether a dataset has to be typed again. */
final class Fingerprints {
  private Fingerprints() {}

  /**
   * By dataset, but for one whose contract can't be read: its contract's file, and the unit codes
   * where a row may fail by them.
   */
  static Map<String, String> contracts(Definitions definitions) {
    Map<String, String> hashes = new TreeMap<>();
    String units = String.join("\n", definitions.units().keySet().stream().sorted().toList());
    for (Contract contract : definitions.contracts().values()) {
      MessageDigest digest = ContentHash.sha256();
      try {
        digest.update(
            Files.readAllBytes(definitions.project().workspace().resolve(contract.file())));
      } catch (IOException e) {
        // It was there when the definitions were read. Without a hash the dataset is not up to
        // date, so the next night types it again; the others have theirs.
        continue;
      }
      if (dependsOnUnits(contract)) {
        digest.update(units.getBytes(StandardCharsets.UTF_8));
      }
      // Which columns set rows aside follows from the definitions that read them.
      contract.columns().stream()
          .filter(c -> !c.form().critical())
          .forEach(c -> digest.update((c.name() + "\n").getBytes(StandardCharsets.UTF_8)));
      hashes.put(contract.id(), HexFormat.of().formatHex(digest.digest(), 0, 16));
    }
    return hashes;
  }

  private static boolean dependsOnUnits(Contract contract) {
    return contract.columns().stream()
        .flatMap(c -> c.reference().stream())
        .anyMatch(r -> r.dataset().equals("unit") && r.severity() == Severity.ERROR);
  }
}
