package org.kaohe.gold;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Greatest;
import org.apache.spark.sql.catalyst.expressions.Least;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.DeclarativeAggregate;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The smallest few of a whole number, in order, as an array filled up with {@link #NONE}. Spark's
 * {@code min_by(x, x, k)} says the same, but forces every aggregation it is part of to sort its
 * rows; this one keeps k numbers in the hash table's row.
 *
 * <p>The k-th smallest of two sorted lists a and b is the least of a[k], b[k] and of the greater of
 * a[j] and b[k-j] for every j between.
 */
final class Smallest extends DeclarativeAggregate {
  /** Stands where there is no number. */
  static final long NONE = Long.MAX_VALUE;

  private static final long serialVersionUID = 1L;

  private final Expression child;
  private final int size;
  private final Seq<AttributeReference> buffer;

  private Smallest(Expression child, int size) {
    this.child = child;
    this.size = size;
    List<AttributeReference> attributes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      attributes.add(
          new AttributeReference(
              "smallest" + i,
              DataTypes.LongType,
              false,
              Metadata.empty(),
              NamedExpression.newExprId(),
              seq(List.of())));
    }
    this.buffer = seq(attributes);
  }

  /**
   * The column of the aggregation.
   *
   * @param number a bigint; NULL is no number
   */
  static Column of(Column number, int size) {
    return ExpressionUtils.column(
        new Smallest(ExpressionUtils.expression(number), size)
            .toAggregateExpression(false, scala.Option.empty()));
  }

  @Override
  public Seq<Expression> initialValues() {
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(none());
    }
    return seq(values);
  }

  @Override
  public Seq<Expression> updateExpressions() {
    Expression number = new Coalesce(seq(List.of(child, none())));
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.add(
          least(List.of(buffer.apply(i), i == 0 ? number : greater(buffer.apply(i - 1), number))));
    }
    return seq(values);
  }

  @Override
  public Seq<Expression> mergeExpressions() {
    Seq<AttributeReference> others = inputAggBufferAttributes();
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<Expression> candidates = new ArrayList<>();
      candidates.add(buffer.apply(i));
      candidates.add(others.apply(i));
      for (int j = 0; j < i; j++) {
        candidates.add(greater(buffer.apply(j), others.apply(i - 1 - j)));
      }
      values.add(least(candidates));
    }
    return seq(values);
  }

  @Override
  public Expression evaluateExpression() {
    return new CreateArray(seq(new ArrayList<>(CollectionConverters.asJava(buffer))));
  }

  @Override
  public Seq<AttributeReference> aggBufferAttributes() {
    return buffer;
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public DataType dataType() {
    return DataTypes.createArrayType(DataTypes.LongType, false);
  }

  @Override
  public Seq<Expression> children() {
    return seq(List.of(child));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new Smallest(children.apply(0), size);
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int n) {
    return n == 0 ? child : size;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof Smallest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Smallest same && same.size == size && same.child.equals(child);
  }

  @Override
  public int hashCode() {
    return 31 * child.hashCode() + size;
  }

  private static Expression none() {
    return Literal.create(NONE, DataTypes.LongType);
  }

  private static Expression least(List<Expression> of) {
    return new Least(seq(of));
  }

  private static Expression greater(Expression one, Expression other) {
    return new Greatest(seq(List.of(one, other)));
  }

  private static <T> Seq<T> seq(List<? extends T> list) {
    return CollectionConverters.<T>asScala(List.<T>copyOf(list)).toSeq();
  }
}
