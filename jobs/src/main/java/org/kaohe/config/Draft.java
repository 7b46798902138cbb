package org.kaohe.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that has been read of a workspace, on its way to {@link Definitions}. */
final class Draft {
  Optional<Project> project = Optional.empty();
  final Catalog<Unit> units = new Catalog<>();
  final Catalog<Contract> contracts = new Catalog<>();
  final Catalog<Query> views = new Catalog<>();
  final Catalog<Indicator> indicators = new Catalog<>();
  final Catalog<Goal> goals = new Catalog<>();
  final Catalog<Scorecard> scorecards = new Catalog<>();
  final List<Target> targets = new ArrayList<>();
  final List<Responsibility> responsibilities = new ArrayList<>();
  final List<NotApplicable> notApplicable = new ArrayList<>();

  /** Some row of a plan could not be read, so that a missing target proves nothing. */
  boolean targetsIncomplete;

  /** The same for responsibilities. */
  boolean responsibilitiesIncomplete;

  Measures measures = MeasuresReader.read();
  Glossary glossary = Glossary.load();
}
