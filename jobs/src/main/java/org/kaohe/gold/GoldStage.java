package org.kaohe.gold;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/**
 * Silver to gold: measures, targets, cells. Four commits at most: {@code gold/measure}, {@code
 * gold/measure_source}, {@code gold/target}, {@code gold/indicator_value}.
 */
public final class GoldStage {
  private GoldStage() {}

  /**
   * The parts of the stage by name, to be done in this order. They recompute what the changes touch
   * and nothing else; without changes they start no Spark job.
   */
  public static Map<String, Supplier<StageResult>> parts(StageContext context, Changes changes) {
    Map<String, Supplier<StageResult>> parts = new LinkedHashMap<>();
    parts.put("gold.measure", () -> MeasureStage.run(context, changes));
    parts.put("gold.target", () -> TargetStage.run(context, changes));
    parts.put("gold.cells", () -> CellStage.run(context, changes));
    return parts;
  }
}
