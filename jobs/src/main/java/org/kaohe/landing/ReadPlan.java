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
   * @param path as a URI, which keeps bytes of a name that the locale can't decode
   * @param issued days since the epoch
   * @param serial tells issues of one day apart
   */
  record Source(
      String path,
      String delivery,
      int issued,
      long serial,
      String period,
      Header.Places places,
      List<Slice> slices)
      implements Serializable {}
}
