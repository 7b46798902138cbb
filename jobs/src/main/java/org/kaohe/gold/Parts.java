package org.kaohe.gold;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Indicator.Value;
import org.kaohe.config.Indicator.Version;
import org.kaohe.config.Part;

/**
 * The parts that indicators are made of, under the ids they have in {@code gold/measure} and {@code
 * gold/measure_source}.
 */
public final class Parts {
  /** What a part is to its indicator. */
  public enum Role {
    NUMERATOR("numerator"),
    DENOMINATOR("denominator"),
    /** The indicator is the part itself. */
    VALUE("value");

    private final String text;

    Role(String text) {
      this.text = text;
    }

    /** The word used in part ids and reasons. */
    public String text() {
      return text;
    }
  }

  /** One part of one version of an indicator. */
  record Read(String id, Indicator indicator, Version version, Role role, Part part) {}

  private Parts() {}

  /**
   * {@code HLT-001.numerator}; the parts of a later version carry its first day as well, {@code
   * HLT-001.numerator@2026-01-01}, because both definitions are read while periods of both are
   * shown.
   */
  public static String id(Indicator indicator, Version version, Role role) {
    String id = indicator.code() + "." + role.text();
    return version.equals(indicator.versions().get(0)) ? id : id + "@" + version.validFrom();
  }

  static List<Read> of(Indicator indicator) {
    List<Read> reads = new ArrayList<>();
    for (Version version : indicator.versions()) {
      if (version.value() instanceof Value.Ratio ratio) {
        reads.add(read(indicator, version, Role.NUMERATOR, ratio.numerator()));
        reads.add(read(indicator, version, Role.DENOMINATOR, ratio.denominator()));
      } else if (version.value() instanceof Value.Single single) {
        reads.add(read(indicator, version, Role.VALUE, single.part()));
      }
    }
    return reads;
  }

  private static Read read(Indicator indicator, Version version, Role role, Part part) {
    return new Read(id(indicator, version, role), indicator, version, role, part);
  }

  /** The parts of all indicators by id. */
  public static Map<String, Part> byId(Definitions definitions) {
    return all(definitions).collect(Collectors.toMap(Read::id, Read::part));
  }

  static Stream<Read> all(Definitions definitions) {
    return definitions.indicators().values().stream().flatMap(i -> of(i).stream());
  }
}
