package org.kaohe.gold;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.kaohe.TestContracts;
import org.kaohe.TestSpark;
import org.kaohe.config.Column;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Indicator.Direction;
import org.kaohe.config.Indicator.Interval;
import org.kaohe.config.Indicator.Version;
import org.kaohe.config.Label;
import org.kaohe.config.Measures;
import org.kaohe.config.Measures.Measure;
import org.kaohe.config.Part;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.config.Period;
import org.kaohe.config.PeriodKind;
import org.kaohe.config.Project;
import org.kaohe.config.Reporting;
import org.kaohe.config.Target;
import org.kaohe.config.Unit;
import org.kaohe.config.View;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;
import org.kaohe.delta.WriteOptions;
import org.kaohe.stage.Progress;
import org.kaohe.stage.StageContext;
import org.kaohe.stage.StageResult;

/** Definitions, silver tables and a warehouse for the tests of this room, built by hand. */
final class Workspace {
  private final Warehouse warehouse;
  private final Map<String, Unit> units = new LinkedHashMap<>();
  private final Map<String, Contract> contracts = new LinkedHashMap<>();
  private final Map<String, View> views = new LinkedHashMap<>();
  private final Map<String, Indicator> indicators = new LinkedHashMap<>();
  private final List<Target> targets = new ArrayList<>();
  private final List<Changes.Delivered> delivered = new ArrayList<>();
  private LocalDate businessDate = LocalDate.of(2025, 12, 31);
  private int run;

  Workspace(Path root) {
    warehouse = new Warehouse(root);
  }

  Workspace on(String date) {
    businessDate = LocalDate.parse(date);
    return this;
  }

  /** A unit of class {@code area}; a parent of "" is a root. */
  Workspace unit(String code, String parent) {
    return unit(code, parent, null, null);
  }

  Workspace unit(String code, String parent, @Nullable String from, @Nullable String to) {
    units.put(
        code,
        new Unit(
            code,
            Label.of(code),
            "area",
            Optional.of(parent).filter(p -> !p.isEmpty()),
            Set.of("area"),
            Optional.ofNullable(from).map(LocalDate::parse),
            Optional.ofNullable(to).map(LocalDate::parse),
            List.of()));
    return this;
  }

  /**
   * A dataset.
   *
   * @param columns {@code name type} or {@code name type measure}; types are date, period, text,
   *     whole, decimal(p,s)
   */
  Workspace dataset(String id, String at, String unit, String... columns) {
    contracts.put(
        id,
        new Contract(
            id,
            "test",
            "1",
            Label.of(id),
            Path.of("schemas/" + id + ".yaml"),
            id,
            StandardCharsets.UTF_8,
            Pattern.compile(".*"),
            List.of("id"),
            Optional.empty(),
            at,
            Optional.of(unit),
            Reporting.of(Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Arrays.stream(columns).map(Workspace::column).toList(),
            List.of(),
            List.of(),
            Optional.empty(),
            Contract.Mode.UPSERT));
    return this;
  }

  /** Gives a dataset a role. */
  Workspace role(String dataset, Contract.Role role) {
    contracts.computeIfPresent(
        dataset, (id, c) -> TestContracts.changed(c, id, c.reporting(), Optional.of(role)));
    return this;
  }

  private static Column column(String text) {
    String[] words = text.split(" ");
    Column.Type type =
        switch (words[1]) {
          case "date" -> new Column.Type.Date(List.of("yyyy-MM-dd"));
          case "period" -> new Column.Type.PeriodText();
          case "whole" -> new Column.Type.Whole();
          case "text" -> new Column.Type.Text();
          default -> {
            String[] digits = words[1].replaceAll("[^0-9,]", "").split(",");
            yield new Column.Type.Decimal(Integer.parseInt(digits[0]), Integer.parseInt(digits[1]));
          }
        };
    return new Column(
        words[0],
        Label.of(words[0]),
        type,
        false,
        words[0],
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        words.length > 2 ? Optional.of(words[2]) : Optional.empty(),
        false,
        Column.Form.usual(type));
  }

  /**
   * Silver rows of one delivery, numbered from line 2.
   *
   * @param rows values of the columns in order, comma separated, empty is NULL
   */
  Workspace silver(String dataset, String delivery, String... rows) {
    Contract contract = Objects.requireNonNull(contracts.get(dataset));
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      String[] cells = rows[i].split(",", -1);
      List<@Nullable Object> values = new ArrayList<>();
      @Nullable String slice = null;
      for (int c = 0; c < contract.columns().size(); c++) {
        Column column = contract.columns().get(c);
        values.add(cells[c].isEmpty() ? null : value(column.type(), cells[c]));
        if (column.name().equals(contract.at())) {
          slice = column.type() instanceof Column.Type.Date ? cells[c].substring(0, 7) : cells[c];
        }
      }
      values.addAll(
          Arrays.asList(delivery, i + 2L, Date.valueOf("2026-01-01"), 0L, slice, slice, false));
      all.add(RowFactory.create(values.toArray()));
    }
    Dataset<Row> frame =
        TestSpark.session().createDataFrame(all, Source.schema(contract)).coalesce(1);
    warehouse.append(frame, TableId.silver(dataset), new WriteOptions("r0", List.of("_slice")));
    return this;
  }

