package org.kaohe.gold;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.kaohe.config.Definitions;
import org.kaohe.config.Indicator;
import org.kaohe.config.Indicator.Value;
import org.kaohe.config.Indicator.Version;
import org.kaohe.config.Scales;
import org.kaohe.config.TargetLookup;
import org.kaohe.config.Unit;
import org.kaohe.config.UnitTree;
import org.kaohe.gold.SeriesSpec.PartSpec;
import org.kaohe.stage.StageContext;

/**
 * Everything the tasks that make cells need to know, without Spark and without files.
 *
 * @param places units by code
 * @param members units that each indicator is for
 * @param lights code and least score of each light, best first
 */
record CellPlan(
    Map<String, SeriesSpec> series,
    Map<String, Place> places,
    TargetLookup targets,
    Map<String, Set<String>> members,
    List<Light> lights,
    LocalDate businessDate,
    String runId)
    implements Serializable {

  /** A light of the legend. */
  record Light(String code, BigDecimal atLeast) implements Serializable {}

  static CellPlan of(
      StageContext context, Set<String> indicators, Reports reports, Set<String> failed) {
    Definitions definitions = context.definitions();
    Map<String, SeriesSpec> series = new HashMap<>();
    for (String code : indicators) {
      Indicator indicator = definitions.indicators().get(code);
      if (indicator != null) {
        series.put(code, spec(definitions, indicator, reports, failed));
      }
    }
    Map<String, Place> places = places(definitions);
    Map<String, Set<String>> members = new HashMap<>();
    series
        .keySet()
        .forEach(
            code ->
                Optional.ofNullable(definitions.indicators().get(code))
                    .ifPresent(i -> members.put(code, TreeCells.members(places, i.unitClasses()))));
    return new CellPlan(
        series,
        places,
        TargetLookup.of(
            definitions.targets().stream()
                .filter(t -> t.name().equals(TargetLookup.TARGET))
                .filter(t -> indicators.contains(t.indicator()))
                .toList(),
            definitions.project().workspace()),
        members,
        definitions.project().lights().stream().map(l -> new Light(l.code(), l.atLeast())).toList(),
        context.businessDate(),
        context.runId());
  }

  private static SeriesSpec spec(
      Definitions definitions, Indicator indicator, Reports reports, Set<String> failed) {
    Map<Version, List<PartSpec>> parts = new LinkedHashMap<>();
    for (Parts.Read read : Parts.of(indicator)) {
      parts
          .computeIfAbsent(read.version(), k -> new ArrayList<>())
          .add(part(read, reports, failed));
    }
    List<SeriesSpec.Version> versions = new ArrayList<>();
    for (Version version : indicator.versions()) {
      Scales scales = Scales.of(definitions, indicator, version.value());
      int per = version.value() instanceof Value.Ratio ratio ? ratio.per() : 1;
      versions.add(
          new SeriesSpec.Version(
              version.validFrom(),
              List.copyOf(parts.getOrDefault(version, List.of())),
              per,
              scales.up(),
              scales.down(),
              version.interval(),
              version.smallNumbers().orElse(null)));
    }
    return new SeriesSpec(
        indicator.code(),
        indicator.unit(),
        indicator.direction(),
        indicator.decimals(),
        indicator.frequency(),
        indicator.progress(),
        List.copyOf(versions));
  }

  private static PartSpec part(Parts.Read read, Reports reports, Set<String> failed) {
    return new PartSpec(
        read.id(),
        read.role().text(),
        read.part().aggregate(),
        read.part().additive(),
        read.part().holdYear(),
        reports.of(read.part().from()),
        failed.contains(read.id()));
  }

  static Map<String, Place> places(Definitions definitions) {
    UnitTree tree = new UnitTree(definitions.units());
    Map<String, Place> places = new TreeMap<>();
    for (Unit unit : definitions.units().values()) {
      places.put(
          unit.code(),
          new Place(
              unit.code(),
              unit.kind(),
              unit.classes(),
              unit.validFrom().orElse(null),
              unit.validTo().orElse(null),
              tree.chain(unit.code())));
    }
    return places;
  }

  /** The light of a score; empty when there is no legend that low. */
  String light(BigDecimal score) {
    return lights.stream()
        .filter(l -> score.compareTo(l.atLeast()) >= 0)
        .map(Light::code)
        .findFirst()
        .orElse("");
  }
}
