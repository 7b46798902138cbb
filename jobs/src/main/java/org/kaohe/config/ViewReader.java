package org.kaohe.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code conf/views/<name>.sql}. */
final class ViewReader {
  /** Columns that every silver table has besides those of its contract. */
  static final List<String> TECHNICAL =
      List.of("_delivery", "_line", "_issued", "_serial", "_slice", "_period", "_deleted");

  private static final List<String> NEEDED = List.of("unit", "period", "_ref");

  private ViewReader() {}

  static void read(Path file, byte[] bytes, Draft draft, Problems problems) {
    String name = WorkspaceFiles.stem(file);
    Optional<String> sql = Texts.decode(file, bytes, problems);
    if (sql.isEmpty()) {
      draft.views.unreadable(name);
      return;
    }
    Source source = Source.row(new Place(file, 1));
    if (draft.contracts.knows(name)) {
      problems.error(
          source.place(),
          "K2001",
          "view %s bears the name of a dataset".formatted(name),
          "an indicator that reads it would not know which is meant",
          "Rename the view's file.");
    }
    QueryPlan plan = QueryPlan.of(sql.get(), draft.contracts);
    plan.complaints()
        .forEach(
            c ->
                problems.error(
                    new Place(file, c.line()),
                    c.code(),
                    "position %d: %s".formatted(c.position() + 1, c.what()),
                    c.why(),
                    c.cure()));
    if (plan.complaints().isEmpty()) {
      for (String column : NEEDED) {
        if (!plan.outputs().contains(column)) {
          problems.error(
              source.place(),
              "K2313",
              "the view does not select %s".formatted(column),
              "its rows could not be placed or traced back to a delivery",
              column.equals("_ref")
                  ? "Select concat(x._delivery, ':', x._line) AS _ref."
                  : "Select it by that name (AS %s).".formatted(column));
        }
      }
    }
    if (problems.anyErrorIn(file)) {
      draft.views.unreadable(name);
      return;
    }
    Set<String> columns =
        java.util.Collections.unmodifiableSet(new LinkedHashSet<>(plan.outputs()));
    draft.views.add(
        "view",
        name,
        new Query(new View(name, file, sql.get(), plan.inputs()), columns),
        source,
        problems);
  }
}
