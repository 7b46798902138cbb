package org.kaohe.config;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.kaohe.error.ErrorCode;

/**
 * Definitions of one kind by name while they are being read, with where each was written. Names of
 * definitions that could not be read are known too, so that one mistake is told once and not again
 * by everything that refers to it.
 */
final class Catalog<T> {
  private final Map<String, T> values = new LinkedHashMap<>();
  private final Map<String, Source> sources = new HashMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private boolean incomplete;

  void add(String what, String name, T value, Source source, Problems problems) {
    Source first = sources.get(name);
    if (first != null) {
      problems.error(
          source.place(),
          ErrorCode.DEFINED_TWICE,
          "%s %s is defined a second time (first in %s:%d)"
              .formatted(what, name, WorkspaceFiles.portable(first.file()), first.line()),
          "it would depend on the order of files which one counts",
          "Remove one, or give it another code.");
      return;
    }
    values.put(name, value);
    sources.put(name, source);
  }

  /** Remembers a definition that is there and has problems of its own. */
  void unreadable(String name) {
    unreadable.add(name);
  }

  /** Remembers that a file of several definitions could not be read in whole. */
  void incomplete() {
    incomplete = true;
  }

  boolean knows(String name) {
    return incomplete || values.containsKey(name) || unreadable.contains(name);
  }

  /** True when nobody can say which definitions are missing. */
  boolean anyUnreadable() {
    return incomplete || !unreadable.isEmpty();
  }

  Optional<T> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Source source(String name) {
    Source source = sources.get(name);
    if (source == null) {
      throw new IllegalArgumentException(name);
    }
    return source;
  }

  /** All names, those of unreadable definitions included. */
  Collection<String> names() {
    Set<String> all = new TreeSet<>(values.keySet());
    all.addAll(unreadable);
    return all;
  }

  /** In file order. */
  Map<String, T> values() {
    return Collections.unmodifiableMap(values);
  }
}
