package org.kaohe.publish;

import java.util.List;
import java.util.stream.Stream;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;

/** Where a dashboard takes its numbers and words from: one release and the definitions it used. */
public interface DashboardSource {
  /** Names, rules and the legend; the numbers are in the tables. */
  Definitions definitions();

  Release release();

  /**
   * Rows of a table as the release holds it; none when the release does not name the table.
   *
   * @param columns the columns wanted; each row has all of them, NULL as null
   * @return to be closed by the caller
   */
  Stream<DataRow> rows(TableId table, List<String> columns);
}
