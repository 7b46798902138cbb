package org.kaohe.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.gold.Workspace.indicator;
import static org.kaohe.gold.Workspace.part;
import static org.kaohe.gold.Workspace.single;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.spark.sql.Row;
import org.kaohe.config.Part.Aggregate;

/** What must hold for any tree and any rows; few tries, because each is two whole runs. */
class RollupPropertiesTest {
  private static final String[] LEAVES = {"A1", "A2", "B1", "B2"};

  private static Map<String, String> cells(Path folder, List<Integer> values, boolean another) {
    Workspace w =
        new Workspace(folder)
            .unit("P", "")
            .unit("A", "P")
            .unit("B", "P")
            .on("2025-03-31")
            .dataset("event", "m", "area", "id text", "m period", "area text", "n whole");
    for (String leaf : LEAVES) {
      w.unit(leaf, leaf.substring(0, 1));
    }
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      rows.add(
          "%d,2025-0%d,%s,%d".formatted(i, i % 3 + 1, LEAVES[i % LEAVES.length], values.get(i)));
    }
    if (another) {
      w.unit("A3", "A");
      rows.add("new,2025-01,A3,1000");
    }
    w.silver("event", "e1", rows.toArray(String[]::new))
        .indicator(indicator("N", single(part("event", Aggregate.SUM, "n"))))
        .run();
    Map<String, String> cells = new HashMap<>();
    for (Row row : w.table(CellStage.TABLE).select("unit", "period", "value").collectAsList()) {
      cells.put(row.getString(0) + " " + row.getString(1), Workspace.text(row.get(2)));
    }
    return cells;
  }

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void childrenAddUpToTheirParentAndANewLeafChangesNoOtherBranch(
      @ForAll @Size(min = 4, max = 20) List<@IntRange(min = -50, max = 500) Integer> values)
      throws IOException {
    Path folder = Files.createTempDirectory("rollup");
    Map<String, String> before = cells(folder.resolve("before"), values, false);
    Map<String, String> after = cells(folder.resolve("after"), values, true);
    for (String period : List.of("2025-01", "2025-Q1", "2025", "2025-01..02")) {
      assertThat(number(before, "A " + period) + number(before, "B " + period))
          .isEqualTo(number(before, "P " + period));
      assertThat(number(before, "A1 " + period) + number(before, "A2 " + period))
          .isEqualTo(number(before, "A " + period));
      for (String unit : List.of("B", "B1", "B2", "A1", "A2")) {
        assertThat(after)
            .containsEntry(unit + " " + period, before.getOrDefault(unit + " " + period, ""));
      }
      assertThat(number(after, "P " + period)).isEqualTo(number(before, "P " + period) + 1000);
    }
  }

  private static long number(Map<String, String> cells, String key) {
    return Long.parseLong(cells.getOrDefault(key, ""));
  }
}
