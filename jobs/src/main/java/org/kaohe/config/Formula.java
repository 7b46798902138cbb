package org.kaohe.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.kaohe.error.Causes;
import org.kaohe.error.CleanText;
import org.kaohe.error.ErrorCode;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A Spark SQL expression of a definition, parsed without a session. It may name only what is
 * declared for it and use only exact, repeatable functions of one row.
 *
 * @param columns names it reads, in order of appearance
 * @param functions functions it calls, lower case
 * @param complaints why it is refused; empty when it may be used
 */
public record Formula(Set<String> columns, Set<String> functions, List<Complaint> complaints) {

  /**
   * One reason to refuse an expression.
   *
   * @param line one-based line within the expression
   * @param position zero-based position in that line
   */
  public record Complaint(
      String code, int line, int position, String what, String why, String cure) {}

  /** Parses and checks an expression that may read the given names. */
  public static Formula check(String sql, Collection<String> names) {
    Walk walk = new Walk(names);
    parse(sql, walk.complaints).ifPresent(walk::visit);
    return new Formula(
        java.util.Collections.unmodifiableSet(walk.columns),
        java.util.Collections.unmodifiableSet(walk.functions),
        List.copyOf(walk.complaints));
  }

  /** Reports all complaints at the place where the expression stands. */
  static Formula check(
      String sql, Collection<String> names, String where, Place place, Problems problems) {
    Formula formula = check(sql, names);
    formula.complaints().forEach(c -> report(c, sql, where, place, problems));
    return formula;
  }

  /** A complaint in a text of several lines stands in a YAML block that begins below its key. */
  static void report(Complaint c, String sql, String where, Place place, Problems problems) {
    boolean block = sql.strip().contains("\n");
    problems.error(
        block ? new Place(place.file(), place.line() + c.line()) : place,
        c.code(),
        "%s, position %d: %s".formatted(where, c.position() + 1, c.what()),
        c.why(),
        c.cure());
  }

  static Optional<Expression> parse(String sql, List<Complaint> complaints) {
    try {
      return Optional.of(parsing(() -> CatalystSqlParser$.MODULE$.parseExpression(sql)));
    } catch (ParseException e) {
      complaints.add(syntax(e));
    } catch (Unreadable e) {
      complaints.add(e.complaint());
    }
    return Optional.empty();
  }

  /**
   * Declares the checked exception that Scala throws undeclared. Thousands of brackets end the
   * parser's stack, and numbers and types beyond every bound its arithmetic; that is the text's
   * fault, not the program's.
   */
  static <T> T parsing(Supplier<T> parser) throws ParseException, Unreadable {
    try {
      return parser.get();
    } catch (StackOverflowError | RuntimeException e) {
      throw new Unreadable(e);
    }
  }

  /** The parser gave up without saying where. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(Throwable cause) {
      super(cause);
    }

    Complaint complaint() {
      if (!(getCause() instanceof StackOverflowError)) {
        return new Complaint(
            ErrorCode.EXPRESSION_UNREADABLE.code(),
            1,
            0,
            Causes.text(this),
            "Spark's parser cannot read it",
            "Write numbers of at most 38 digits and types that Spark knows.");
      }
      return new Complaint(
          ErrorCode.EXPRESSION_UNREADABLE.code(),
          1,
          0,
          "the text is nested too deep",
          "Spark's parser cannot follow it",
          "Split it into steps, or into a view.");
    }
  }

  static Complaint syntax(ParseException e) {
    String message =
        String.valueOf(e.getMessage())
            .strip()
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll("^\\[[A-Z_.]+\\] ", "")
            .replaceAll("\\.? SQLSTATE.*$", "");
    return new Complaint(
        ErrorCode.EXPRESSION_UNREADABLE.code(),
        number(e.line()).orElse(1),
        number(e.startPosition()).orElse(0),
        message.isEmpty() ? "syntax error" : message.replace(" or near", ""),
        "Spark's parser cannot read it",
        "Mend the expression there; texts stand in single quotes.");
  }

  static Complaint complain(TreeNode<?> node, String code, String what, String why, String cure) {
    return new Complaint(
        code,
        number(node.origin().line()).orElse(1),
        number(node.origin().startPosition()).orElse(0),
        what,
        why,
        cure);
  }

  private static Optional<Integer> number(scala.Option<Object> option) {
    return option.isDefined() ? Optional.of((Integer) option.get()) : Optional.empty();
  }

  /** Refuses a function that is not on the list; gives its name. */
  static Optional<String> function(
      UnresolvedFunction function, Set<String> allowed, String cure, List<Complaint> complaints) {
    String name =
        String.join(".", CollectionConverters.asJava(function.nameParts()))
            .toLowerCase(Locale.ROOT);
    if (allowed.contains(name)) {
      return Optional.of(name);
    }
    complaints.add(
        complain(
            function,
            ErrorCode.FUNCTION_NOT_ALLOWED.code(),
            "function %s is not allowed".formatted(name),
            "definitions use only functions that are exact, give the same in every run and touch"
                + " nothing but the row",
            Nearest.cure(name, allowed, cure)));
    return Optional.empty();
  }

