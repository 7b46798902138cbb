package org.kaohe.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kaohe.config.Problem.Severity;
import org.kaohe.error.ErrorCode;

/** Collects the problems of all files, so that they are told together and never one at a time. */
final class Problems {
  private final Set<Problem> found = new LinkedHashSet<>();

  void error(Place place, ErrorCode code, String what, String why, String cure) {
    error(place, code.code(), what, why, cure);
  }

  void warning(Place place, ErrorCode code, String what, String why, String cure) {
    warning(place, code.code(), what, why, cure);
  }

  void error(Place place, String code, String what, String why, String cure) {
    found.add(new Problem(place.file(), place.line(), code, Severity.ERROR, what, why, cure));
  }

  void warning(Place place, String code, String what, String why, String cure) {
    found.add(new Problem(place.file(), place.line(), code, Severity.WARNING, what, why, cure));
  }

  boolean anyError() {
    return found.stream().anyMatch(p -> p.severity() == Severity.ERROR);
  }

  boolean anyErrorIn(Path file) {
    return found.stream().anyMatch(p -> p.severity() == Severity.ERROR && p.file().equals(file));
  }

  /** By file, line and code. */
  List<Problem> sorted() {
    List<Problem> all = new ArrayList<>(found);
    all.sort(
        Comparator.comparing((Problem p) -> WorkspaceFiles.portable(p.file()))
            .thenComparingInt(Problem::line)
            .thenComparing(Problem::code)
            .thenComparing(Problem::what));
    return List.copyOf(all);
  }
}
