package org.kaohe.config;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A sum or product whose types are not known yet. Once they are, nothing is left of it but what
 * {@link ExactRewrite#widened} makes of them.
 */
final class Widening extends Expression implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression child;

  Widening(Expression child) {
    this.child = child;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    Expression changed = children.apply(0);
    return changed.resolved() ? ExactRewrite.widened(changed) : new Widening(changed);
  }

  @Override
  public @Nullable Object eval(@Nullable InternalRow input) {
    return child.eval(input);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    ExprCode inner = child.genCode(context);
    return code.copy(inner.code(), inner.isNull(), inner.value());
  }

  @Override
  public DataType dataType() {
    return child.dataType();
  }

  @Override
  public boolean nullable() {
    return child.nullable();
  }

  @Override
  public Seq<Expression> children() {
    return CollectionConverters.asScala(java.util.List.of(child)).toSeq();
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int n) {
    return child;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof Widening;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Widening same && same.child.equals(child);
  }

  @Override
  public int hashCode() {
    return 31 + child.hashCode();
  }
}
