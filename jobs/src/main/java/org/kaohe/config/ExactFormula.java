package org.kaohe.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.unsafe.types.UTF8String;
import org.kaohe.config.Formula.Complaint;
import org.kaohe.error.CleanText;
import org.kaohe.error.ErrorCode;
import org.kaohe.exact.Exact;
import org.kaohe.exact.Term;
import org.kaohe.exact.Value;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A formula of a scorecard's item, read by Spark's parser and computed by {@link Exact} (R42). What
 * is not among these forms and {@link ExactFunctions} is refused.
 *
 * @param columns names it reads, in order of appearance
 * @param asked names of which it asks whether they are NULL, or what to take instead
 * @param complaints why it is refused; empty when it may be used
 * @param made what computes it; empty when it is refused
 */
public record ExactFormula(
    Set<String> columns, Set<String> asked, List<Complaint> complaints, Optional<Made> made) {

  /** What an expression gives; a text only where it stands for a number. */
  public enum Type {
    NUMBER,
    TRUTH,
    TEXT,
    /** NULL, which fits everywhere. */
    NOTHING
  }

  /**
   * What is known of a value before there is one.
   *
   * @param signed a sign of its own is meant: something was subtracted or made negative. Without it
   *     a divisor below zero is a negative quantity, and a share of that says nothing.
   */
  public record Kind(Type type, boolean signed) {
    /** A quantity that is read. */
    public static final Kind QUANTITY = new Kind(Type.NUMBER, false);

    /** A number whose author decided on its sign. */
    public static final Kind SIGNED = new Kind(Type.NUMBER, true);

    static final Kind TRUTH = new Kind(Type.TRUTH, false);

    static Kind number(boolean signed) {
      return signed ? SIGNED : QUANTITY;
    }
  }

  /** An expression that can be computed. */
  public record Made(Term term, Kind kind) {
    boolean is(Type type) {
      return kind.type() == type || kind.type() == Type.NOTHING;
    }
  }

  private static final int DEEPEST = 500;
  private static final int LONGEST_LITERAL = 100;

  /** Reads an expression that may name the given values. */
  public static ExactFormula of(String sql, Map<String, Kind> names) {
    Compiler compiler = new Compiler(names);
    Optional<Made> made =
        Formula.parse(sql, compiler.complaints).flatMap(e -> compiler.compile(e, 0));
    return new ExactFormula(
        java.util.Collections.unmodifiableSet(compiler.columns),
        java.util.Collections.unmodifiableSet(compiler.asked),
        List.copyOf(compiler.complaints),
        compiler.complaints.isEmpty() ? made : Optional.empty());
  }

  /** One walk over an expression; a part that is refused makes nothing, and the walk goes on. */
  private static final class Compiler {
    private final Map<String, Kind> names;
    private final Set<String> columns = new LinkedHashSet<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Complaint> complaints = new ArrayList<>();

    Compiler(Map<String, Kind> names) {
      this.names = names;
    }

    Optional<Made> compile(Expression node, int depth) {
      if (depth > DEEPEST) {
        return refuse(
            node,
            ErrorCode.EXPRESSION_UNREADABLE.code(),
            "the text is nested too deep",
            "nobody can follow it",
            "Split it into steps.");
      }
      if (node instanceof Literal literal) {
        return literal(literal);
      }
      if (node instanceof UnresolvedAttribute attribute) {
        return name(attribute);
      }
      List<Expression> children =
          node instanceof UnresolvedFunction function
              ? CollectionConverters.asJava(function.arguments())
              : CollectionConverters.asJava(node.children());
      if (!(node instanceof UnresolvedFunction) && !ExactOperators.known(node)) {
        return refuse(
            node,
            ErrorCode.FORM_NOT_ALLOWED.code(),
            "%s is not allowed in a formula".formatted(Formula.form(node)),
            "a formula computes points from numbers: no texts, dates, queries or aggregates",
            "Write it with + - * / % div, comparisons, CASE and " + ExactFunctions.listed() + ".");
      }
      List<Optional<Made>> made = children.stream().map(c -> compile(c, depth + 1)).toList();
      if (node instanceof UnresolvedFunction function) {
        return function(function, made);
      }
      if (node instanceof IsNull || node instanceof IsNotNull) {
        asked(children);
      }
      if (made.stream().anyMatch(Optional::isEmpty)) {
        return Optional.empty();
      }
      return operator(node, made.stream().flatMap(Optional::stream).toList());
    }

    private Optional<Made> literal(Literal literal) {
      Optional<String> binary = Binary.fault(literal);
      if (binary.isPresent()) {
        return refuse(literal, Binary.CODE, binary.get(), Binary.WHY, Binary.LITERAL_CURE);
      }
      Object value = literal.value();
      if (literal.dataType() instanceof NullType || value == null) {
        return Optional.of(new Made(Term.constant(Value.nothing()), new Kind(Type.NOTHING, false)));
      }
      if (value instanceof Boolean truth) {
        return Optional.of(new Made(Term.constant(Value.of(truth)), Kind.TRUTH));
      }
      Optional<BigDecimal> number =
          Binary.decimal(literal)
              .or(() -> value instanceof UTF8String text ? number(text.toString()) : none());
      if (number.isEmpty() || !fits(number.get())) {
        return refuse(
            literal,
            ErrorCode.KINDS_MIXED.code(),
            "%s is no number of a formula".formatted(CleanText.line(literal.sql())),
            "formulas know decimals of at most %d digits before the point".formatted(Exact.WHOLE),
            "Write a decimal number.");
      }
      return Optional.of(
          new Made(
              Term.constant(Value.of(number.get())),
              new Kind(
                  value instanceof UTF8String ? Type.TEXT : Type.NUMBER,
                  number.get().signum() < 0)));
    }

    private static Optional<BigDecimal> none() {
      return Optional.empty();
    }

    /** Decimals in text are decimals. */
    private static Optional<BigDecimal> number(String text) {
      try {
        return text.length() > LONGEST_LITERAL
            ? Optional.empty()
            : Optional.of(new BigDecimal(text.strip()));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    private static boolean fits(BigDecimal number) {
      return number.scale() <= LONGEST_LITERAL
          && (long) number.precision() - number.scale() <= Exact.WHOLE;
    }

    private Optional<Made> name(UnresolvedAttribute attribute) {
      String name = String.join(".", CollectionConverters.asJava(attribute.nameParts()));
      columns.add(name);
      Kind kind = names.get(name);
      if (kind == null) {
        return refuse(
            attribute,
            ErrorCode.EXPRESSION_NAME.code(),
            "%s is not declared".formatted(name),
            "an expression may read only its declared names",
            Nearest.cure(
                name, names.keySet(), "Declared are " + CleanText.names(names.keySet()) + "."));
      }
      return Optional.of(new Made(Term.name(name), kind));
    }

    private Optional<Made> function(UnresolvedFunction function, List<Optional<Made>> made) {
      Formula.bounds(function, complaints);
      Optional<String> name =
          Formula.function(
              function, ExactFunctions.names(), "Use " + ExactFunctions.listed() + ".", complaints);
      if (name.filter(ExactFunctions.ASKING::contains).isPresent()) {
        asked(CollectionConverters.asJava(function.arguments()));
      }
      if (name.isEmpty() || made.stream().anyMatch(Optional::isEmpty)) {
        return Optional.empty();
      }
      List<Made> arguments = made.stream().flatMap(Optional::stream).toList();
      Optional<String> fault = ExactFunctions.fault(name.get(), arguments);
      if (fault.isPresent() || function.isDistinct() || function.filter().isDefined()) {
        return refuse(
            function,
            ErrorCode.KINDS_MIXED.code(),
            "%s takes %s"
                .formatted(name.get(), fault.orElse("no DISTINCT and no FILTER, which sets have")),
            "the formula could not be computed",
            "Mend what stands in its brackets.");
      }
      return Optional.of(ExactFunctions.make(name.get(), arguments));
    }

    private void asked(List<Expression> expressions) {
      for (Expression expression : expressions) {
        if (expression instanceof UnresolvedAttribute attribute) {
          asked.add(attribute.nameParts().mkString("."));
        }
      }
    }

    private Optional<Made> operator(Expression node, List<Made> made) {
      if (node instanceof CaseWhen choice) {
        return choice(choice, made);
      }
      if (node instanceof Cast cast) {
        return cast(cast, made.get(0));
      }
      if (node instanceof IsNull) {
        return truth(Term.isNothing(made.get(0).term()));
      }
      if (node instanceof IsNotNull) {
        return truth(Term.not(Term.isNothing(made.get(0).term())));
      }
      if (ExactOperators.logic(node)) {
        return made.stream().allMatch(m -> m.is(Type.TRUTH))
            ? truth(ExactOperators.logic(node, made))
            : mismatch(node, "a condition on each side", "Write a comparison.");
      }
      if (ExactOperators.comparison(node)) {
        return ExactFunctions.common(made).isPresent()
            ? truth(ExactOperators.comparison(node, made))
            : mismatch(node, "two numbers or two conditions", "Compare like with like.");
      }
      return made.stream().allMatch(m -> m.is(Type.NUMBER) || m.is(Type.TEXT))
          ? Optional.of(ExactOperators.arithmetic(node, made))
          : mismatch(node, "numbers", "Make a number of a condition with CASE.");
    }

    private static Optional<Made> truth(Term term) {
      return Optional.of(new Made(term, Kind.TRUTH));
    }

    private Optional<Made> choice(CaseWhen node, List<Made> made) {
      List<Term.Branch> branches = new ArrayList<>();
      List<Made> results = new ArrayList<>();
      int pairs = made.size() / 2;
      for (int i = 0; i < pairs; i++) {
        if (!made.get(2 * i).is(Type.TRUTH)) {
          return mismatch(node, "a condition after WHEN", "Write a comparison.");
        }
        results.add(made.get(2 * i + 1));
        branches.add(new Term.Branch(made.get(2 * i).term(), made.get(2 * i + 1).term()));
      }
      Term otherwise = Term.constant(Value.nothing());
      if (made.size() % 2 == 1) {
        results.add(made.get(made.size() - 1));
        otherwise = made.get(made.size() - 1).term();
      }
      Optional<Kind> kind = ExactFunctions.common(results);
      if (kind.isEmpty()) {
        return mismatch(node, "results of one kind", "Let every branch give a number.");
      }
      return Optional.of(new Made(Term.choice(branches, otherwise), kind.get()));
    }

    private Optional<Made> cast(Cast node, Made made) {
      Optional<String> binary = Binary.fault(node);
      if (binary.isPresent()) {
        return refuse(node, Binary.CODE, binary.get(), Binary.WHY, Binary.CAST_CURE);
      }
      Optional<Made> number = ExactOperators.cast(node, made);
      return number.isPresent()
          ? number
          : mismatch(node, "a DECIMAL or a whole number to cast to", "Leave the cast out.");
    }

    private Optional<Made> mismatch(Expression node, String wanted, String cure) {
      return refuse(
          node,
          ErrorCode.KINDS_MIXED.code(),
          "%s takes %s".formatted(CleanText.line(Formula.form(node)), wanted),
          "the formula could not be computed",
          cure);
    }

    private Optional<Made> refuse(
        Expression node, String code, String what, String why, String cure) {
      complaints.add(Formula.complain(node, code, what, why, cure));
      return Optional.empty();
    }
  }
}
