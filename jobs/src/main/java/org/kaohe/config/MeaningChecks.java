package org.kaohe.config;

/** Checks what definitions mean together, after each has been read by itself. */
final class MeaningChecks {
  private MeaningChecks() {}

  static void run(Draft draft, Problems problems) {
    UnitChecks.run(draft, problems);
    GoalChecks.run(draft, problems);
    ContractChecks.run(draft, problems);
    IndicatorChecks.run(draft, problems);
    TargetChecks.run(draft, problems);
    ResponsibilityChecks.run(draft, problems);
    NotApplicableChecks.run(draft, problems);
    ScorecardChecks.run(draft, problems);
  }

  /** Reports a name that nothing bears; true when it is known. */
  static boolean known(
      Catalog<?> catalog, String kind, String name, Place place, String code, Problems problems) {
    if (catalog.knows(name)) {
      return true;
    }
    problems.error(
        place,
        code,
        "%s %s is not defined".formatted(kind, name),
        "what refers to it could not be computed",
        Nearest.cure(name, catalog.names(), "Define it, or name another."));
    return false;
  }
}
