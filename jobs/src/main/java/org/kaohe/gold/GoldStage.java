package org.kaohe.gold;

import java.util.List;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/**
 * Silver to gold: measures, targets, cells. Four commits at most: {@code gold/measure}, {@code
 * gold/measure_source}, {@code gold/target}, {@code gold/indicator_value}.
 */
public final class GoldStage {
  private GoldStage() {}

  /** Recomputes what the changes touch and nothing else; without changes it starts no Spark job. */
  public static List<StageResult> run(StageContext context, Changes changes) {
    MeasureStage.Result measures = MeasureStage.run(context, changes);
    StageResult targets = TargetStage.run(context, changes);
    StageResult cells = CellStage.run(context, changes);
    return List.of(measures.stage(), targets, cells);
  }
}
