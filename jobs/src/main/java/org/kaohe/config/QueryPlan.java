package org.kaohe.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.MultiAlias;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Unpivot;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.kaohe.config.Formula.Complaint;
import org.kaohe.error.ErrorCode;
import scala.jdk.javaapi.CollectionConverters;

/** One walk over the parsed plan of a view: its inputs, its columns, and what is not allowed. */
final class QueryPlan {
  private static final String STACK = "stack";
  private static final Set<String> FUNCTIONS = new TreeSet<>(SqlWords.ROW_FUNCTIONS);

  static {
    FUNCTIONS.addAll(SqlWords.SET_FUNCTIONS);
  }

  private final Catalog<Contract> contracts;
  private final Views views;
  private boolean relationsKnown = true;
  private final List<Complaint> complaints = new ArrayList<>();
  private final Set<String> inputs = new TreeSet<>();

  /** Datasets and views that it names itself. */
  private final Set<String> named = new TreeSet<>();

  /** Views that it reads, in order of appearance. */
  private final Map<String, Query> reads = new LinkedHashMap<>();

  private final Set<String> outputs = new LinkedHashSet<>();

  /** Names of common table expressions. */
  private final Set<String> commons = new TreeSet<>();

  /** What a qualifier before a column may stand for; empty when it is no dataset. */
  private final Map<String, Set<String>> qualifiers = new HashMap<>();

  private final Set<String> aliases = new TreeSet<>();
  private final List<UnresolvedAttribute> attributes = new ArrayList<>();

  /** The other views of a workspace. */
  interface Views {
    Set<String> names();

    /** What a view is; empty when it has problems of its own. */
    Optional<Query> read(String name);

    /** The way back to this view, {@code a, b, a}; empty when there is none. */
    Optional<String> circle(String name);
  }

  private QueryPlan(Catalog<Contract> contracts, Views views) {
    this.contracts = contracts;
    this.views = views;
  }

  static QueryPlan of(String sql, Catalog<Contract> contracts, Views views) {
    QueryPlan query = new QueryPlan(contracts, views);
    try {
      LogicalPlan plan = Formula.parsing(() -> CatalystSqlParser$.MODULE$.parsePlan(sql));
      query.names(plan);
      query.visit(plan);
      query.attributes.forEach(query::attribute);
      query.select(plan);
    } catch (ParseException e) {
      query.complaints.add(Formula.syntax(e));
    } catch (Formula.Unreadable e) {
      query.complaints.add(e.complaint());
    }
    return query;
  }

  List<Complaint> complaints() {
    return complaints;
  }

  /** Views that it reads, by name. */
  Map<String, Query> reads() {
    return reads;
  }

  /** Dataset ids it reads, through other views as well. */
  Set<String> inputs() {
    return java.util.Collections.unmodifiableSet(inputs);
  }

  /** Names of the columns it selects. */
  Set<String> outputs() {
    return outputs;
  }

