package org.kaohe.gold;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kaohe.TestSpark;

class SmallestTest {
  private static final StructType SCHEMA =
      new StructType().add("g", DataTypes.IntegerType).add("n", DataTypes.LongType);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSmallestOfEveryGroupInOrderWhetherCompiledOrInterpreted(boolean compiled) {
    SparkSession spark = TestSpark.session().newSession();
    spark.conf().set("spark.sql.codegen.wholeStage", compiled);
    spark.conf().set("spark.sql.codegen.factoryMode", compiled ? "CODEGEN_ONLY" : "NO_CODEGEN");
    Random random = new Random(20250301);
    List<Row> rows = new ArrayList<>();
    Map<Integer, List<Long>> expected = new TreeMap<>();
    for (int g = 0; g < 40; g++) {
      List<Long> numbers = new ArrayList<>();
      for (int i = random.nextInt(12); i > 0; i--) {
        long n = random.nextInt(20) - 3L;
        numbers.add(n);
        rows.add(RowFactory.create(g, n));
      }
      rows.add(RowFactory.create(g, null));
      Collections.sort(numbers);
      numbers.addAll(Collections.nCopies(5, Smallest.NONE));
      expected.put(g, List.copyOf(numbers.subList(0, 5)));
    }
    Collections.shuffle(rows, random);

    Map<Integer, List<Long>> found = new TreeMap<>();
    spark
        .createDataFrame(rows, SCHEMA)
        .repartition(4)
        .groupBy("g")
        .agg(Smallest.of(col("n"), 5).as("s"))
        .collectAsList()
        .forEach(r -> found.put(r.getInt(0), List.copyOf(r.<Long>getList(1))));

    assertThat(found).isEqualTo(expected);
  }
}
