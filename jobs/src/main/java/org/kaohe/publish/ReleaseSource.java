package org.kaohe.publish;

import java.util.List;
import java.util.stream.Stream;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.TableRow;

/** A release read without Spark. */
public record ReleaseSource(Definitions definitions, Release release, TableReader reader)
    implements DashboardSource {

  @Override
  public Stream<DataRow> rows(TableId table, List<String> columns) {
    Long version = release.tables().get(table);
    return version == null
        ? Stream.empty()
        : reader.rows(table, version, columns).map(ReleaseSource::row);
  }

  private static DataRow row(TableRow row) {
    return column ->
        row.value(column)
            .map(
                value ->
                    value instanceof List<?> list
                        ? list.stream().map(v -> v instanceof TableRow r ? row(r) : v).toList()
                        : value)
            .orElse(null);
  }
}
