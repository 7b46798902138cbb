package org.kaohe.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.BinaryArithmetic;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.kaohe.config.Column.Type;
import org.kaohe.error.ErrorCode;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Conditions that compare a text with a number: Spark would read the text as a number, so that the
 * code 007 is 7, and a code that is none fails or matches nothing.
 */
final class TextComparisons {
  private static final Set<String> COMPARING = Set.of("between", "nullif", "equal_null");

  /** What an operand is, as far as it matters. */
  private enum Kind {
    TEXT,
    NUMBER,
    OTHER
  }

  private final Map<String, Kind> columns = new HashMap<>();
  private final String sql;
  private final String where;
  private final Place place;
  private final Problems problems;

  private TextComparisons(
      Collection<Column> columns, String sql, String where, Place place, Problems problems) {
    columns.forEach(c -> this.columns.put(c.name(), kind(c.type())));
    this.sql = sql;
    this.where = where;
    this.place = place;
    this.problems = problems;
  }

  /** Reports those of a condition over the columns of a dataset. */
  static void check(
      String sql, Collection<Column> columns, String where, Place place, Problems problems) {
    // What can't be parsed is told by Formula.check.
    Formula.parse(sql, new java.util.ArrayList<>())
        .ifPresent(new TextComparisons(columns, sql, where, place, problems)::visit);
  }

  private static Kind kind(Type type) {
    if (type instanceof Type.Text || type instanceof Type.PeriodText) {
      return Kind.TEXT;
    }
    return type instanceof Type.Whole || type instanceof Type.Decimal ? Kind.NUMBER : Kind.OTHER;
  }

  private void visit(Expression node) {
    List<Expression> operands = operands(node);
    List<Kind> kinds = operands.stream().map(this::kind).toList();
    if (kinds.contains(Kind.TEXT) && kinds.contains(Kind.NUMBER)) {
      complain(node, operands, kinds);
    }
    CollectionConverters.asJava(node.children()).forEach(this::visit);
  }

  private static List<Expression> operands(Expression node) {
    if (node instanceof BinaryComparison || node instanceof In) {
      return CollectionConverters.asJava(node.children());
    }
    return node instanceof UnresolvedFunction function && COMPARING.contains(name(function))
        ? CollectionConverters.asJava(function.arguments())
        : List.of();
  }

  private void complain(Expression node, List<Expression> operands, List<Kind> kinds) {
    Expression text = operands.get(kinds.indexOf(Kind.TEXT));
    // Constants are what somebody wrote in haste, another column what has to be made a text.
    Expression number =
        IntStream.range(0, operands.size())
            .filter(i -> kinds.get(i) == Kind.NUMBER)
            .mapToObj(operands::get)
            .findFirst()
            .orElseThrow();
    Formula.report(
        Formula.complain(
            node,
            ErrorCode.KINDS_MIXED.code(),
            "%s is a text, and %s a number".formatted(told(text), told(number)),
            "compared as numbers, the code 007 would be 7, and a code with a letter none",
            number instanceof Literal
                ? "Write the number as a text: '%s'.".formatted(number)
                : "Compare texts with texts, or declare the column as a number in its contract."),
        sql,
        where,
        place,
        problems);
  }

  private static String told(Expression node) {
    if (node instanceof UnresolvedAttribute attribute) {
      return String.join(".", CollectionConverters.asJava(attribute.nameParts()));
    }
    return node instanceof UnresolvedFunction function ? name(function) + "(…)" : node.toString();
  }

  private static String name(UnresolvedFunction function) {
    return String.join(".", CollectionConverters.asJava(function.nameParts()))
        .toLowerCase(Locale.ROOT);
  }

  private Kind kind(Expression node) {
    if (node instanceof UnresolvedAttribute attribute) {
      return columns.getOrDefault(told(attribute), Kind.OTHER);
    }
    if (node instanceof Literal literal) {
      // A text that is written out is meant as what it is compared with.
      return literal.dataType() instanceof NumericType ? Kind.NUMBER : Kind.OTHER;
    }
    if (node instanceof Cast cast) {
      return kind(cast.dataType());
    }
    if (node instanceof UnaryMinus || node instanceof BinaryArithmetic) {
      return Kind.NUMBER;
    }
    if (node instanceof UnresolvedFunction function) {
      String name = name(function);
      if (SqlWords.TEXT_FUNCTIONS.contains(name)) {
        return Kind.TEXT;
      }
      if (SqlWords.NUMBER_FUNCTIONS.contains(name)) {
        return Kind.NUMBER;
      }
      if (SqlWords.CHOICE_FUNCTIONS.contains(name)) {
        List<Kind> kinds =
            CollectionConverters.asJava(function.arguments()).stream().map(this::kind).toList();
        return kinds.contains(Kind.TEXT)
            ? Kind.TEXT
            : kinds.contains(Kind.NUMBER) ? Kind.NUMBER : Kind.OTHER;
      }
    }
    return Kind.OTHER;
  }

  private static Kind kind(DataType type) {
    if (type instanceof StringType) {
      return Kind.TEXT;
    }
    return type instanceof NumericType ? Kind.NUMBER : Kind.OTHER;
  }
}
