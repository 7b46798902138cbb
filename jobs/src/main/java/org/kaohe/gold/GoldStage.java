package org.kaohe.gold;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/**
 * Silver to gold: reports, measures, targets, cells. Five commits at most: {@code gold/reporting},
 * {@code gold/measure}, {@code gold/measure_source}, {@code gold/target}, {@code
 * gold/indicator_value}.
 */
public final class GoldStage {
  private GoldStage() {}

  /**
   * The parts of the stage by name, to be done in this order. They recompute what the changes touch
   * and nothing else; without changes they start no Spark job.
   */
  public static Map<String, Supplier<StageResult>> parts(StageContext context, Changes changes) {
    Map<String, Supplier<StageResult>> parts = new LinkedHashMap<>();
    AtomicReference<Reports> reports = new AtomicReference<>();
    parts.put(
        "gold.reporting",
        () -> {
          ReportingStage.Outcome outcome = ReportingStage.run(context, changes);
          reports.set(outcome.reports());
          return outcome.result();
        });
    parts.put("gold.measure", () -> MeasureStage.run(context, changes, reported(reports)));
    parts.put("gold.target", () -> TargetStage.run(context, changes));
    parts.put("gold.cells", () -> CellStage.run(context, changes, reported(reports)));
    return parts;
  }

  private static Reports reported(AtomicReference<Reports> reports) {
    return Objects.requireNonNull(reports.get(), "gold.reporting comes first");
  }
}
