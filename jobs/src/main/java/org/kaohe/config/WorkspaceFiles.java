package org.kaohe.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The definition files of a workspace, found by folder and listed nowhere, each read once.
 *
 * <pre>
 * conf/project.yaml           conf/glossary.yaml       conf/measures/*.yaml
 * conf/units/*.csv            conf/goals/*.yaml        conf/responsibilities/*.csv
 * conf/not-applicable/*.csv
 * conf/indicators/&lt;domain&gt;/*.yaml
 * conf/views/*.sql            conf/targets/*.csv       conf/scorecards/*.yaml
 * schemas/&lt;department&gt;/*.yaml   (not schemas/conf, schemas/gold)
 * </pre>
 */
final class WorkspaceFiles {
  /** What a file defines. */
  enum Kind {
    PROJECT("conf/project\\.yaml"),
    GLOSSARY("conf/glossary\\.yaml"),
    MEASURES("conf/measures/[^/]+\\.yaml"),
    UNITS("conf/units/[^/]+\\.csv"),
    GOALS("conf/goals/[^/]+\\.yaml"),
    RESPONSIBILITIES("conf/responsibilities/[^/]+\\.csv"),
    NOT_APPLICABLE("conf/not-applicable/[^/]+\\.csv"),
    CONTRACT("schemas/(?!conf/|gold/)[^/]+/[^/]+\\.yaml"),
    VIEW("conf/views/[^/]+\\.sql"),
    INDICATOR("conf/indicators/[^/]+/[^/]+\\.yaml"),
    TARGETS("conf/targets/[^/]+\\.csv"),
    SCORECARD("conf/scorecards/[^/]+\\.yaml");

    private final Pattern path;

    Kind(String path) {
      this.path = Pattern.compile(path);
    }

    static Optional<Kind> of(String path) {
      return Stream.of(values()).filter(k -> k.path.matcher(path).matches()).findFirst();
    }
  }

  /** Looks like a definition, so a reader would believe that it counts. */
  private static final Pattern DEFINITION_LIKE =
      Pattern.compile("(?i).*\\.(ya?ml|csv|sql|json|xlsx?)");

  private static final Pattern OTHER_USE = Pattern.compile("conf/deploy/.*|schemas/(conf|gold)/.*");

  private final Map<Kind, Map<Path, byte[]>> files = new EnumMap<>(Kind.class);

  private WorkspaceFiles() {}

  static WorkspaceFiles find(Path workspace, Problems problems) {
    WorkspaceFiles found = new WorkspaceFiles();
    for (String top : List.of("conf", "schemas")) {
      Path folder = workspace.resolve(top);
      if (Files.isDirectory(folder)) {
        files(workspace, folder, problems)
            .forEach(f -> found.take(workspace, workspace.relativize(f), problems));
      }
    }
    if (found.of(Kind.PROJECT).isEmpty()) {
      problems.error(
          new Place(Path.of("conf", "project.yaml"), 0),
          "K1001",
          "conf/project.yaml is missing",
          "it makes a folder a workspace and says where deliveries and tables are",
          "Create it, or name another workspace with -w.");
    }
    return found;
  }

  /** All files of a folder in order; what can't be looked into is a problem. */
  private static List<Path> files(Path workspace, Path folder, Problems problems) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (Files.isRegularFile(file)) {
                files.add(file);
              } else if (attributes.isSymbolicLink()) {
                link(workspace.relativize(file), Files.isDirectory(file), problems);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) {
              unread(workspace.relativize(file), why, problems);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path within, @Nullable IOException why) {
              if (why != null) {
                unread(workspace.relativize(within), why, problems);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  private static boolean passedOver(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.startsWith(".") || name.startsWith("~$") || OTHER_USE.matcher(path).matches();
  }

  private static void unread(Path file, IOException why, Problems problems) {
    problems.error(
        new Place(file, 0),
        "K1001",
        why instanceof AccessDeniedException
            ? "whoever runs this may not look into it"
            : "it cannot be read: " + why.getMessage(),
        "its definitions would be missing",
        "Make it readable for the account that runs the night.");
  }

  private static void link(Path file, boolean folder, Problems problems) {
    if (!passedOver(portable(file))) {
      problems.error(
          new Place(file, 0),
          "K1001",
          folder ? "links to folders are not followed" : "the link leads to no file",
          "its definitions would be missing",
          folder ? "Put the folder itself here." : "Mend the link, or remove it.");
    }
  }

  private void take(Path workspace, Path file, Problems problems) {
    String path = portable(file);
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (passedOver(path)) {
      return;
    }
    Optional<Kind> kind = Kind.of(path);
    if (kind.isPresent()) {
      try {
        of(kind.get()).put(file, Files.readAllBytes(workspace.resolve(file)));
      } catch (IOException e) {
        problems.error(
            new Place(file, 0),
            "K1001",
            "the file cannot be read: " + e.getMessage(),
            "its definitions would be missing",
            "Make it readable.");
      }
    } else if (DEFINITION_LIKE.matcher(name).matches()) {
      problems.error(
          new Place(file, 0),
          "K1002",
          "nothing reads a file at this place or of this kind",
          "its definitions would silently not count",
          homeOf(path));
    }
  }

  private static String homeOf(String path) {
    Matcher yml = Pattern.compile("(?i)(.*)\\.yml").matcher(path);
    if (yml.matches() && Kind.of(yml.group(1) + ".yaml").isPresent()) {
      return "Rename it to .yaml.";
    }
    if (path.startsWith("conf/indicators/")) {
      return "Indicators are files conf/indicators/<domain>/<CODE>.yaml.";
    }
    if (path.startsWith("schemas/")) {
      return "Contracts are files schemas/<department>/<dataset>.yaml.";
    }
    return "Definitions are in conf/units, goals, responsibilities, not-applicable,"
        + " indicators/<domain>, views, targets and scorecards.";
  }

  /** Files of a kind with their bytes, by path. */
  Map<Path, byte[]> of(Kind kind) {
    return files.computeIfAbsent(
        kind, k -> new TreeMap<>(Comparator.comparing(WorkspaceFiles::portable)));
  }

  /** SHA-256 over relative path, length and bytes of every definition file. */
  String hash() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    Map<String, byte[]> all = new TreeMap<>();
    files.values().forEach(of -> of.forEach((path, bytes) -> all.put(portable(path), bytes)));
    all.forEach(
        (path, bytes) -> {
          digest.update((path + '\0' + bytes.length + '\0').getBytes(StandardCharsets.UTF_8));
          digest.update(bytes);
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The path with slashes, the same on every machine. */
  static String portable(Path path) {
    return StreamSupport.stream(path.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  /** The file's name without its extension. */
  static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.lastIndexOf('.'));
  }
}
