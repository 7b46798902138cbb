package org.kaohe.gold;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.kaohe.config.Period;
import org.kaohe.config.Unit;

/** The roll-up tree: one parent for each unit, so nothing is counted twice (RULES R2). */
final class UnitTree {
  private final Map<String, Unit> units;
  private final Map<String, List<String>> chains = new HashMap<>();

  UnitTree(Map<String, Unit> units) {
    this.units = units;
    units.keySet().forEach(code -> chains.put(code, climb(code)));
  }

  Map<String, Unit> units() {
    return units;
  }

  private List<String> climb(String code) {
    Set<String> chain = new LinkedHashSet<>();
    Optional<String> at = Optional.of(code);
    // A loop is refused by validation; here it only must not hang.
    while (at.isPresent() && units.containsKey(at.get()) && chain.add(at.get())) {
      at = at.flatMap(c -> Optional.ofNullable(units.get(c))).flatMap(Unit::parent);
    }
    return List.copyOf(chain);
  }

  /** The unit itself, its parent, and so on up to the root. */
  List<String> chain(String code) {
    return chains.getOrDefault(code, List.of());
  }

  /** The unit at the top of the tree that holds the unit. */
  String root(String code) {
    List<String> chain = chain(code);
    return chain.isEmpty() ? code : chain.get(chain.size() - 1);
  }

  /** True when the unit existed on some day of the period. */
  static boolean existed(Unit unit, Period period) {
    LocalDate from = unit.validFrom().orElse(LocalDate.MIN);
    LocalDate to = unit.validTo().orElse(LocalDate.MAX);
    return !from.isAfter(period.end()) && !to.isBefore(period.start());
  }

  /** True when some unit has a first or last day. */
  boolean dated() {
    return units.values().stream()
        .anyMatch(u -> u.validFrom().isPresent() || u.validTo().isPresent());
  }

  /**
   * Every unit with each of its ancestors and itself: {@code leaf, ancestor, valid_from, valid_to},
   * the dates being the ancestor's, as text.
   */
  Dataset<Row> ancestors(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    for (String leaf : units.keySet()) {
      for (String ancestor : chain(leaf)) {
        Optional<Unit> unit = Optional.ofNullable(units.get(ancestor));
        rows.add(
            RowFactory.create(
                leaf,
                ancestor,
                unit.flatMap(Unit::validFrom).map(LocalDate::toString).orElse("0000-01-01"),
                unit.flatMap(Unit::validTo).map(LocalDate::toString).orElse("9999-12-31")));
      }
    }
    return spark.createDataFrame(
        rows,
        new StructType()
            .add("leaf", DataTypes.StringType, false)
            .add("ancestor", DataTypes.StringType, false)
            .add("valid_from", DataTypes.StringType, false)
            .add("valid_to", DataTypes.StringType, false));
  }

  /** Every unit with its root: {@code leaf, root}. */
  Dataset<Row> roots(SparkSession spark) {
    List<Row> rows =
        units.keySet().stream().map(code -> RowFactory.create(code, root(code))).toList();
    return spark.createDataFrame(
        rows,
        new StructType()
            .add("leaf", DataTypes.StringType, false)
            .add("root", DataTypes.StringType, false));
  }
}
