package org.kaohe.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kaohe.run.OpenRefusal;

/** What was delivered and not taken in, as text and for programs. */
final class OpenText {
  private OpenText() {}

  /** One line each: since when, what, why and what helps, and what to type otherwise. */
  static TextTable table(List<OpenRefusal> open) {
    TextTable table =
        new TextTable(List.of("since", "state", "file", "why and what helps", "else"));
    open.forEach(r -> table.add(List.of(r.since(), r.state(), r.file(), r.detail(), r.command())));
    return table;
  }

  static List<Map<String, String>> json(List<OpenRefusal> open) {
    return open.stream()
        .map(
            r -> {
              Map<String, String> json = new LinkedHashMap<>();
              json.put("dataset", r.dataset());
              json.put("file", r.file());
              json.put("delivery", r.delivery());
              json.put("period", r.period());
              json.put("state", r.state());
              json.put("since", r.since());
              json.put("why", r.detail());
              json.put("command", r.command());
              return json;
            })
        .toList();
  }
}
