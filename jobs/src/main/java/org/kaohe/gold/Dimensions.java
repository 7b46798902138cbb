package org.kaohe.gold;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
import org.kaohe.delta.ColumnInfo;
import org.kaohe.delta.ColumnType;
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
  public record Table(TableId id, List<ColumnInfo> columns, List<List<@Nullable Object>> rows) {}

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
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Unit unit : definitions.units().values()) {
      List<String> chain = tree.chain(unit.code());
      rows.add(
          row(
              unit.code(),
              unit.name().zh(),
              unit.name().en(),
              unit.kind(),
              unit.parent().orElse(null),
              tree.root(unit.code()),
              chain.size(),
              String.join(";", unit.classes().stream().sorted().toList()),
              unit.validFrom().orElse(null),
              unit.validTo().orElse(null),
              String.join(";", unit.predecessors())));
    }
    return new Table(
        TableId.gold("dim_unit"),
        List.of(
            text("unit"),
            text("name_zh"),
            text("name_en"),
            text("kind"),
            text("parent"),
            text("root"),
            ColumnInfo.of("level", ColumnType.INTEGER),
            text("classes"),
            ColumnInfo.of("valid_from", ColumnType.DATE),
            ColumnInfo.of("valid_to", ColumnType.DATE),
            text("predecessors")),
        rows);
  }

  private Table periods(LocalDate businessDate) {
    int first =
        definitions.indicators().values().stream()
            .flatMap(i -> i.versions().stream())
            .map(v -> v.validFrom().getYear())
            .min(Comparator.naturalOrder())
            .orElse(businessDate.getYear());
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int year = Math.max(first, businessDate.getYear() - MOST_YEARS);
        year <= businessDate.getYear();
        year++) {
      for (PeriodKind kind : PeriodKind.values()) {
        if (kind != PeriodKind.DAY) {
          periods(kind, year).forEach(p -> rows.add(row(p)));
        }
      }
    }
    return new Table(
        TableId.gold("dim_period"),
        List.of(
            text("period"),
            text("kind"),
            text("name_zh"),
            text("name_en"),
            ColumnInfo.of("year", ColumnType.INTEGER),
            ColumnInfo.of("first_day", ColumnType.DATE),
            ColumnInfo.of("last_day", ColumnType.DATE)),
        rows);
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

  private static List<@Nullable Object> row(Period period) {
    Label name = Glossary.load().period(period.text());
    return row(
        period.text(),
        CellStage.kind(period),
        name.zh(),
        name.en(),
        period.start().getYear(),
        period.start(),
        period.end());
  }

  private Table indicators() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Indicator indicator : definitions.indicators().values()) {
      Optional<Measure> measure = definitions.measures().find(indicator.unit());
      rows.add(
          row(
              indicator.code(),
              indicator.name().zh(),
              indicator.name().en(),
              indicator.domain(),
              word(indicator.kind()),
              word(indicator.dimension()),
              word(indicator.direction()),
              indicator.unit(),
              measure.map(m -> m.label().zh()).orElse(indicator.unit()),
              measure.map(m -> m.label().en()).orElse(indicator.unit()),
              indicator.decimals(),
              word(indicator.frequency()),
              word(indicator.progress()),
              indicator.owner()));
    }
    return new Table(
        TableId.gold("dim_indicator"),
        List.of(
            text("indicator"),
            text("name_zh"),
            text("name_en"),
            text("domain"),
            text("kind"),
            text("dimension"),
            text("direction"),
            text("measure"),
            text("measure_zh"),
            text("measure_en"),
            ColumnInfo.of("decimals", ColumnType.INTEGER),
            text("frequency"),
            text("progress"),
            text("owner")),
        rows);
  }

  private Table scorecards() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Scorecard card : definitions.scorecards().values()) {
      for (Scorecard.Section section : card.sections()) {
        items(rows, card, section.code(), section.name(), section.weight(), section.items());
      }
      card.bonus().ifPresent(b -> items(rows, card, "bonus", b.name(), b.cap(), b.items()));
    }
    return new Table(
        TableId.gold("dim_scorecard"),
        List.of(
            text("scorecard"),
            text("title_zh"),
            text("title_en"),
            text("period_kind"),
            text("section"),
            text("section_zh"),
            text("section_en"),
            ColumnInfo.decimal("weight"),
            text("item"),
            text("item_zh"),
            text("item_en"),
            text("goal"),
            text("indicator"),
            ColumnInfo.decimal("full_points"),
            ColumnInfo.of("ordinal", ColumnType.INTEGER)),
        rows);
  }

  private static void items(
      List<List<@Nullable Object>> rows,
      Scorecard card,
      String section,
      Label name,
      java.math.BigDecimal weight,
      List<Scorecard.Item> items) {
    for (Scorecard.Item item : items) {
      rows.add(
          row(
              card.name(),
              card.title().zh(),
              card.title().en(),
              word(card.period()),
              section,
              name.zh(),
              name.en(),
              weight,
              item.code(),
              item.name().zh(),
              item.name().en(),
              item.goal().orElse(null),
              item.indicator().orElse(null),
              item.points(),
              rows.size() + 1));
    }
  }

  private static ColumnInfo text(String name) {
    return ColumnInfo.of(name, ColumnType.TEXT);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
