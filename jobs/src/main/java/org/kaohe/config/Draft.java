package org.kaohe.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /** The unit that delivers a dataset, by dataset id, where its contract says so. */
  final Map<String, String> providers = new TreeMap<>();

  /** Some row of a plan could not be read, so that a missing target proves nothing. */
  boolean targetsIncomplete;

  /** The same for responsibilities. */
  boolean responsibilitiesIncomplete;

  final Measures measures = MeasuresReader.read();
}
