package org.kaohe.landing;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.kaohe.config.Column.PersonKind;

/**
 * What the tasks that read one dataset's deliveries must know.
 *
 * @param columns contract columns in order
 * @param persons personal columns and their kinds
 */
record ReadPlan(
    String charset, List<String> columns, Map<String, PersonKind> persons, List<Source> sources)
    implements Serializable {

  /**
   * One delivery.
   *
   * @param issued days since the epoch
   * @param indices for each column its delivered position, or -1
   * @param width fields that the header has
   */
  record Source(
      String path,
      String delivery,
      int issued,
      String period,
      int[] indices,
      int width,
      List<Slice> slices)
      implements Serializable {}
}
