package org.kaohe.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kaohe.error.ErrorCode;

/** Reads {@code conf/views/<name>.sql}. */
final class ViewReader implements QueryPlan.Views {
  /** Columns that every silver table has besides those of its contract. */
  static final List<String> TECHNICAL =
      List.of("_delivery", "_line", "_issued", "_serial", "_slice", "_period", "_deleted");

  private static final List<String> NEEDED = List.of("unit", "period", "_ref");

  private final Map<String, Path> files = new TreeMap<>();
  private final Map<Path, byte[]> contents;
  private final Draft draft;
  private final Problems problems;
  private final Set<String> done = new TreeSet<>();

  /** Views that are being read, the outermost first. */
  private final Set<String> open = new LinkedHashSet<>();

  private ViewReader(Map<Path, byte[]> contents, Draft draft, Problems problems) {
    this.contents = contents;
    this.draft = draft;
    this.problems = problems;
    contents.keySet().forEach(file -> files.put(WorkspaceFiles.stem(file), file));
  }

  /** Reads all views, each after those that it reads. */
  static void read(Map<Path, byte[]> contents, Draft draft, Problems problems) {
    ViewReader reader = new ViewReader(contents, draft, problems);
    reader.files.keySet().forEach(reader::read);
  }

  @Override
  public Set<String> names() {
    return files.keySet();
  }

  @Override
  public Optional<String> circle(String name) {
    if (!open.contains(name)) {
      return Optional.empty();
    }
    List<String> way = new ArrayList<>(open);
    way.add(name);
    return Optional.of(String.join(", ", way.subList(way.indexOf(name), way.size())));
  }

  @Override
  public Optional<Query> read(String name) {
    Path file = files.get(name);
    byte[] bytes = file == null ? null : contents.get(file);
    if (file != null && bytes != null && done.add(name)) {
      open.add(name);
      read(name, file, bytes);
      open.remove(name);
    }
    return draft.views.find(name);
  }

  private void read(String name, Path file, byte[] bytes) {
    Optional<String> sql = Texts.decode(file, bytes, problems);
    if (sql.isEmpty()) {
      draft.views.unreadable(name);
      return;
    }
    Source source = Source.row(new Place(file, 1));
    if (draft.contracts.knows(name)) {
      problems.error(
          source.place(),
          ErrorCode.DEFINED_TWICE,
          "view %s bears the name of a dataset".formatted(name),
          "an indicator that reads it would not know which is meant",
          "Rename the view's file.");
    }
    QueryPlan plan = QueryPlan.of(sql.get(), draft.contracts, this);
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
      String text = sql.get().strip();
      if (text.endsWith(";")) {
        problems.error(
            source.place(),
            ErrorCode.EXPRESSION_UNREADABLE,
            "the query ends with a semicolon",
            "it may stand within the query of another view",
            "Leave the semicolon out.");
      }
      for (String column : NEEDED) {
        if (!plan.outputs().contains(column)) {
          problems.error(
              source.place(),
              ErrorCode.VIEW_COLUMN_MISSING,
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
        new Query(new View(name, file, composed(sql.get(), plan.reads()), plan.inputs()), columns),
        source,
        problems);
  }

  /** One query: what it reads of other views stands before it, as named queries. */
  private static String composed(String sql, Map<String, Query> reads) {
    if (reads.isEmpty()) {
      return sql;
    }
    List<String> before = new ArrayList<>();
    reads.forEach(
        (name, query) -> before.add("%s AS (\n%s\n)".formatted(name, query.view().sql())));
    return "WITH " + String.join(",\n", before) + "\n(\n" + sql + "\n)";
  }
}
