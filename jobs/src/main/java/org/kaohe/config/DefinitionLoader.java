package org.kaohe.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.kaohe.config.WorkspaceFiles.Kind;

/**
 * Reads all definitions of a workspace, finds them by folder, and tells all problems of all files
 * together. Starts no Spark session: Spark's parser checks expressions.
 */
public final class DefinitionLoader {
  /**
   * What was read.
   *
   * @param definitions present when no problem is an error
   * @param problems by file and line
   * @param attainable what the classes of every readable scorecard can reach, also when refused
   */
  public record Loaded(
      Optional<Definitions> definitions, List<Problem> problems, List<Attainable> attainable) {}

  private final Problems problems = new Problems();
  private final Draft draft = new Draft();
  private final Path workspace;

  private DefinitionLoader(Path workspace) {
    this.workspace = workspace;
  }

  /** Loads a workspace: a folder with {@code conf/} and {@code schemas/}. */
  public static Loaded load(Path workspace) {
    return new DefinitionLoader(workspace.toAbsolutePath().normalize()).load();
  }

  /**
   * Reads {@code conf/project.yaml} alone: whoever looks at what is there needs no other
   * definition, and must not be stopped by a mistake in one.
   *
   * @param told told every problem of that file
   */
  public static Optional<Project> project(Path workspace, Consumer<Problem> told) {
    DefinitionLoader loader = new DefinitionLoader(workspace.toAbsolutePath().normalize());
    loader.readProject(WorkspaceFiles.find(loader.workspace, new Problems()));
    loader.problems.sorted().forEach(told);
    return loader.problems.anyError() ? Optional.empty() : loader.draft.project;
  }

  /** SHA-256 over all definition files as {@link Definitions#hash()}, without reading them. */
  public static String hash(Path workspace) {
    return WorkspaceFiles.find(workspace.toAbsolutePath().normalize(), new Problems()).hash();
  }

  private Loaded load() {
    WorkspaceFiles files = WorkspaceFiles.find(workspace, problems);
    readProject(files);
    readWords(files);
    files.of(Kind.UNITS).forEach((f, b) -> TableReaders.units(f, b, draft.units, problems));
    readGoals(files);
    readContracts(files);
    ViewReader.read(files.of(Kind.VIEW), draft, problems);
    readIndicators(files);
    readScorecards(files);
    files.of(Kind.TARGETS).forEach((f, b) -> TableReaders.targets(f, b, draft.targets, problems));
    files
        .of(Kind.RESPONSIBILITIES)
        .forEach((f, b) -> TableReaders.responsibilities(f, b, draft.responsibilities, problems));
    files
        .of(Kind.NOT_APPLICABLE)
        .forEach((f, b) -> TableReaders.notApplicable(f, b, draft.notApplicable, problems));
    notAllRead(files);
    MeaningChecks.run(draft, problems);
    Optional<Definitions> definitions =
        problems.anyError()
            ? Optional.empty()
            : draft.project.map(project -> definitions(project, files.hash()));
    return new Loaded(
        definitions,
        problems.sorted(),
        Attainable.of(draft.scorecards.values().values(), draft.units.values()));
  }

  /** One mistake is told once: what refers to rows that could not be read is not told again. */
  private void notAllRead(WorkspaceFiles files) {
    if (anyErrorIn(files, Kind.UNITS)) {
      draft.units.incomplete();
    }
    if (anyErrorIn(files, Kind.GOALS)) {
      draft.goals.incomplete();
    }
    draft.targetsIncomplete = anyErrorIn(files, Kind.TARGETS);
    draft.responsibilitiesIncomplete = anyErrorIn(files, Kind.RESPONSIBILITIES);
  }

  private boolean anyErrorIn(WorkspaceFiles files, Kind kind) {
    return files.of(kind).keySet().stream().anyMatch(problems::anyErrorIn);
  }

  private Definitions definitions(Project project, String hash) {
    Map<String, View> views = new LinkedHashMap<>();
    draft.views.values().forEach((name, query) -> views.put(name, query.view()));
    return new Definitions(
        project,
        draft.units.values(),
        Collections.unmodifiableMap(
            ColumnUse.marked(
                draft.contracts.values(), ColumnUse.of(draft.indicators.values().values(), views))),
        Collections.unmodifiableMap(views),
        draft.indicators.values(),
        List.copyOf(draft.targets),
        List.copyOf(draft.responsibilities),
        List.copyOf(draft.notApplicable),
        draft.goals.values(),
        draft.scorecards.values(),
        draft.measures,
        draft.glossary,
        hash);
  }

