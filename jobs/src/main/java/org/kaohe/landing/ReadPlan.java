package org.kaohe.landing;

import java.io.Serializable;
import java.util.List;
import org.kaohe.quality.RowSpec;

/**
 * What the tasks that read one dataset's deliveries must know.
 *
 * @param rows how the contract types its rows
 */
record ReadPlan(String charset, RowSpec rows, List<Source> sources) implements Serializable {

  /**
   * One delivery.
   *
   * @param issued days since the epoch
   * @param serial tells issues of one day apart
   * @param indices for each column its delivered position, or -1
   * @param width fields that the header has
   */
  record Source(
      String path,
      String delivery,
      int issued,
      long serial,
      String period,
      int[] indices,
      int width,
      List<Slice> slices)
      implements Serializable {}
}
