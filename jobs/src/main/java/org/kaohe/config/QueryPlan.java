package org.kaohe.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.kaohe.config.Formula.Complaint;
import scala.jdk.javaapi.CollectionConverters;

/** One walk over the parsed plan of a view: its inputs, its columns, and what is not allowed. */
final class QueryPlan {
  private static final Set<String> FUNCTIONS = new TreeSet<>(SqlWords.ROW_FUNCTIONS);

  static {
    FUNCTIONS.addAll(SqlWords.SET_FUNCTIONS);
  }

  private final Catalog<Contract> contracts;
  private boolean relationsKnown = true;
  private final List<Complaint> complaints = new ArrayList<>();
  private final Set<String> inputs = new TreeSet<>();
  private final Set<String> outputs = new LinkedHashSet<>();

  /** Names of common table expressions. */
  private final Set<String> commons = new TreeSet<>();

  /** What a qualifier before a column may stand for; empty when it is no dataset. */
  private final Map<String, Set<String>> qualifiers = new HashMap<>();

  private final Set<String> aliases = new TreeSet<>();
  private final List<UnresolvedAttribute> attributes = new ArrayList<>();

  private QueryPlan(Catalog<Contract> contracts) {
    this.contracts = contracts;
  }

  static QueryPlan of(String sql, Catalog<Contract> contracts) {
    QueryPlan query = new QueryPlan(contracts);
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

  /** Dataset ids it reads. */
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
    for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
      names(expression);
    }
    CollectionConverters.asJava(plan.children()).forEach(this::names);
  }

  private void names(Expression expression) {
    if (expression instanceof Alias alias) {
      aliases.add(alias.name());
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
              "K2312",
              "%s is not allowed in a view".formatted(Formula.form(plan)),
              "a view is one SELECT whose rows depend on nothing but its datasets",
              "Use SELECT, JOIN, WHERE, GROUP BY, HAVING, UNION, WITH and subqueries."));
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
    if (parts.size() != 1 || !contracts.knows(name)) {
      relationsKnown = false;
      complaints.add(
          Formula.complain(
              relation,
              "K2311",
              "%s is no dataset".formatted(name),
              "a view reads current silver rows by dataset id, never files or other tables",
              Nearest.cure(name, contracts.names(), "Name a dataset of schemas/.")));
      return;
    }
    inputs.add(name);
  }

  private void visit(Expression node) {
    if (!SqlWords.ofView(node)) {
      complaints.add(
          Formula.complain(
              node,
              "K2304",
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
    } else if (node instanceof SubqueryExpression subquery) {
      visit(subquery.plan());
    }
    CollectionConverters.asJava(node.children()).forEach(this::visit);
  }

  private void attribute(UnresolvedAttribute attribute) {
    List<String> parts = CollectionConverters.asJava(attribute.nameParts());
    String column = parts.get(parts.size() - 1);
    Set<String> known = new TreeSet<>();
    boolean certain = relationsKnown;
    if (parts.size() == 1) {
      known.addAll(aliases);
      known.addAll(ViewReader.TECHNICAL);
      certain &= columns(inputs, known);
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
              "K2302",
              "%s is no column here".formatted(String.join(".", parts)),
              "the view could not be computed",
              Nearest.cure(column, known, "Name a column of the datasets it reads.")));
    }
  }

  /** Adds the columns of the datasets; false when some relation's columns are not known. */
  private boolean columns(Set<String> relations, Set<String> known) {
    boolean all = true;
    for (String relation : relations) {
      Optional<Contract> contract =
          commons.contains(relation) ? Optional.empty() : contracts.find(relation);
      contract.ifPresent(c -> c.columns().forEach(col -> known.add(col.name())));
      all &= contract.isPresent();
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
    } else if (expression instanceof UnresolvedAttribute attribute) {
      List<String> parts = CollectionConverters.asJava(attribute.nameParts());
      outputs.add(parts.get(parts.size() - 1));
    }
  }
}
