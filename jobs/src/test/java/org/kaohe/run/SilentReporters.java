package org.kaohe.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A workspace of many small appraisals, invented from a seed: in each class some counties of one
 * prefecture with three items out of a pool, over datasets that differ in who owes them and in what
 * no row means. The first county of each class can be made to keep silent.
 */
final class SilentReporters {
  static final List<String> MONTHS = List.of("2025-01", "2025-02", "2025-03");
  private static final int CARDS = 10;
  private static final int COUNTIES = 3;

  /** How somebody keeps silent. */
  enum Way {
    /** The rows are not delivered. */
    OMITTED,
    /** They are delivered so that they are rejected. */
    REJECTED,
    /** They are delivered without figures. */
    BLANK
  }

  /** Whose rows a dataset holds and what no row means, with the property that says so. */
  private static final Map<String, String> DATASETS =
      new TreeMap<>(
          Map.of(
              "work_own_return", "{property: provider, value: each}",
              "work_own_register", "{property: reporting, value: {kind: register, by: [county]}}",
              "work_central_return", "{property: reporting, value: {kind: return}}",
              "work_central_register", "{property: provider, value: bureau}"));

  /** One silence: what the first county of a class keeps back. */
  record Silence(String dataset, List<String> months, Way way) {}

  private record Row(String county, String month, String site, int n, int d, int stock) {
    String text(Way way) {
      return switch (way) {
        case OMITTED -> "";
        case REJECTED -> "%s,%s,%s,很多,%d,%d%n".formatted(county, month, site, d, stock);
        case BLANK -> "%s,%s,%s,,,%n".formatted(county, month, site);
      };
    }

    String text() {
      return "%s,%s,%s,%d,%d,%d%n".formatted(county, month, site, n, d, stock);
    }
  }

  private final int classes;
  private final String partial;
  private final Map<String, List<Row>> rows = new TreeMap<>();
  private final List<Silence> silences = new ArrayList<>();
  private final List<List<String>> items = new ArrayList<>();

  SilentReporters(int classes, long seed) {
    this(classes, seed, "");
  }

  /**
   * @param partial a line of every scorecard on what a partial value does
   */
  SilentReporters(int classes, long seed, String partial) {
    this.classes = classes;
    this.partial = partial;
    Random random = new Random(seed);
    for (int c = 0; c < classes; c++) {
      for (String dataset : DATASETS.keySet()) {
        for (int county = 0; county < COUNTIES; county++) {
          rows.computeIfAbsent(dataset, k -> new ArrayList<>()).addAll(rows(random, c, county));
        }
      }
      silences.add(silence(random));
    }
    for (int card = 0; card < CARDS; card++) {
      items.add(items(random, card));
    }
  }

  private static List<Row> rows(Random random, int c, int county) {
    List<Row> rows = new ArrayList<>();
    int sites = 1 + random.nextInt(2);
    for (String month : MONTHS) {
      for (int site = 0; site < sites; site++) {
        int d = 20 + random.nextInt(40);
        int n = random.nextInt(4) == 0 ? d : random.nextInt(d + 1);
        rows.add(new Row(county(c, county), month, "s" + site, n, d, random.nextInt(100)));
      }
    }
    return rows;
  }

  private static Silence silence(Random random) {
    List<String> datasets = List.of("work_own_return", "work_own_register", "work_central_return");
    List<String> months = MONTHS.stream().filter(m -> random.nextBoolean()).toList();
    return new Silence(
        datasets.get(random.nextInt(datasets.size())),
        months.isEmpty() ? MONTHS : months,
        Way.values()[random.nextInt(Way.values().length)]);
  }

