package org.kaohe.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kaohe.config.Column.Reference;
import org.kaohe.config.Column.Type;
import org.kaohe.config.Contract.RowMatch;
import org.kaohe.error.ErrorCode;

/** Contracts: names that must be columns, keys, references, rules. */
final class ContractChecks {
  /** A reference to this dataset is one to a unit code. */
  private static final String UNITS = "unit";

  private final Draft draft;
  private final Problems problems;
  private final Contract contract;
  private final Source source;
  private final Set<String> columns = new TreeSet<>();

  private ContractChecks(Draft draft, Problems problems, Contract contract) {
    this.draft = draft;
    this.problems = problems;
    this.contract = contract;
    this.source = draft.contracts.source(contract.id());
    contract.columns().forEach(c -> columns.add(c.name()));
  }

  static void run(Draft draft, Problems problems) {
    for (Contract contract : draft.contracts.values().values()) {
      ContractChecks checks = new ContractChecks(draft, problems, contract);
      checks.keyAndNames();
      checks.properties();
      checks.columns();
      checks.rules();
    }
  }

  private void keyAndNames() {
    contract
        .provider()
        .filter(p -> !p.equals(Contract.EACH))
        .ifPresent(
            p ->
                MeaningChecks.known(
                    draft.units,
                    "unit",
                    p,
                    source.at("/customProperties/provider"),
                    ErrorCode.PROVIDER_UNKNOWN.code(),
                    problems));
    reporting();
    if (contract.key().isEmpty()) {
      problems.error(
          source.at("/schema/0/properties"),
          ErrorCode.NO_KEY,
          "dataset %s has no key".formatted(contract.id()),
          "later deliveries could not correct earlier ones",
          "Mark its columns with primaryKey: true and primaryKeyPosition.");
    }
    Set<String> names = new HashSet<>();
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < contract.columns().size(); i++) {
      Column column = contract.columns().get(i);
      Place place = source.at("/schema/0/properties/" + i);
      if (!names.add(column.name())) {
        problems.error(
            place,
            ErrorCode.DEFINED_TWICE,
            "column %s is defined a second time".formatted(column.name()),
            "a table has one column of a name",
            "Remove one.");
        continue;
      }
      Set<String> own = new HashSet<>(column.synonyms());
      own.add(column.header());
      for (String header : own) {
        String other = headers.putIfAbsent(header, column.name());
        if (other != null) {
          problems.error(
              place,
              ErrorCode.HEADER_SHARED,
              "header %s belongs to %s and to %s".formatted(header, other, column.name()),
              "headers are matched by name, and this one would be doubtful",
              "Remove the synonym from one.");
        }
      }
    }
  }

  private void reporting() {
    Set<String> known = new TreeSet<>(draft.units.values().keySet());
    draft.units.values().values().forEach(u -> known.addAll(u.classes()));
    for (String owing : contract.reporting().by()) {
      if (!known.contains(owing)) {
        problems.error(
            property("reporting"),
            ErrorCode.REPORTER_UNKNOWN,
            "reporting.by: %s is neither a unit nor a class of units".formatted(owing),
            "nobody would be asked for the report",
            Nearest.cure(owing, known, "Name codes or classes of conf/units/."));
      }
    }
    if (contract.reporting().each() && contract.unit().isEmpty()) {
      problems.error(
          property("reporting"),
          ErrorCode.REPORTER_COLUMN,
          "each unit owes its own report, and no column names the unit",
          "nobody could tell who has reported",
          "Name the column with {property: unit, value: ...}.");
    }
  }

  private void properties() {
    if (!contract.at().equals(Contract.DELIVERED_PERIOD)
        && column(contract.at(), "at", property("at"))) {
      Type type = contract.column(contract.at()).type();
      if (!(type instanceof Type.Date) && !(type instanceof Type.PeriodText)) {
        problems.error(
            property("at"),
            ErrorCode.CONTRACT_TIME_COLUMN,
            "at: column %s is neither a date nor a period".formatted(contract.at()),
            "rows could not be placed in time",
            "Name a column of logicalType date, or one with {property: period, value: true}.");
      }
    }
    contract.unit().ifPresent(u -> column(u, "unit", property("unit")));
    contract.orderBy().ifPresent(o -> column(o, "orderBy", property("orderBy")));
    if (contract.mode() == Contract.Mode.REPLACE && contract.orderBy().isPresent()) {
      problems.error(
          property("delivery"),
          ErrorCode.REPLACE_WITH_ORDER,
          "deliveries replace each other, and orderBy orders their rows",
          "of a table that is issued again the issue decides, and rows of it could lose to rows that"
              + " it withdraws",
          "Remove orderBy, or write delivery: {mode: upsert}.");
    }
    contract.deleteFlag().ifPresent(d -> rowMatch(d, "delete"));
    contract.controlRows().ifPresent(c -> rowMatch(c, "controlRows"));
  }

  private void rowMatch(RowMatch match, String property) {
    column(match.column(), property, property(property));
  }

  private boolean column(String name, String property, Place place) {
    if (columns.contains(name)) {
      return true;
    }
    problems.error(
        place,
        ErrorCode.PROPERTY_COLUMN,
        "%s: %s is no column of %s".formatted(property, name, contract.id()),
        "the property would have no effect",
        Nearest.cure(name, columns, "Name one of its columns."));
    return false;
  }

  /** Where a custom property of the contract stands. */
  private Place property(String name) {
    return custom("", name);
  }

  private Place custom(String pointer, String name) {
    return source.at(pointer + "/customProperties/" + name);
  }

  private void columns() {
    for (int i = 0; i < contract.columns().size(); i++) {
      Column column = contract.columns().get(i);
      String pointer = "/schema/0/properties/" + i;
      column.measure().ifPresent(m -> measure(column, m, custom(pointer, "measure")));
      column.reference().ifPresent(r -> reference(r, source.at(pointer + "/relationships")));
      if (column.minimum().isPresent()
          && column.maximum().isPresent()
          && column.minimum().get().compareTo(column.maximum().get()) > 0) {
        problems.error(
            source.at(pointer + "/logicalTypeOptions"),
            ErrorCode.LIMIT_OF_TEXT,
            "column %s: minimum is above maximum".formatted(column.name()),
            "every row would go to quarantine",
            "Exchange the two.");
      }
      blank(column, custom(pointer, "blank"));
      if (column.form().since().isPresent()
          && (!column.required() || contract.key().contains(column.name()))) {
        problems.error(
            custom(pointer, "since"),
            ErrorCode.SINCE_MISPLACED,
            "column %s may say since only where it is required and not of the key"
                .formatted(column.name()),
            "it tells from which issue date on a column must be there",
            "Write required: true beside it, or remove since.");
      }
      boolean number = column.type() instanceof Type.Decimal || column.type() instanceof Type.Whole;
      if (!number && (column.minimum().isPresent() || column.maximum().isPresent())) {
        problems.error(
            source.at(pointer + "/logicalTypeOptions"),
            ErrorCode.LIMIT_OF_TEXT,
            "column %s is no number and has a minimum or maximum".formatted(column.name()),
            "it could not be compared",
            "Remove it, or write a row rule.");
      }
    }
  }

  private void blank(Column column, Place place) {
    if (!column.form().blank()) {
      return;
    }
    boolean places =
        contract.unit().filter(column.name()::equals).isPresent()
            || contract.at().equals(column.name());
    if (!(column.type() instanceof Type.Text) || column.required() || places) {
      problems.error(
          place,
          ErrorCode.BLANK_VALUE,
          "column %s can't have a blank for a value".formatted(column.name()),
          "a blank is a value of texts only, that are neither required nor place the row",
          "Remove blank; a blank that means something else is written {property: mapping, value:"
              + " {'': '0'}}.");
    }
  }

  private void measure(Column column, String measure, Place place) {
    if (draft.measures.find(measure).isEmpty()) {
      problems.error(
          place,
          ErrorCode.MEASURE_UNKNOWN,
          "unit of measure %s is not known".formatted(measure),
          "amounts could not be converted or compared",
          Nearest.cure(
              measure,
              draft.measures.byId().keySet(),
              "Known are " + String.join(", ", draft.measures.byId().keySet()) + "."));
    } else if (!(column.type() instanceof Type.Decimal) && !(column.type() instanceof Type.Whole)) {
      problems.error(
          place,
          ErrorCode.MEASURE_OF_TEXT,
          "column %s is no number and has a unit of measure".formatted(column.name()),
          "text is not measured",
          "Write logicalType: number or integer, or remove measure.");
    }
  }

  private void reference(Reference reference, Place place) {
    if (reference.dataset().equals(UNITS)) {
      if (!reference.column().equals(UNITS)) {
        problems.error(
            place,
            ErrorCode.REFERENCE_UNKNOWN,
            "unit.%s cannot be referred to".formatted(reference.column()),
            "units are known by their code",
            "Write unit.unit.");
      }
      return;
    }
    Optional<Contract> other = draft.contracts.find(reference.dataset());
    if (MeaningChecks.known(
            draft.contracts,
            "dataset",
            reference.dataset(),
            place,
            ErrorCode.REFERENCE_UNKNOWN.code(),
            problems)
        && other.isPresent()
        && !other.get().hasColumn(reference.column())) {
      problems.error(
          place,
          ErrorCode.REFERENCE_UNKNOWN,
          "%s has no column %s".formatted(reference.dataset(), reference.column()),
          "all rows would wait for a reference that cannot come",
          Nearest.cure(
              reference.column(),
              other.get().columns().stream().map(Column::name).toList(),
              "Name one of its columns."));
    }
    if (reference.needed()
        && waitsFor(reference.dataset(), new HashSet<>()).contains(contract.id())) {
      problems.error(
          place,
          ErrorCode.REFERENCE_UNKNOWN,
          "%s and %s wait for each other".formatted(contract.id(), reference.dataset()),
          "the rows of neither could ever be taken in",
          "Write referenceSeverity: warn on one side.");
    }
  }

  /** Datasets that a dataset waits for, and those that these wait for. */
  private Set<String> waitsFor(String dataset, Set<String> found) {
    draft
        .contracts
        .find(dataset)
        .ifPresent(
            c -> {
              for (String other : c.waitsFor()) {
                if (found.add(other)) {
                  waitsFor(other, found);
                }
              }
            });
    return found;
  }

  private void rules() {
    Set<String> names = new HashSet<>();
    for (YamlRule rule : rulePlaces()) {
      if (!names.add(rule.rule().name())) {
        problems.error(
            rule.place(),
            ErrorCode.DEFINED_TWICE,
            "rule %s is defined a second time".formatted(rule.rule().name()),
            "quarantine tells rows by the names of the rules they broke",
            "Give it another name.");
      }
      String condition = rule.rule().condition();
      String where = "rule " + rule.rule().name();
      Formula.check(condition, columns, where, rule.place(), problems);
      TextComparisons.check(condition, contract.columns(), where, rule.place(), problems);
    }
  }

  private record YamlRule(Contract.RowRule rule, Place place) {}

  /** Row rules with their lines: the quality entry whose implementation they are. */
  private List<YamlRule> rulePlaces() {
    return contract.rowRules().stream()
        .map(r -> new YamlRule(r, source.at("/schema/0/quality/" + r.name())))
        .toList();
  }
}
