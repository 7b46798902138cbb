package org.kaohe.publish;

import java.util.List;
import java.util.stream.Stream;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;

/** A release read without Spark. */
public record ReleaseSource(Definitions definitions, Release release, TableReader reader)
    implements DashboardSource {

  @Override
  public Stream<DataRow> rows(TableId table, List<String> columns) {
    Long version = release.tables().get(table);
    return version == null
        ? Stream.empty()
        : reader.rows(table, version, columns).map(row -> column -> row.value(column).orElse(null));
  }
}
