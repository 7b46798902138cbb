package org.kaohe.config;

import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.codegen.Block;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An expression of a definition that can't end a query (J25): whatever it raises for a row — an
 * overflow, a zero divisor, a text that is no number — costs that row its value and nothing else.
 * Its twin asks whether it raised, so that no failure passes for a missing value.
 *
 * <p>A text that is compared with a number equals none where it is none: that raises nothing.
 *
 * <p>Spark's own {@code TryEval} does not say whether it failed; and this one is a conditional to
 * Spark, so that neither folding nor a shared subexpression evaluates a part of it outside.
 */
final class Guarded extends Expression implements ConditionalExpression, Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression child;
  private final Kind kind;

  /** Its texts are compared leniently; what Spark makes of it afterwards is left alone. */
  private final boolean settled;

  /** What it gives. */
  private enum Kind {
    /** The value; NULL where it can't be computed. */
    VALUE,
    /** True where it can't be computed. */
    RAISED,
    /** Whatever the expression gives or raises: only its texts are compared leniently. */
    COMPARED
  }

  private Guarded(Expression child, Kind kind, boolean settled) {
    this.child = !settled && child.resolved() ? lenient(child) : child;
    this.kind = kind;
    this.settled = settled || child.resolved();
  }

  /** The value; NULL where it can't be computed. */
  static Column value(Column column) {
    return of(column, Kind.VALUE);
  }

  /** True where the value can't be computed, else false. */
  static Column raised(Column column) {
    return of(column, Kind.RAISED);
  }

  /**
   * A comparison within a query, where others look at its form: once Spark knows its types, nothing
   * is left of the guard.
   */
  static Expression compared(Expression comparison) {
    return new Guarded(comparison, Kind.COMPARED, false);
  }

  private static Column of(Column column, Kind kind) {
    return ExpressionUtils.column(new Guarded(ExpressionUtils.expression(column), kind, false));
  }

  /** Comparisons whose texts Spark would cast to numbers or dates, and raise. */
  private static Expression lenient(Expression node) {
    Expression mapped = mapped(node, Guarded::lenient);
    return mapped instanceof BinaryComparison || mapped instanceof In
        ? mapped(mapped, Guarded::tried)
        : mapped;
  }

  private static Expression mapped(Expression node, UnaryOperator<Expression> change) {
    List<Expression> before = CollectionConverters.asJava(node.children());
    List<Expression> after = before.stream().map(change).toList();
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i) != after.get(i)) {
        return node.withNewChildren(seq(after));
      }
    }
    return node;
  }

  /** A cast that nobody wrote: {@link SafeSql} wraps those that somebody did. */
  private static Expression tried(Expression node) {
    return node instanceof Cast cast
            && cast.child().dataType() instanceof StringType
            && !cast.isTryCast()
        ? new Cast(cast.child(), cast.dataType(), cast.timeZoneId(), EvalMode.TRY())
        : node;
  }

  @Override
  public @Nullable Object eval(@Nullable InternalRow input) {
    try {
      Object value = child.eval(input);
      return asks() ? Boolean.valueOf(false) : value;
    } catch (RuntimeException e) {
      return asks() ? Boolean.valueOf(true) : null;
    }
  }

  private boolean asks() {
    return kind == Kind.RAISED;
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    ExprCode inner = child.genCode(context);
    String type = CodeGenerator.javaType(dataType());
    String start = CodeGenerator.defaultValue(dataType(), false);
    boolean asks = asks();
    String done =
        asks
            ? "%s = false;".formatted(code.value())
            : "%s = %s; %s = %s;"
                .formatted(code.value(), inner.value(), code.isNull(), inner.isNull());
    Block block =
        new CodeBlock(
            seq(
                List.of(
                    """
                    boolean %s = %s;
                    %s %s = %s;
                    try {
                    """
                        .formatted(code.isNull(), !asks, type, code.value(), asks ? "true" : start),
                    "\n%s\n} catch (RuntimeException %s) {\n}\n"
                        .formatted(done, context.freshName("raised")))),
            seq(List.<JavaCode>of(inner.code())));
    return code.copy(block, code.isNull(), code.value());
  }

  @Override
  public DataType dataType() {
    return asks() ? DataTypes.BooleanType : child.dataType();
  }

  @Override
  public boolean nullable() {
    return !asks();
  }

  @Override
  public boolean foldable() {
    return false;
  }

  @Override
  public Seq<Expression> alwaysEvaluatedInputs() {
    return seq(List.of());
  }

  @Override
  public ConditionalExpression withNewAlwaysEvaluatedInputs(Seq<Expression> inputs) {
    return this;
  }

  @Override
  public Seq<Seq<Expression>> branchGroups() {
    return seq(List.of());
  }

  @Override
  public Seq<Expression> children() {
    return seq(List.of(child));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    Expression changed = children.apply(0);
    return kind == Kind.COMPARED && changed.resolved()
        ? lenient(changed)
        : new Guarded(changed, kind, settled);
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int n) {
    return n == 0 ? child : kind;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof Guarded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Guarded same && same.kind == kind && same.child.equals(child);
  }

  @Override
  public int hashCode() {
    return 31 * child.hashCode() + kind.hashCode();
  }

  private static <T> Seq<T> seq(List<? extends T> list) {
    return CollectionConverters.<T>asScala(List.<T>copyOf(list)).toSeq();
  }
}