  private void readProject(WorkspaceFiles files) {
    each(
        files,
        Kind.PROJECT,
        Schema.of("project"),
        f -> {},
        (file, yaml) -> draft.project = ProjectReader.read(workspace, yaml, problems));
  }

  /** Units of measure and names, which stand beside those of the product. */
  private void readWords(WorkspaceFiles files) {
    List<YamlNode> measures = new ArrayList<>();
    each(files, Kind.MEASURES, Schema.of("measures"), f -> {}, (file, yaml) -> measures.add(yaml));
    draft.measures = MeasuresReader.with(draft.measures, measures, problems);
    each(
        files,
        Kind.GLOSSARY,
        Schema.of("glossary"),
        f -> {},
        (file, yaml) -> draft.glossary = draft.glossary.with(yaml));
  }

  private void readGoals(WorkspaceFiles files) {
    each(files, Kind.GOALS, Schema.of("goals"), f -> {}, this::goals);
  }

  private void goals(Path file, YamlNode yaml) {
    for (YamlNode goal : yaml.items("goals")) {
      draft.goals.add(
          "goal",
          goal.text("code"),
          new Goal(
              yaml.text("plan"),
              goal.text("code"),
              goal.label("name"),
              goal.optional("parent"),
              goal.optional("standard")),
          new Source(file, goal.place().line(), yaml.file().lines()),
          problems);
    }
  }

  private void readContracts(WorkspaceFiles files) {
    ContractReader reader = new ContractReader(Schema.of("contract-properties"), problems);
    each(
        files,
        Kind.CONTRACT,
        Schema.of("odcs-v3.1.0"),
        file -> draft.contracts.unreadable(ContractReader.idOf(file)),
        (file, yaml) ->
            reader
                .read(yaml)
                .ifPresentOrElse(
                    c ->
                        draft.contracts.add(
                            "dataset", c.id(), c, ContractReader.source(yaml.file()), problems),
                    () -> draft.contracts.unreadable(ContractReader.idOf(file))));
  }

  private void readIndicators(WorkspaceFiles files) {
    each(
        files,
        Kind.INDICATOR,
        Schema.of("indicator"),
        file -> draft.indicators.unreadable(WorkspaceFiles.stem(file)),
        (file, yaml) -> {
          named(file, yaml, "code");
          IndicatorReader.read(yaml, problems)
              .ifPresentOrElse(
                  i ->
                      draft.indicators.add(
                          "indicator", i.code(), i, yaml.file().source(), problems),
                  () -> draft.indicators.unreadable(WorkspaceFiles.stem(file)));
        });
  }

  private void readScorecards(WorkspaceFiles files) {
    ScorecardReader reader = new ScorecardReader(draft.indicators, problems);
    each(
        files,
        Kind.SCORECARD,
        Schema.of("scorecard"),
        file -> draft.scorecards.unreadable(WorkspaceFiles.stem(file)),
        (file, yaml) -> {
          named(file, yaml, "name");
          reader
              .read(yaml)
              .ifPresentOrElse(
                  s ->
                      draft.scorecards.add(
                          "scorecard", s.name(), s, yaml.file().source(), problems),
                  () -> draft.scorecards.unreadable(WorkspaceFiles.stem(file)));
        });
  }

  /** Reads and checks every file of a kind; binds those that their schema accepts. */
  private void each(
      WorkspaceFiles files,
      Kind kind,
      Schema schema,
      Consumer<Path> unreadable,
      BiConsumer<Path, YamlNode> bind) {
    files
        .of(kind)
        .forEach(
            (file, bytes) -> {
              Optional<YamlFile> yaml = YamlFile.read(file, bytes, problems);
              if (yaml.isPresent()
                  && schema.accepts(yaml.get().root(), yaml.get()::place, problems)) {
                bind.accept(file, YamlNode.root(yaml.get()));
              } else {
                unreadable.accept(file);
              }
            });
  }

  /** A definition bears the name of its file, so that people find it. */
  private void named(Path file, YamlNode yaml, String key) {
    String stem = WorkspaceFiles.stem(file);
    if (!yaml.text(key).equals(stem)) {
      problems.error(
          yaml.place(key),
          "K2002",
          "%s is %s, the file's name says %s".formatted(key, yaml.text(key), stem),
          "people look for a definition under its name",
          "Rename the file or write %s: %s.".formatted(key, stem));
    }
  }
}
