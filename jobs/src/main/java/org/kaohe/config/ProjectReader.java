package org.kaohe.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kaohe.error.ErrorCode;

/** Binds {@code conf/project.yaml}. */
final class ProjectReader {
  private static final String LANDING = "landing";
  private static final String WAREHOUSE = "warehouse";
  private static final String SITE = "site";

  private ProjectReader() {}

  static Optional<Project> read(Path workspace, YamlNode yaml, Problems problems) {
    Optional<ZoneId> zone = zone(yaml, problems);
    Optional<Path> landing = inside(workspace, yaml, LANDING, problems);
    Optional<Path> warehouse = inside(workspace, yaml, WAREHOUSE, problems);
    Optional<Path> site = inside(workspace, yaml, SITE, problems);
    if (zone.isEmpty() || landing.isEmpty() || warehouse.isEmpty() || site.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Path> folders = new LinkedHashMap<>();
    folders.put("conf", workspace.resolve("conf"));
    folders.put("schemas", workspace.resolve("schemas"));
    folders.put(LANDING, landing.get());
    folders.put(WAREHOUSE, warehouse.get());
    folders.put(SITE, site.get());
    if (!apart(yaml, folders, problems)) {
      return Optional.empty();
    }
    List<Project.Light> lights =
        yaml.items("lights").stream()
            .map(
                l ->
                    new Project.Light(
                        l.text("code"),
                        l.label("name"),
                        l.decimal("at-least"),
                        l.text("colour"),
                        l.text("mark")))
            .toList();
    checkLights(yaml, lights, problems);
    return Optional.of(
        new Project(
            yaml.text("name"),
            yaml.label("title"),
            workspace,
            zone.get(),
            landing.get(),
            warehouse.get(),
            site.get(),
            yaml.date("business-date", problems),
            yaml.flag("demo", false),
            lights));
  }

  private static void checkLights(YamlNode yaml, List<Project.Light> lights, Problems problems) {
    for (int i = 1; i < lights.size(); i++) {
      Place place = yaml.items("lights").get(i).place();
      if (lights.get(i).atLeast().compareTo(lights.get(i - 1).atLeast()) >= 0) {
        problems.error(
            place,
            ErrorCode.LIGHTS_OUT_OF_ORDER,
            "light %s begins at %s, not below the light before it"
                .formatted(lights.get(i).code(), lights.get(i).atLeast().toPlainString()),
            "a cell takes the first light it reaches, so this one would never show",
            "List lights best first with falling at-least.");
      }
      String code = lights.get(i).code();
      if (lights.subList(0, i).stream().anyMatch(l -> l.code().equals(code))) {
        problems.error(
            place,
            ErrorCode.DEFINED_TWICE,
            "light %s is defined a second time".formatted(code),
            "cells store the code, and it would have two meanings",
            "Give it another code.");
      }
    }
  }

  private static Optional<ZoneId> zone(YamlNode yaml, Problems problems) {
    try {
      return Optional.of(ZoneId.of(yaml.text("timezone")));
    } catch (DateTimeException e) {
      problems.error(
          yaml.place("timezone"),
          ErrorCode.VALUE_FORM,
          "timezone %s is not known".formatted(yaml.text("timezone")),
          "the business date depends on it",
          Nearest.cure(
              yaml.text("timezone"), ZoneId.getAvailableZoneIds(), "Write Asia/Shanghai."));
      return Optional.empty();
    }
  }

  private static Optional<Path> inside(
      Path workspace, YamlNode yaml, String key, Problems problems) {
    Optional<Path> path = inside(workspace, yaml.text(key));
    if (path.isEmpty() || path.get().equals(workspace)) {
      problems.error(
          yaml.place(key),
          ErrorCode.FOLDER_OUTSIDE,
          "%s: %s leaves the workspace or is the workspace itself".formatted(key, yaml.text(key)),
          "definitions must not reach other folders of the machine",
          "Name a folder below the workspace.");
      return Optional.empty();
    }
    return path;
  }

  /** Whether no folder is or contains another, links followed. */
  private static boolean apart(YamlNode yaml, Map<String, Path> folders, Problems problems) {
    boolean apart = true;
    List<String> names = List.copyOf(folders.keySet());
    for (int i = 0; i < names.size(); i++) {
      Path one = real(folders.get(names.get(i)));
      for (String other : names.subList(i + 1, names.size())) {
        Path two = real(folders.get(other));
        if (one.startsWith(two) || two.startsWith(one)) {
          apart = false;
          problems.error(
              yaml.place(other),
              ErrorCode.FOLDERS_OVERLAP,
              "%s: %s and %s %s"
                  .formatted(
                      other,
                      yaml.text(other),
                      names.get(i),
                      one.equals(two) ? "are one folder" : "lie one in the other"),
              "what one of them holds would be taken for the other's, be delivered, swept away or"
                  + " published",
              "Name a folder of its own, such as %s: %s.".formatted(other, other));
        }
      }
    }
    return apart;
  }

  /** Where a path leads, as far as it exists. */
  private static Path real(@Nullable Path path) {
    Path there = Objects.requireNonNull(path, "folders are listed by their own names");
    try {
      return there.toRealPath();
    } catch (IOException e) {
      Path parent = there.getParent();
      return parent == null ? there : real(parent).resolve(there.getFileName());
    }
  }

  /** The path below a folder; empty when it would leave it. */
  static Optional<Path> inside(Path folder, String relative) {
    try {
      Path path = folder.resolve(relative).normalize();
      return path.startsWith(folder) && !Path.of(relative).isAbsolute()
          ? Optional.of(path)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
