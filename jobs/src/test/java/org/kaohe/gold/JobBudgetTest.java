package org.kaohe.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kaohe.gold.Workspace.count;
import static org.kaohe.gold.Workspace.indicator;
import static org.kaohe.gold.Workspace.part;
import static org.kaohe.gold.Workspace.ratio;
import static org.kaohe.gold.Workspace.single;
import static org.kaohe.gold.Workspace.where;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kaohe.config.Part.Aggregate;

class JobBudgetTest {
  @TempDir Path folder;

  private Workspace workspace(String name, int more) {
    Workspace w =
        new Workspace(folder.resolve(name))
            .unit("P", "")
            .unit("A", "P")
            .dataset("event", "on", "area", "id text", "on date", "area text", "n whole")
            .silver("event", "e1", "1,2025-01-05,A,3", "2,2025-02-05,A,4")
            .indicator(indicator("N", single(part("event", Aggregate.SUM, "n"))))
            .on("2025-03-31");
    for (int i = 0; i < more; i++) {
      w.indicator(
          indicator(
              "I" + i,
              ratio(where(count("event"), "n > " + i), part("event", Aggregate.SUM, "n"), 100)));
    }
    return w;
  }

  @Test
  void twentyMoreIndicatorsAddNoSparkJobAndFourCommitsAreAllThereIs() {
    Workspace few = workspace("few", 0);
    Workspace many = workspace("many", 20);
    // The first run pays for what Spark learns once.
    workspace("warm", 1).run();
    int jobs = Jobs.during(few::run);
    assertThat(Jobs.during(many::run)).isEqualTo(jobs);
    assertThat(many.warehouse().tables().stream().filter(t -> t.layer().equals("gold")))
        .hasSizeLessThanOrEqualTo(4)
        .allSatisfy(t -> assertThat(many.warehouse().version(t)).isZero());
  }
}
