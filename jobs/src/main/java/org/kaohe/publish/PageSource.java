package org.kaohe.publish;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Period;
import org.kaohe.config.Scorecard;
import org.kaohe.delta.TableId;

/** What all tables of pages ask of a release and its definitions. */
record PageSource(DashboardSource source) {
  private static final int POINTS_DECIMALS = 2;

  Definitions definitions() {
    return source.definitions();
  }

  void gold(String table, List<String> columns, Consumer<DataRow> each) {
    read(TableId.gold(table), columns, each);
  }

  void read(TableId table, List<String> columns, Consumer<DataRow> each) {
    try (Stream<DataRow> rows = source.rows(table, columns)) {
      rows.forEach(each);
    }
  }

  /** The least decimals of points; one that keeps nine shows them where they are not zero. */
  int pointsDecimals(String scorecard) {
    Scorecard card = definitions().scorecards().get(scorecard);
    return card == null ? POINTS_DECIMALS : Math.min(POINTS_DECIMALS, card.pointsDecimals());
  }

  int decimals(@Nullable String indicator) {
    Indicator known = indicator == null ? null : definitions().indicators().get(indicator);
    return known == null ? 0 : known.decimals();
  }

  static LocalDate end(String period) {
    return Period.parse(period).map(Period::end).orElse(LocalDate.MIN);
  }
}
