package org.kaohe.config;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.kaohe.config.Column.Type;
import org.kaohe.config.Part.Aggregate;
import org.kaohe.error.ErrorCode;

/** One part of an indicator against the dataset or view that it reads. */
final class PartChecks {
  private final Draft draft;
  private final Problems problems;
  private final Source source;

  PartChecks(Draft draft, Problems problems, Source source) {
    this.draft = draft;
    this.problems = problems;
    this.source = source;
  }

  /** Columns of a dataset or view; empty when it is not known or could not be read. */
  Set<String> columns(String from) {
    Set<String> columns = new LinkedHashSet<>();
    draft
        .contracts
        .find(from)
        .ifPresent(
            c -> {
              c.columns().forEach(col -> columns.add(col.name()));
              columns.addAll(ViewReader.TECHNICAL);
            });
    draft.views.find(from).ifPresent(v -> columns.addAll(v.columns()));
    return columns;
  }

  void check(Part part, String pointer) {
    if (!draft.contracts.knows(part.from()) && !draft.views.knows(part.from())) {
      Set<String> names = new LinkedHashSet<>(draft.contracts.names());
      names.addAll(draft.views.names());
      problems.error(
          source.at(pointer + "/from"),
          ErrorCode.SOURCE_UNKNOWN,
          "%s is neither a dataset nor a view".formatted(part.from()),
          "there would be nothing to compute from",
          Nearest.cure(part.from(), names, "Define it in schemas/ or conf/views/."));
      return;
    }
    Set<String> columns = columns(part.from());
    if (columns.isEmpty()) {
      return; // Known and unreadable: told where it stands.
    }
    argument(part, pointer, columns);
    part.where()
        .ifPresent(
            w -> Formula.check(w, columns, "where", source.at(pointer + "/where"), problems));
    Optional<Contract> contract = draft.contracts.find(part.from());
    if (contract.isPresent() && part.where().isPresent()) {
      TextComparisons.check(
          part.where().get(),
          contract.get().columns(),
          "where",
          source.at(pointer + "/where"),
          problems);
    }
    if (part.at().isPresent()) {
      column(part, part.at().get(), "at", pointer, columns);
      contract
          .filter(c -> c.hasColumn(part.at().get()))
          .map(c -> c.column(part.at().get()).type())
          .filter(t -> !(t instanceof Type.Date) && !(t instanceof Type.PeriodText))
          .ifPresent(
              t ->
                  problems.error(
                      source.at(pointer + "/at"),
                      ErrorCode.TIME_COLUMN,
                      "at: column %s is neither a date nor a period".formatted(part.at().get()),
                      "rows could not be placed in time",
                      "Name a date, or a column with {property: period, value: true}."));
    }
    if (part.unit().isPresent()) {
      column(part, part.unit().get(), "unit", pointer, columns);
    } else if (contract.isPresent() && contract.get().unit().isEmpty()) {
      problems.error(
          source.at(pointer),
          ErrorCode.NO_UNIT_COLUMN,
          "the part names no unit column, and neither does the contract of %s"
              .formatted(part.from()),
          "rows could not be given to a unit",
          "Add unit to the part, or the property unit to the contract.");
    }
  }

  private void argument(Part part, String pointer, Set<String> columns) {
    if (part.argument().isEmpty()) {
      return;
    }
    String argument = part.argument().get();
    String key = IndicatorReader.key(part.aggregate());
    Place place = source.at(pointer + "/" + key);
    if (part.aggregate() == Aggregate.DISTINCT || part.aggregate() == Aggregate.GIVEN) {
      column(part, argument, key, pointer, columns);
      return;
    }
    Formula formula = Formula.check(argument, columns, key, place, problems);
    if (formula.complaints().isEmpty()
        && columns.contains(argument)
        && draft
            .contracts
            .find(part.from())
            .filter(c -> c.hasColumn(argument))
            .map(c -> c.column(argument).type())
            .filter(t -> !(t instanceof Type.Decimal) && !(t instanceof Type.Whole))
            .isPresent()) {
      problems.error(
          place,
          ErrorCode.SUM_OF_TEXT,
          "column %s is no number".formatted(argument),
          "it cannot be summed",
          "Name a number, or count rows with a where.");
    }
  }

  private void column(Part part, String name, String key, String pointer, Set<String> columns) {
    if (!columns.contains(name)) {
      problems.error(
          source.at(pointer + "/" + key),
          ErrorCode.SOURCE_COLUMN_UNKNOWN,
          "%s has no column %s".formatted(part.from(), name),
          "the part could not be computed",
          Nearest.cure(name, columns, "Name one of its columns."));
    }
  }
}
