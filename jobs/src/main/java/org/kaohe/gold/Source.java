package org.kaohe.gold;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring_index;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.kaohe.config.Column;
import org.kaohe.config.Column.Type;
import org.kaohe.config.Contract;
import org.kaohe.config.Definitions;
import org.kaohe.config.SafeSql;
import org.kaohe.config.View;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableId;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import org.kaohe.stage.StageContext;

/**
 * A dataset or view as indicators read it: current rows with {@code _delivery} and {@code _line}.
 *
 * @param at column that places a row in time unless a part names another
 * @param unit column of the unit unless a part names another
 * @param contract of a dataset
 */
record Source(
    String name, Dataset<Row> rows, String at, Optional<String> unit, Optional<Contract> contract) {
  private static final String REF = "_ref";

  /**
   * Where tables are found.
   *
   * @param tables a table's rows; empty when there is no such table
   */
  record Origin(
      SparkSession spark,
      Definitions definitions,
      Function<TableId, Optional<Dataset<Row>>> tables) {

    /** As they are now: for the stages of a night. */
    static Origin head(StageContext context) {
      Warehouse warehouse = context.warehouse();
      return new Origin(
          context.spark(),
          context.definitions(),
          table ->
              warehouse.exists(table)
                  ? Optional.of(warehouse.read(context.spark(), table))
                  : Optional.empty());
    }

    /** As a release holds them: for those who look back. */
    static Origin released(
        SparkSession spark, Definitions definitions, Warehouse warehouse, Release release) {
      return new Origin(
          spark,
          definitions,
          table ->
              Optional.ofNullable(release.tables().get(table))
                  .map(version -> warehouse.read(spark, table, version)));
    }
  }

  /** The current rows of a dataset; none when nothing has been delivered yet. */
  static Source of(StageContext context, Contract contract) {
    return of(Origin.head(context), contract);
  }

  static Source of(Origin origin, Contract contract) {
    return new Source(
        contract.id(),
        current(origin, contract),
        contract.at(),
        contract.unit(),
        Optional.of(contract));
  }

  /**
   * A view over the current rows of its inputs, which it names by dataset id.
   *
   * @throws KaoheException K2801 when an input is not a dataset
   */
  static Source of(StageContext context, View view) {
    return of(Origin.head(context), view);
  }

  static Source of(Origin origin, View view) {
    for (String input : view.inputs()) {
      Contract contract = origin.definitions().contracts().get(input);
      if (contract == null) {
        throw new KaoheException(
            ErrorCode.VIEW_READS_NOTHING,
            "View %s reads %s, which is no dataset. Name a dataset of schemas/."
                .formatted(view.name(), input));
      }
      current(origin, contract).createOrReplaceTempView(input);
    }
    Dataset<Row> rows = SafeSql.query(origin.spark(), view.sql());
    // The names are bound by now; left behind they would be seen by another view's query.
    view.inputs().forEach(input -> origin.spark().catalog().dropTempView(input));
    for (String needed : List.of("unit", "period", REF)) {
      if (!List.of(rows.columns()).contains(needed)) {
        throw new KaoheException(
            ErrorCode.VIEW_LACKS_COLUMN,
            "View %s does not select %s, so its numbers could not be placed or explained. Add it."
                .formatted(view.name(), needed));
      }
    }
    Dataset<Row> referenced =
        rows.withColumn("_delivery", substring_index(col(REF), ":", 1))
            .withColumn("_line", substring_index(col(REF), ":", -1).try_cast(DataTypes.LongType));
    return new Source(view.name(), referenced, "period", Optional.of("unit"), Optional.empty());
  }

  private static Dataset<Row> current(Origin origin, Contract contract) {
    Dataset<Row> silver =
        origin
            .tables()
            .apply(TableId.silver(contract.id()))
            .orElseGet(() -> origin.spark().createDataFrame(List.of(), schema(contract)));
    return silver.filter(not(col("_deleted")));
  }

  Source only(Iterable<String> slices) {
    List<String> wanted = new java.util.ArrayList<>();
    slices.forEach(wanted::add);
    Dataset<Row> kept =
        wanted.isEmpty()
            ? rows.filter(lit(false))
            : rows.filter(col("_slice").isin(wanted.toArray()));
    return new Source(name, kept, at, unit, contract);
  }

  /**
   * Columns that tell the things of one unit apart: the business key without unit and time. A key
   * without a time is that of a row, and tells nothing of the thing.
   */
  List<String> things(String unit, String at) {
    List<String> key = contract.map(Contract::key).orElse(List.of());
    return key.stream()
        .filter(c -> key.contains(at) && !c.equals(unit) && !c.equals(at))
        .filter(
            c ->
                !(contract.orElseThrow().column(c).type() instanceof Type.PeriodText)
                    && !(contract.orElseThrow().column(c).type() instanceof Type.Date))
        .toList();
  }

  /** Whether every row has a value in a column, because its contract lets no other in. */
  boolean always(String column) {
    return contract.filter(c -> c.hasColumn(column) && c.column(column).required()).isPresent();
  }

  DataType type(String column) {
    return rows.schema().apply(column).dataType();
  }

  /** The columns that silver gives a dataset, for one that has no table yet. */
  static StructType schema(Contract contract) {
    StructType schema = new StructType();
    for (Column column : contract.columns()) {
      schema = schema.add(column.name(), sparkType(column.type()));
    }
    return schema
        .add("_delivery", DataTypes.StringType)
        .add("_line", DataTypes.LongType)
        .add("_issued", DataTypes.DateType)
        .add("_serial", DataTypes.LongType)
        .add("_slice", DataTypes.StringType)
        .add("_period", DataTypes.StringType)
        .add("_deleted", DataTypes.BooleanType);
  }

  private static DataType sparkType(Type type) {
    if (type instanceof Type.Whole) {
      return DataTypes.LongType;
    }
    if (type instanceof Type.Decimal decimal) {
      return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
    }
    if (type instanceof Type.Date) {
      return DataTypes.DateType;
    }
    if (type instanceof Type.Flag) {
      return DataTypes.BooleanType;
    }
    return DataTypes.StringType;
  }
}
