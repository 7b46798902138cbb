package org.kaohe.config;

import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.ILike;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Lower;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;
import scala.Function1;
import scala.Option;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Where SQL of definitions becomes Spark's, the only place (J25). It is parsed without a session,
 * so that nothing in it is substituted; patterns run in linear time; and an expression of one row
 * is asked for its {@link #value} and for whether that {@link #raised}, never evaluated bare.
 */
public final class SafeSql {
  private static final Set<String> REGEX_FUNCTIONS = Set.of("rlike", "regexp_like");

  /** Forms that raise nothing once their texts are compared leniently. */
  private static final Set<Class<? extends Expression>> TAME =
      Set.of(
          UnresolvedAttribute.class,
          Literal.class,
          EqualTo.class,
          EqualNullSafe.class,
          LessThan.class,
          LessThanOrEqual.class,
          GreaterThan.class,
          GreaterThanOrEqual.class,
          And.class,
          Or.class,
          Not.class,
          IsNull.class,
          IsNotNull.class,
          In.class,
          StaticInvoke.class);

  private static final char ESCAPE = '\\';

  private SafeSql() {}

  /** The value of an expression in a row; NULL where it can't be computed. */
  public static Column value(String sql) {
    return value(column(sql));
  }

  /** The value of a column made of {@link #column}s; NULL where it can't be computed. */
  public static Column value(Column made) {
    return Guarded.value(made);
  }

  /** True in the rows for which a column made of {@link #column}s can't be computed. */
  public static Column raised(Column made) {
    return Guarded.raised(made);
  }

  /** False when every row has an answer, so that nobody needs to ask. */
  public static boolean mayRaise(String sql) {
    return mayRaise(expression(sql));
  }

  private static boolean mayRaise(Expression node) {
    return !TAME.contains(node.getClass())
        || CollectionConverters.asJava(node.children()).stream().anyMatch(SafeSql::mayRaise);
  }

  /** An expression as it stands, to be part of something that is then asked for its value. */
  public static Column column(String sql) {
    return ExpressionUtils.column(expression(sql));
  }

  /** The parsed expression, its names not resolved. */
  public static Expression expression(String sql) {
    return CatalystSqlParser$.MODULE$.parseExpression(sql).transformUp(new Linear(false));
  }

  /** The rows of a view's query. */
  public static Dataset<Row> query(SparkSession spark, String sql) {
    LogicalPlan plan = linear(CatalystSqlParser$.MODULE$.parsePlan(sql));
    return org.apache.spark.sql.classic.Dataset$.MODULE$.ofRows(
        (org.apache.spark.sql.classic.SparkSession) spark, plan);
  }

  private static LogicalPlan linear(LogicalPlan plan) {
    return plan.transformUpWithSubqueries(new Plans());
  }

  /** Mends the expressions of a query, part by part. */
  private static final class Plans extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    @Override
    public boolean isDefinedAt(LogicalPlan plan) {
      return true;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends LogicalPlan, B> B applyOrElse(A plan, Function1<A, B> otherwise) {
      LogicalPlan mended = plan.transformExpressionsUp(new Linear(true));
      return (B) (mended instanceof UnresolvedWith with ? named(with) : mended);
    }

    /** Named queries are no children of the plan that begins with them. */
    private static LogicalPlan named(UnresolvedWith with) {
      return with.copy(
          with.child(),
          seq(
              CollectionConverters.asJava(with.cteRelations()).stream()
                  .map(t -> new Tuple3<>(t._1(), (SubqueryAlias) linear(t._2()), t._3()))
                  .toList()),
          with.allowRecursion());
    }
  }

  /**
   * Replaces matching by that of {@link LinearText} and arithmetic that is binary or cut by that of
   * {@link ExactSql}, wraps the casts that somebody wrote and, in queries, guards comparisons.
   */
  private static final class Linear extends AbstractPartialFunction<Expression, Expression> {
    private final boolean query;

    /**
     * @param query the expression is part of a query, so that nobody guards it as a whole
     */
    Linear(boolean query) {
      this.query = query;
    }

    @Override
    public boolean isDefinedAt(Expression expression) {
      return expression instanceof Cast
          || (query && compares(expression))
          || Match.of(expression).isPresent()
          || ExactRewrite.of(expression).isPresent();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends Expression, B> B applyOrElse(A expression, Function1<A, B> otherwise) {
      if (query && compares(expression)) {
        return (B) Guarded.compared(expression);
      }
      if (expression instanceof Cast cast) {
        // Spark's own mark of a written cast does not outlive the analysis.
        return (B) new Coalesce(seq(List.<Expression>of(cast)));
      }
      Optional<Expression> exact = ExactRewrite.of(expression);
      if (exact.isPresent()) {
        return (B) exact.get();
      }
      Optional<Match> match = Match.of(expression);
      return match.isPresent() ? (B) match.get().linear() : otherwise.apply(expression);
    }

    private static boolean compares(Expression expression) {
      return expression instanceof BinaryComparison || expression instanceof In;
    }
  }

  /**
   * A text held against a pattern.
   *
   * @param like the pattern is one of LIKE, else a regular expression
   * @param escape of LIKE; empty when it is no single character
   */
  record Match(
      Expression node,
      Expression text,
      Expression pattern,
      boolean like,
      boolean anyCase,
      Optional<Character> escape) {

    static Optional<Match> of(Expression node) {
      if (node instanceof RLike rlike) {
        return Optional.of(new Match(node, rlike.left(), rlike.right(), false, false, none()));
      }
      if (node instanceof Like like) {
        return Optional.of(
            new Match(
                node, like.left(), like.right(), true, false, Optional.of(like.escapeChar())));
      }
      if (node instanceof ILike like) {
        return Optional.of(
            new Match(node, like.left(), like.right(), true, true, Optional.of(like.escapeChar())));
      }
      if (node instanceof UnresolvedFunction function && function.nameParts().size() == 1) {
        String name = function.nameParts().head().toLowerCase(Locale.ROOT);
        List<Expression> arguments = CollectionConverters.asJava(function.arguments());
        boolean like = name.equals("like");
        if ((like || REGEX_FUNCTIONS.contains(name)) && arguments.size() >= 2) {
          Optional<Character> escape =
              arguments.size() < 3
                  ? Optional.of(ESCAPE)
                  : text(arguments.get(2)).filter(e -> e.length() == 1).map(e -> e.charAt(0));
          return Optional.of(
              new Match(node, arguments.get(0), arguments.get(1), like, false, escape));
        }
      }
      return Optional.empty();
    }

    private static Optional<Character> none() {
      return Optional.empty();
    }

    /** The pattern's text; empty when it is not written there. */
    Optional<String> literal() {
      return text(pattern);
    }

    private static Optional<String> text(Expression expression) {
      return expression instanceof Literal literal && literal.value() instanceof UTF8String text
          ? Optional.of(text.toString())
          : Optional.empty();
    }

    /** Why the pattern can't be used; empty when it can. */
    Optional<String> fault() {
      if (literal().isEmpty()) {
        return Optional.of("a pattern is a text in single quotes, not something computed");
      }
      try {
        LinearPattern.compile(regex());
        return Optional.empty();
      } catch (PatternSyntaxException | IllegalArgumentException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }

    private String regex() {
      String text = literal().orElseThrow();
      if (!like) {
        return text;
      }
      return LinearText.ofLike(
          anyCase ? text.toLowerCase(Locale.ROOT) : text,
          escape.orElseThrow(
              () -> new IllegalArgumentException("the escape is not a single character")));
    }

    private Expression linear() {
      Optional<String> fault = fault();
      if (fault.isPresent()) {
        throw new KaoheException(
            ErrorCode.PATTERN_NOT_LINEAR,
            "The pattern of %s can't be used: %s. kaohe validate tells where it stands."
                .formatted(node.sql(), fault.get()));
      }
      return new StaticInvoke(
          LinearText.class,
          DataTypes.BooleanType,
          "find",
          seq(
              List.of(
                  anyCase ? new Lower(text) : text, Literal.create(regex(), DataTypes.StringType))),
          seq(List.<AbstractDataType>of(DataTypes.StringType, DataTypes.StringType)),
          true,
          true,
          true,
          Option.empty());
    }
  }

  private static <T> Seq<T> seq(List<? extends T> list) {
    return CollectionConverters.<T>asScala(List.<T>copyOf(list)).toSeq();
  }
}
