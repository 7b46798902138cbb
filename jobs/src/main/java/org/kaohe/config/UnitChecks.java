package org.kaohe.config;

import java.util.Set;
import java.util.regex.Pattern;

/** The unit tree (RULES R2). */
final class UnitChecks {
  private static final Set<String> AREAS = Set.of("province", "prefecture", "county");
  private static final Pattern AREA_CODE = Pattern.compile("\\d{6}");

  private UnitChecks() {}

  static void run(Draft draft, Problems problems) {
    UnitTree tree = new UnitTree(draft.units.values());
    for (Unit unit : draft.units.values().values()) {
      Place place = draft.units.source(unit.code()).place();
      unit.parent()
          .ifPresent(
              p -> MeaningChecks.known(draft.units, "parent unit", p, place, "K2011", problems));
      for (String predecessor : unit.predecessors()) {
        MeaningChecks.known(draft.units, "predecessor unit", predecessor, place, "K2015", problems);
      }
      if (tree.circular(unit.code())) {
        problems.error(
            place,
            "K2012",
            "unit %s stands above itself: %s"
                .formatted(unit.code(), String.join(" < ", tree.chain(unit.code()))),
            "rolling up would never end",
            "Change the parent of one of them.");
      }
      if (unit.validFrom().isPresent()
          && unit.validTo().isPresent()
          && unit.validTo().get().isBefore(unit.validFrom().get())) {
        problems.error(
            place,
            "K2013",
            "unit %s is valid to %s, before it is valid from %s"
                .formatted(unit.code(), unit.validTo().get(), unit.validFrom().get()),
            "it would never exist",
            "Exchange the two dates.");
      }
      if (AREAS.contains(unit.kind()) && !AREA_CODE.matcher(unit.code()).matches()) {
        problems.error(
            place,
            "K2014",
            "%s %s has no division code of six digits".formatted(unit.kind(), unit.code()),
            "deliveries name areas by their division code",
            "Write the code of GB/T 2260, such as 520000.");
      }
    }
  }
}