  /** First finds the names that the query itself introduces; they may be used before. */
  private void names(LogicalPlan plan) {
    if (plan instanceof UnresolvedWith with) {
      CollectionConverters.asJava(with.cteRelations())
          .forEach(
              t -> {
                commons.add(t._1());
                names(t._2());
              });
    }
    if (plan instanceof SubqueryAlias alias) {
      String name = alias.identifier().name();
      Set<String> behind = qualifiers.computeIfAbsent(name, k -> new TreeSet<>());
      if (alias.child() instanceof UnresolvedRelation relation) {
        behind.add(relation.name());
      } else {
        behind.add("");
      }
    }
    if (plan instanceof UnresolvedRelation relation) {
      qualifiers.computeIfAbsent(relation.name(), k -> new TreeSet<>()).add(relation.name());
    }
    if (plan instanceof Unpivot unpivot) {
      aliases.add(unpivot.variableColumnName());
      aliases.addAll(CollectionConverters.asJava(unpivot.valueColumnNames()));
    }
    if (plan instanceof Generate rows) {
      CollectionConverters.asJava(rows.generatorOutput()).forEach(a -> aliases.add(a.name()));
      if (rows.qualifier().isDefined()) {
        qualifiers.computeIfAbsent(rows.qualifier().get(), k -> new TreeSet<>()).add("");
      }
    }
    for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
      names(expression);
    }
    CollectionConverters.asJava(plan.children()).forEach(this::names);
  }

  private void names(Expression expression) {
    if (expression instanceof Alias alias) {
      aliases.add(alias.name());
    }
    if (expression instanceof MultiAlias alias) {
      aliases.addAll(CollectionConverters.asJava(alias.names()));
    }
    if (expression instanceof SubqueryExpression subquery) {
      names(subquery.plan());
    }
    CollectionConverters.asJava(expression.children()).forEach(this::names);
  }

  private void visit(LogicalPlan plan) {
    if (!SqlWords.ofView(plan)) {
      complaints.add(
          Formula.complain(
              plan,
              ErrorCode.VIEW_FORM.code(),
              "%s is not allowed in a view".formatted(Formula.form(plan)),
              "a view is one SELECT whose rows depend on nothing but its datasets",
              "Use SELECT, JOIN, WHERE, GROUP BY, HAVING, UNION, WITH, UNPIVOT and subqueries."));
      return;
    }
    if (plan instanceof UnresolvedRelation relation) {
      relation(relation);
    }
    if (plan instanceof UnresolvedWith with) {
      CollectionConverters.asJava(with.cteRelations()).forEach(t -> visit(t._2()));
    }
    CollectionConverters.asJava(plan.expressions()).forEach(this::visit);
    CollectionConverters.asJava(plan.children()).forEach(this::visit);
  }

  private void relation(UnresolvedRelation relation) {
    List<String> parts = CollectionConverters.asJava(relation.multipartIdentifier());
    String name = String.join(".", parts);
    if (parts.size() == 1 && commons.contains(name)) {
      return;
    }
    if (parts.size() == 1 && !contracts.knows(name) && views.names().contains(name)) {
      view(relation, name);
      return;
    }
    if (parts.size() != 1 || !contracts.knows(name)) {
      relationsKnown = false;
      complaints.add(
          Formula.complain(
              relation,
              ErrorCode.VIEW_SOURCE_UNKNOWN.code(),
              "%s is no dataset and no view".formatted(name),
              "a view reads current silver rows by dataset id and other views by name, never files or"
                  + " other tables",
              Nearest.cure(name, contracts.names(), "Name a dataset of schemas/.")));
      return;
    }
    inputs.add(name);
    named.add(name);
  }

  private void view(UnresolvedRelation relation, String name) {
    Optional<String> circle = views.circle(name);
    if (circle.isPresent()) {
      complaints.add(
          Formula.complain(
              relation,
              ErrorCode.VIEWS_IN_CIRCLE.code(),
              "views read each other in a circle: %s".formatted(circle.get()),
              "none of them could be computed first",
              "Take one reading out, or put what both need into a view of its own."));
    }
    Optional<Query> query = circle.isPresent() ? Optional.empty() : views.read(name);
    if (query.isEmpty()) {
      relationsKnown = false;
      return;
    }
    named.add(name);
    reads.put(name, query.get());
    inputs.addAll(query.get().view().inputs());
  }

  private void visit(Expression node) {
    if (!SqlWords.ofView(node)) {
      complaints.add(
          Formula.complain(
              node,
              ErrorCode.FORM_NOT_ALLOWED.code(),
              "%s is not allowed in a view".formatted(Formula.form(node)),
              "a view names the columns it selects and computes them row by row or by group",
              Formula.form(node).equals("Star")
                  ? "Name the columns."
                  : "Write it with operators, CASE and the allowed functions."));
      return;
    }
    Formula.bounds(node, complaints);
    if (node instanceof UnresolvedAttribute attribute) {
      attributes.add(attribute);
    } else if (node instanceof UnresolvedFunction function) {
      Formula.function(function, FUNCTIONS, SqlWords.CURE, complaints);
      if (function.nameParts().mkString(".").equalsIgnoreCase(STACK)) {
        pile(function, CollectionConverters.asJava(function.arguments()));
      }
    } else if (node instanceof UnresolvedGenerator generator) {
      if (generator.name().unquotedString().equalsIgnoreCase(STACK)) {
        pile(generator, CollectionConverters.asJava(generator.children()));
      } else {
        complaints.add(
            Formula.complain(
                generator,
                ErrorCode.FUNCTION_NOT_ALLOWED.code(),
                "%s makes rows that nothing delivered".formatted(generator.name().funcName()),
                "a view's rows come from its datasets",
                "Make wide data long with UNPIVOT or stack."));
      }
    } else if (node instanceof SubqueryExpression subquery) {
      visit(subquery.plan());
    }
    CollectionConverters.asJava(node.children()).forEach(this::visit);
  }

  /** Rows are piled as high as is written, and no higher than a table is wide. */
  private void pile(Expression node, List<Expression> arguments) {
    if (arguments.isEmpty() || !SqlWords.small(arguments.get(0))) {
      complaints.add(
          Formula.complain(
              node,
              ErrorCode.TOO_LARGE.code(),
              "the first argument of stack is no written whole number of at most %d"
                  .formatted(SqlWords.LARGEST),
              "one row could take all memory",
              "Write the number of rows itself."));
    }
  }

  private void attribute(UnresolvedAttribute attribute) {
    List<String> parts = CollectionConverters.asJava(attribute.nameParts());
    String column = parts.get(parts.size() - 1);
    Set<String> known = new TreeSet<>();
    boolean certain = relationsKnown;
    if (parts.size() == 1) {
      known.addAll(aliases);
      known.addAll(ViewReader.TECHNICAL);
      certain &= columns(named, known);
      if (!known.contains(column)
          && SqlWords.SESSION_WORDS.contains(column.toLowerCase(Locale.ROOT))) {
        certain = true;
      }
    } else {
      Set<String> behind = qualifiers.getOrDefault(parts.get(0), Set.of());
      known.addAll(ViewReader.TECHNICAL);
      certain &= parts.size() > 2 || columns(behind, known);
    }
    if (certain && !known.contains(column)) {
      complaints.add(
          Formula.complain(
              attribute,
              ErrorCode.EXPRESSION_NAME.code(),
              "%s is no column here".formatted(String.join(".", parts)),
              "the view could not be computed",
              Nearest.cure(column, known, "Name a column of the datasets it reads.")));
    }
  }

  /** Adds the columns of the datasets; false when some relation's columns are not known. */
  private boolean columns(Set<String> relations, Set<String> known) {
    boolean all = true;
    for (String relation : relations) {
      boolean common = commons.contains(relation);
      Optional<Contract> contract = common ? Optional.empty() : contracts.find(relation);
      contract.ifPresent(c -> c.columns().forEach(col -> known.add(col.name())));
      Query query = common ? null : reads.get(relation);
      if (query != null) {
        known.addAll(query.columns());
      }
      all &= contract.isPresent() || query != null;
    }
    return all;
  }

  private void select(LogicalPlan plan) {
    if (plan instanceof Project project) {
      CollectionConverters.asJava(project.projectList()).forEach(this::output);
    } else if (plan instanceof Aggregate aggregate) {
      CollectionConverters.asJava(aggregate.aggregateExpressions()).forEach(this::output);
    } else if (plan.children().nonEmpty()) {
      select(plan.children().head());
    }
  }

  private void output(NamedExpression expression) {
    if (expression instanceof Alias alias) {
      outputs.add(alias.name());
    } else if (expression instanceof MultiAlias alias) {
      outputs.addAll(CollectionConverters.asJava(alias.names()));
    } else if (expression instanceof UnresolvedAttribute attribute) {
      List<String> parts = CollectionConverters.asJava(attribute.nameParts());
      outputs.add(parts.get(parts.size() - 1));
    }
  }
}