  /** Three items, of which the first reads what the card's number says. */
  private static List<String> items(Random random, int card) {
    List<String> datasets = List.copyOf(DATASETS.keySet());
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String dataset = datasets.get((card + i) % datasets.size());
      String indicator =
          List.of("RATE", "CASES", "STOCK", "LOSS").get(random.nextInt(4)) + "-" + dataset;
      items.add(
          "{code: I%d, indicator: %s, points: 10, rule: %s}"
              .formatted(i, indicator, rule(random, indicator)));
    }
    return items;
  }

  private static String rule(Random random, String indicator) {
    int choice = random.nextInt(3);
    return switch (indicator.substring(0, indicator.indexOf('-'))) {
      case "RATE" ->
          List.of(
                  "{ratio: {}}",
                  "{step: {per: 1, of: value, deduct: 0.2, gap: up}}",
                  "{formula: {inputs: {v: value}, points: 'least(100, v) * 10 / 100'}}")
              .get(choice);
      case "LOSS" ->
          List.of(
                  "{ratio: {form: inverse}}",
                  "{yes-no: {}}",
                  "{formula: {inputs: {a: numerator, b: denominator}, points: 'greatest(0, 10 - 10 * a / b)'}}")
              .get(choice);
      case "STOCK" ->
          "{band: [{to: 50, points: 2}, {from: 50, to: 100, points: 6}, {from: 100, points: 10}]}";
      default ->
          List.of(
                  "{count-deduct: {each: 0.1}}",
                  "{band: [{to: 40, points: 10}, {from: 40, to: 80, points: 5}, {from: 80, points: 0}]}",
                  "{formula: {inputs: {v: value}, points: 'CASE WHEN v < 60 THEN 10 ELSE 4 END'}}")
              .get(choice);
    };
  }

  private static String county(int c, int county) {
    return String.valueOf(100000 + 10 * c + county);
  }

  /** The unit that keeps silent in a class. */
  static String silent(int c) {
    return county(c, 0);
  }

  Silence silence(int c) {
    return silences.get(c);
  }

  int classes() {
    return classes;
  }

  void definitions(Evenings workspace) {
    workspace.write(
        "conf/project.yaml",
        """
        name: silence
        title: {zh: 沉默, en: Silence}
        timezone: Asia/Shanghai
        landing: landing
        warehouse: warehouse
        site: site
        business-date: 2025-04-15
        demo: true
        lights:
          - {code: green, name: {zh: 达标, en: Met}, at-least: 0, colour: "#2e8b57", mark: "●"}
          - {code: red, name: {zh: 未达标, en: Missed}, at-least: -1000000, colour: "#c0392b", mark: "■"}
        """);
    StringBuilder units =
        new StringBuilder(
            """
            unit,name_zh,name_en,kind,parent,classes,valid_from,valid_to,predecessors
            bureau,局,Bureau,agency,,,,,
            990000,省,Province,province,,province,,,
            """);
    for (int c = 0; c < classes; c++) {
      for (int county = 0; county < COUNTIES; county++) {
        String code = county(c, county);
        units.append("%s,%s,%s,county,990000,k%d;county,,,%n".formatted(code, code, code, c));
      }
    }
    workspace.write("conf/units/units.csv", units.toString());
    StringBuilder targets =
        new StringBuilder(
            "indicator,unit,period,op,value,low,high,baseline,baseline_period,name,document,approved,reason\n");
    for (String dataset : DATASETS.keySet()) {
      workspace.write("schemas/work/" + dataset.substring(5) + ".yaml", contract(dataset));
      indicator(
          workspace,
          dataset,
          "RATE",
          "higher",
          "percent",
          "{ratio: {numerator: {from: %1$s, sum: n}, denominator: {from: %1$s, sum: d}, per: 100}}");
      indicator(
          workspace,
          dataset,
          "LOSS",
          "lower",
          "percent",
          "{ratio: {numerator: {from: %1$s, sum: n}, denominator: {from: %1$s, sum: d}, per: 100}}");
      indicator(workspace, dataset, "CASES", "lower", "case", "{from: %1$s, sum: n}");
      indicator(workspace, dataset, "STOCK", "higher", "case", "{from: %1$s, last: stock}");
      for (String rate : List.of("RATE-%s,990000,2025,>=,70", "LOSS-%s,990000,2025,<=,40")) {
        targets.append(rate.formatted(dataset)).append(",,,,,,示例〔2025〕1号,2025-01-15,\n");
      }
    }
    workspace.write("conf/targets/2025.csv", targets.toString());
    for (int card = 0; card < CARDS; card++) {
      workspace.write("conf/scorecards/card%d.yaml".formatted(card), card(card));
    }
  }

  private static void indicator(
      Evenings workspace,
      String dataset,
      String code,
      String direction,
      String unit,
      String value) {
    workspace.write(
        "conf/indicators/work/%s-%s.yaml".formatted(code, dataset),
        """
        code: %1$s-%2$s
        name: {zh: 指标, en: Indicator}
        kind: outcome
        dimension: benefit
        direction: %3$s
        unit: %4$s
        decimals: 2
        frequency: month
        owner: bureau
        units: {class: [county]}
        progress: level
        versions:
          - valid-from: 2020-01-01
            value: %5$s
        """
            .formatted(code, dataset, direction, unit, value.formatted(dataset)));
  }

  private static String contract(String dataset) {
    return """
        apiVersion: v3.1.0
        kind: DataContract
        id: %1$s
        name: 月报
        version: 1.0.0
        status: active
        domain: work
        description: {purpose: Monthly figures}
        servers: [{server: landing, type: local, path: work/%1$s, format: csv}]
        slaProperties: [{property: frequency, value: 1, unit: m}]
        customProperties:
          - {property: nameEn, value: Monthly figures}
          - {property: fileName, value: '%1$s_(?<period>\\d{6})_(?<issued>\\d{8})\\.csv'}
          - {property: at, value: period}
          - {property: unit, value: county}
          - %2$s
        schema:
          - name: %1$s
            physicalType: file
            properties:
              - name: county
                businessName: 县
                logicalType: string
                required: true
                primaryKey: true
                primaryKeyPosition: 1
                relationships: [{to: unit.unit}]
                customProperties: [{property: nameEn, value: County}]
              - name: period
                businessName: 期间
                logicalType: string
                required: true
                primaryKey: true
                primaryKeyPosition: 2
                customProperties: [{property: nameEn, value: Period}, {property: period, value: true}]
              - name: site
                businessName: 站点
                logicalType: string
                required: true
                primaryKey: true
                primaryKeyPosition: 3
                customProperties: [{property: nameEn, value: Site}]
              - {name: n, businessName: 分子, logicalType: integer, customProperties: [{property: nameEn, value: N}]}
              - {name: d, businessName: 分母, logicalType: integer, customProperties: [{property: nameEn, value: D}]}
              - {name: stock, businessName: 库存, logicalType: integer, customProperties: [{property: nameEn, value: Stock}]}
        """
        .formatted(dataset, DATASETS.get(dataset));
  }

  private String card(int card) {
    StringBuilder text = new StringBuilder();
    for (int c = card; c < classes; c += CARDS) {
      text.append(text.isEmpty() ? "" : ", ").append('k').append(c);
    }
    return """
        name: card%d
        title: {zh: 季度考核, en: Quarter}
        period: quarter
        units: {class: [%s]}
        %s
        sections:
          - code: outcome
            name: {zh: 成效, en: Outcome}
            weight: 100
            items:
              - %s
        """
        .formatted(card, text, partial, String.join("\n      - ", items.get(card)));
  }

  /** Delivers everything, but for what is kept back. */
  void deliver(Evenings workspace, boolean silently) {
    Map<String, StringBuilder> files = new TreeMap<>();
    rows.forEach(
        (dataset, all) -> {
          for (Row row : all) {
            Silence silence = silences.get((Integer.parseInt(row.county()) - 100000) / 10);
            boolean kept =
                silently
                    && row.county().endsWith("0")
                    && silence.dataset().equals(dataset)
                    && silence.months().contains(row.month());
            files
                .computeIfAbsent(file(dataset, row.month()), k -> header())
                .append(kept ? row.text(silence.way()) : row.text());
          }
        });
    files.forEach((file, text) -> workspace.write(file, text.toString()));
  }

  private static StringBuilder header() {
    return new StringBuilder("县,期间,站点,分子,分母,库存\n");
  }

  static String file(String dataset, String month) {
    return "landing/work/%1$s/%1$s_%2$s_20250410.csv".formatted(dataset, month.replace("-", ""));
  }
}