  /** The records of one delivery as bronze keeps them, numbered from line 2. */
  Workspace bronze(String dataset, String delivery, String... records) {
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < records.length; i++) {
      all.add(RowFactory.create(delivery, i + 2L, records[i]));
    }
    StructType schema =
        new StructType()
            .add("delivery", DataTypes.StringType)
            .add("line", DataTypes.LongType)
            .add("record", DataTypes.StringType);
    warehouse.append(
        TestSpark.session().createDataFrame(all, schema).coalesce(1),
        TableId.bronze(dataset),
        new WriteOptions("r0", List.of("delivery")));
    return this;
  }

  private static Object value(Column.Type type, String cell) {
    if (type instanceof Column.Type.Date) {
      return Date.valueOf(cell);
    }
    if (type instanceof Column.Type.Whole) {
      return Long.valueOf(cell);
    }
    if (type instanceof Column.Type.Decimal decimal) {
      return new BigDecimal(cell).setScale(decimal.scale());
    }
    return cell;
  }

  /** A period that the ledger knows to be delivered. */
  Workspace delivered(String dataset, String period) {
    delivered.add(
        new Changes.Delivered(
            dataset, period, Period.parse(period).orElseThrow().end().plusDays(5)));
    return this;
  }

  Workspace view(String name, String sql, String... inputs) {
    views.put(name, new View(name, Path.of("conf/views/" + name + ".sql"), sql, Set.of(inputs)));
    return this;
  }

  Workspace indicator(Indicator indicator) {
    indicators.put(indicator.code(), indicator);
    return this;
  }

  /** An indicator of all areas: monthly, higher is better, two decimals, a level. */
  static Indicator indicator(String code, Indicator.Value value) {
    return indicator(
        code,
        "piece",
        2,
        PeriodKind.MONTH,
        Direction.HIGHER,
        Indicator.Progress.LEVEL,
        version("2020-01-01", value));
  }

  static Version version(String from, Indicator.Value value) {
    return new Version(LocalDate.parse(from), value, Interval.NONE, Optional.empty(), Map.of());
  }

  static Indicator indicator(
      String code,
      String unit,
      int decimals,
      PeriodKind frequency,
      Direction direction,
      Indicator.Progress progress,
      Version... versions) {
    return new Indicator(
        code,
        Label.of(code),
        "test",
        Path.of("conf/indicators/test/" + code + ".yaml"),
        Indicator.Kind.OUTCOME,
        Indicator.Dimension.OUTPUT,
        direction,
        unit,
        decimals,
        frequency,
        "test",
        Set.of("area"),
        progress,
        List.of(versions));
  }

  static Indicator.Value single(Part part) {
    return new Indicator.Value.Single(part);
  }

  static Indicator.Value ratio(Part numerator, Part denominator, int per) {
    return new Indicator.Value.Ratio(numerator, denominator, per);
  }

  static Part count(String from) {
    return part(from, Aggregate.COUNT, null);
  }

  static Part part(String from, Aggregate aggregate, @Nullable String argument) {
    return new Part(
        from,
        aggregate,
        Optional.ofNullable(argument),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false);
  }

  static Part where(Part part, String condition) {
    return new Part(
        part.from(),
        part.aggregate(),
        part.argument(),
        Optional.of(condition),
        part.at(),
        part.unit(),
        part.additive(),
        part.holdYear());
  }

  static Part placed(Part part, String unit, String at) {
    return new Part(
        part.from(),
        part.aggregate(),
        part.argument(),
        part.where(),
        Optional.of(at),
        Optional.of(unit),
        part.additive(),
        part.holdYear());
  }

  static Part held(Part part) {
    return new Part(
        part.from(),
        part.aggregate(),
        part.argument(),
        part.where(),
        part.at(),
        part.unit(),
        part.additive(),
        true);
  }

  static Part additive(Part part) {
    return new Part(
        part.from(),
        part.aggregate(),
        part.argument(),
        part.where(),
        part.at(),
        part.unit(),
        true,
        part.holdYear());
  }

  Workspace target(String indicator, String unit, String period, Target.Operator op, String value) {
    targets.add(
        new Target(
            indicator,
            unit,
            Period.parse(period).orElseThrow(),
            "target",
            op,
            Optional.of(new BigDecimal(value)),
            Optional.empty(),
            Optional.empty(),
            "文号",
            Optional.empty(),
            "",
            Path.of("conf/targets/2025.csv"),
            targets.size() + 2));
    return this;
  }

  Definitions definitions() {
    Project project =
        new Project(
            "test",
            Label.of("test"),
            Path.of("/workspace"),
            ZoneId.of("Asia/Shanghai"),
            Path.of("/workspace/landing"),
            warehouse.root(),
            Path.of("/workspace/site"),
            Optional.empty(),
            false,
            List.of(light("green", "0"), light("yellow", "-5"), light("red", "-1000000")));
    return new Definitions(
        project,
        units,
        contracts,
        views,
        indicators,
        targets,
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        new Measures(
            Map.of(
                "kg", measure("kg", "mass", "1"),
                "tonne", measure("tonne", "mass", "1000"),
                "yuan", measure("yuan", "money", "1"),
                "yuan-10k", measure("yuan-10k", "money", "10000"),
                "piece", measure("piece", "count", "1"))),
        org.kaohe.config.Glossary.load(),
        "hash");
  }

  private static Project.Light light(String code, String atLeast) {
    return new Project.Light(code, Label.of(code), new BigDecimal(atLeast), "#000", "●");
  }

  private static Measure measure(String id, String dimension, String factor) {
    return new Measure(id, Label.of(id), dimension, new BigDecimal(factor));
  }

  StageContext context() {
    return new StageContext(
        TestSpark.session(),
        warehouse,
        definitions(),
        "run" + ++run,
        businessDate,
        Instant.parse("2026-01-01T00:00:00Z"),
        Progress.none());
  }

  /** Computes all of gold. */
  List<StageResult> run() {
    return run(Changes.all(delivered));
  }

  /** Computes what some touched slices of one dataset change. */
  List<StageResult> run(String dataset, String... slices) {
    return run(new Changes(false, false, Map.of(dataset, Set.of(slices)), delivered));
  }

  List<StageResult> run(Changes changes) {
    List<StageResult> results = new ArrayList<>();
    GoldStage.parts(context(), changes).values().forEach(part -> results.add(part.get()));
    return results;
  }

  Warehouse warehouse() {
    return warehouse;
  }

  Dataset<Row> table(TableId table) {
    return warehouse.read(TestSpark.session(), table);
  }

  /** The one cell; fails when there is none or more. */
  Row cell(String indicator, String unit, String period) {
    List<Row> rows =
        table(CellStage.TABLE)
            .where(
                "indicator = '%s' AND unit = '%s' AND period = '%s'"
                    .formatted(indicator, unit, period))
            .collectAsList();
    if (rows.size() != 1) {
      throw new AssertionError(
          "%d cells of %s %s %s".formatted(rows.size(), indicator, unit, period));
    }
    return rows.get(0);
  }

  /** A column of a cell as plain text, numbers without trailing zeros. */
  String cell(String indicator, String unit, String period, String column) {
    return text(cell(indicator, unit, period).getAs(column));
  }

  static String text(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    return String.valueOf(value);
  }

  /** Rows of a query's frame as comma separated text. */
  static List<String> rows(Dataset<Row> frame) {
    return frame.collectAsList().stream()
        .map(
            r -> {
              List<String> cells = new ArrayList<>();
              for (int i = 0; i < r.size(); i++) {
                cells.add(text(r.get(i)));
              }
              return String.join(",", cells);
            })
        .toList();
  }
}