  /**
   * Refuses what would take time or memory without bound: a pattern that no linear engine knows, or
   * that depends on the row, and lengths that no text needs (J25); and binary fractions (R42).
   */
  static void bounds(Expression node, List<Complaint> complaints) {
    Binary.fault(node)
        .ifPresent(
            what ->
                complaints.add(
                    complain(
                        node,
                        Binary.CODE,
                        what,
                        Binary.WHY,
                        node instanceof Cast ? Binary.CAST_CURE : Binary.LITERAL_CURE)));
    SafeSql.Match.of(node)
        .flatMap(SafeSql.Match::fault)
        .ifPresent(
            why ->
                complaints.add(
                    complain(
                        node,
                        ErrorCode.PATTERN_NOT_LINEAR.code(),
                        "the pattern can't be used: " + why,
                        "patterns run in time linear in the text, so that no cell can stop the"
                            + " night; back references and look-around do not exist",
                        "Write one text without them, or several conditions.")));
    if (node instanceof UnresolvedFunction function
        && SqlWords.SIZED.contains(
            String.join(".", CollectionConverters.asJava(function.nameParts()))
                .toLowerCase(Locale.ROOT))
        && function.arguments().size() > 1
        && !SqlWords.small(function.arguments().apply(1))) {
      complaints.add(
          complain(
              function,
              ErrorCode.TOO_LARGE.code(),
              "the second argument of %s is no written whole number of at most %d"
                  .formatted(function.nameParts().mkString("."), SqlWords.LARGEST),
              "one row could take all memory",
              "Write the number itself."));
    }
  }

  /** What a refused form is called in a message. */
  static String form(TreeNode<?> node) {
    return node.getClass().getSimpleName().replace("$", "").replace("Unresolved", "");
  }

  /** One walk over an expression tree. */
  private static final class Walk {
    private final Collection<String> names;
    private final Set<String> columns = new LinkedHashSet<>();
    private final Set<String> functions = new LinkedHashSet<>();
    private final List<Complaint> complaints = new ArrayList<>();

    Walk(Collection<String> names) {
      this.names = names;
    }

    void visit(Expression node) {
      if (!SqlWords.ofRow(node)) {
        complaints.add(
            complain(
                node,
                ErrorCode.FORM_NOT_ALLOWED.code(),
                "%s is not allowed here".formatted(form(node)),
                "an expression reads one row: no queries, aggregates, windows, lambdas or"
                    + " parameters",
                "Write it with operators, CASE and the allowed functions, or as a view."));
        return;
      }
      bounds(node, complaints);
      if (node instanceof UnresolvedAttribute attribute) {
        name(attribute);
      } else if (node instanceof UnresolvedFunction function) {
        function(function, SqlWords.ROW_FUNCTIONS, SqlWords.CURE, complaints)
            .ifPresent(functions::add);
      }
      CollectionConverters.asJava(node.children()).forEach(this::visit);
    }

    private void name(UnresolvedAttribute attribute) {
      String name = String.join(".", CollectionConverters.asJava(attribute.nameParts()));
      columns.add(name);
      if (!names.contains(name)) {
        complaints.add(
            complain(
                attribute,
                ErrorCode.EXPRESSION_NAME.code(),
                "%s is not declared".formatted(name),
                "an expression may read only its declared names",
                Nearest.cure(
                    name,
                    names,
                    names.size() > 40
                        ? "Name a column of the dataset."
                        : "Declared are " + CleanText.names(names) + ".")));
      }
    }
  }
}
