package org.kaohe.config;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.kaohe.error.CleanText;
import org.kaohe.error.ErrorCode;

/** The tree of goals. */
final class GoalChecks {
  private GoalChecks() {}

  static void run(Draft draft, Problems problems) {
    for (Goal goal : draft.goals.values().values()) {
      if (goal.parent().isEmpty()) {
        continue;
      }
      Place place = draft.goals.source(goal.code()).place();
      MeaningChecks.known(
          draft.goals,
          "goal",
          goal.parent().get(),
          place,
          ErrorCode.PARENT_GOAL_UNKNOWN.code(),
          problems);
      Set<String> above = new LinkedHashSet<>();
      Optional<String> next = goal.parent();
      while (next.isPresent() && above.add(next.get())) {
        next = draft.goals.find(next.get()).flatMap(Goal::parent);
      }
      if (above.contains(goal.code())) {
        problems.error(
            place,
            ErrorCode.GOALS_IN_CIRCLE,
            "goal %s stands above itself".formatted(goal.code()),
            "the tree of goals would have no root",
            "Change the parent of one of %s.".formatted(CleanText.names(above)));
      }
    }
  }
}
