package org.kaohe.gold;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kaohe.config.Definitions;
import org.kaohe.config.Glossary;
import org.kaohe.config.Indicator;
import org.kaohe.config.Label;
import org.kaohe.config.Measures.Measure;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.Scorecard;
import org.kaohe.config.Unit;
import org.kaohe.config.UnitTree;
import org.kaohe.delta.ColumnInfo;
import org.kaohe.delta.RecordTable;
import org.kaohe.delta.TableId;

/** Labels for those who read the tables: units, periods, indicators and scorecard items. */
public final class Dimensions {
  /** Years before the business date for which periods are listed, however old a definition is. */
  private static final int MOST_YEARS = 30;

  private final Definitions definitions;

  private Dimensions(Definitions definitions) {
    this.definitions = definitions;
  }

  /**
   * A small table, whole.
   *
   * @param rows values in the order of the columns
   */
  public record Table(TableId id, List<ColumnInfo> columns, List<List<@Nullable Object>> rows) {
    static <T extends Record> Table of(String name, Class<T> type, List<T> rows) {
      RecordTable<T> table = RecordTable.of(type);
      return new Table(TableId.gold(name), table.columns(), table.rows(rows));
    }
  }

  /**
   * A unit.
   *
   * @param level 1 for the root
   */
  private record UnitRow(
      String unit,
      String nameZh,
      String nameEn,
      String kind,
      Optional<String> parent,
      String root,
      int level,
      String classes,
      Optional<LocalDate> validFrom,
      Optional<LocalDate> validTo,
      String predecessors) {}

  private record PeriodRow(
      String period,
      String kind,
      String nameZh,
      String nameEn,
      int year,
      LocalDate firstDay,
      LocalDate lastDay) {}

  private record IndicatorRow(
      String indicator,
      String nameZh,
      String nameEn,
      String domain,
      Indicator.Kind kind,
      Indicator.Dimension dimension,
      Indicator.Direction direction,
      String measure,
      String measureZh,
      String measureEn,
      int decimals,
      PeriodKind frequency,
      Indicator.Progress progress,
      String owner) {}

  private record ItemRow(
      String scorecard,
      String titleZh,
      String titleEn,
      PeriodKind periodKind,
      String section,
      String sectionZh,
      String sectionEn,
      BigDecimal weight,
      String item,
      String itemZh,
      String itemEn,
      Optional<String> goal,
      Optional<String> indicator,
      BigDecimal fullPoints,
      int ordinal) {}

  /** The four dimension tables as the definitions make them. */
  public static List<Table> of(Definitions definitions, LocalDate businessDate) {
    Dimensions dimensions = new Dimensions(definitions);
    return List.of(
        dimensions.units(),
        dimensions.periods(businessDate),
        dimensions.indicators(),
        dimensions.scorecards());
  }

  private Table units() {
    UnitTree tree = new UnitTree(definitions.units());
    List<UnitRow> rows = new ArrayList<>();
    for (Unit unit : definitions.units().values()) {
      List<String> chain = tree.chain(unit.code());
      rows.add(
          new UnitRow(
              unit.code(),
              unit.name().zh(),
              unit.name().en(),
              unit.kind(),
              unit.parent(),
              tree.root(unit.code()),
              chain.size(),
              String.join(";", unit.classes().stream().sorted().toList()),
              unit.validFrom(),
              unit.validTo(),
              String.join(";", unit.predecessors())));
    }
    return Table.of("dim_unit", UnitRow.class, rows);
  }

  private Table periods(LocalDate businessDate) {
    int first =
        definitions.indicators().values().stream()
            .flatMap(i -> i.versions().stream())
            .map(v -> v.validFrom().getYear())
            .min(Comparator.naturalOrder())
            .orElse(businessDate.getYear());
    List<PeriodRow> rows = new ArrayList<>();
    for (int year = Math.max(first, businessDate.getYear() - MOST_YEARS);
        year <= businessDate.getYear();
        year++) {
      for (PeriodKind kind : PeriodKind.values()) {
        if (kind != PeriodKind.DAY) {
          periods(kind, year).forEach(p -> rows.add(row(p)));
        }
      }
    }
    return Table.of("dim_period", PeriodRow.class, rows);
  }

  private static List<Period> periods(PeriodKind kind, int year) {
    List<Period> periods = new ArrayList<>();
    LocalDate day = LocalDate.of(year, 1, 1);
    while (day.getYear() == year) {
      Period period = Period.containing(kind, day);
      periods.add(period);
      day = period.end().plusDays(1);
    }
    return periods;
  }

  private static PeriodRow row(Period period) {
    Label name = Glossary.load().period(period.text());
    return new PeriodRow(
        period.text(),
        CellStage.kind(period),
        name.zh(),
        name.en(),
        period.start().getYear(),
        period.start(),
        period.end());
  }

  private Table indicators() {
    List<IndicatorRow> rows = new ArrayList<>();
    for (Indicator indicator : definitions.indicators().values()) {
      Optional<Measure> measure = definitions.measures().find(indicator.unit());
      rows.add(
          new IndicatorRow(
              indicator.code(),
              indicator.name().zh(),
              indicator.name().en(),
              indicator.domain(),
              indicator.kind(),
              indicator.dimension(),
              indicator.direction(),
              indicator.unit(),
              measure.map(m -> m.label().zh()).orElse(indicator.unit()),
              measure.map(m -> m.label().en()).orElse(indicator.unit()),
              indicator.decimals(),
              indicator.frequency(),
              indicator.progress(),
              indicator.owner()));
    }
    return Table.of("dim_indicator", IndicatorRow.class, rows);
  }

  private Table scorecards() {
    List<ItemRow> rows = new ArrayList<>();
    for (Scorecard card : definitions.scorecards().values()) {
      for (Scorecard.Section section : card.sections()) {
        items(rows, card, section.code(), section.name(), section.weight(), section.items());
      }
      card.bonus().ifPresent(b -> items(rows, card, "bonus", b.name(), b.cap(), b.items()));
    }
    return Table.of("dim_scorecard", ItemRow.class, rows);
  }

  private static void items(
      List<ItemRow> rows,
      Scorecard card,
      String section,
      Label name,
      BigDecimal weight,
      List<Scorecard.Item> items) {
    for (Scorecard.Item item : items) {
      rows.add(
          new ItemRow(
              card.name(),
              card.title().zh(),
              card.title().en(),
              card.period(),
              section,
              name.zh(),
              name.en(),
              weight,
              item.code(),
              item.name().zh(),
              item.name().en(),
              item.goal(),
              item.indicator(),
              item.points(),
              rows.size() + 1));
    }
  }
}
