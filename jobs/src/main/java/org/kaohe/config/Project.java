package org.kaohe.config;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * {@code conf/project.yaml}.
 *
 * @param workspace the folder with {@code conf/} and {@code schemas/}, absolute
 * @param landing where deliveries arrive, absolute
 * @param warehouse where the tables live, absolute
 * @param site where the dashboard is written, absolute
 * @param businessDate the fixed date of a workspace that has one (the demo); otherwise yesterday
 * @param demo true marks every page 演示数据 非真实 (RULES R32)
 * @param lights the legend, best first; the first light whose condition holds is shown
 */
public record Project(
    String name,
    Label title,
    Path workspace,
    ZoneId timezone,
    Path landing,
    Path warehouse,
    Path site,
    Optional<LocalDate> businessDate,
    boolean demo,
    List<Light> lights) {

  /**
   * One light of the legend. A cell with a target takes the first light, in file order, whose
   * {@code atLeast} its score reaches: the score is 100 when the target is met, otherwise the
   * attainment (完成率, %) minus the expected pace (序时进度, %) for cumulative indicators, or minus 100
   * for levels.
   *
   * @param atLeast percentage points against the pace; 0 means "at or ahead"
   * @param colour CSS colour; never the only sign, {@code mark} stands beside it
   */
  public record Light(
      String code, Label name, java.math.BigDecimal atLeast, String colour, String mark) {}
}
