package org.kaohe;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Compares data frames with spark-testing-base, without taking over its way of starting Spark. */
public final class Frames {
  private static final JavaDataFrameSuiteBase COMPARISON = new JavaDataFrameSuiteBase();

  private Frames() {}

  /** Fails unless both have the same schema (nullability included) and the same rows in order. */
  public static void assertSame(Dataset<Row> expected, Dataset<Row> actual) {
    COMPARISON.assertDataFrameEquals(expected, actual);
  }
}
