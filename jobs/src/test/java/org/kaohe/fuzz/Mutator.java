package org.kaohe.fuzz;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One way in which a delivery goes wrong.
 *
 * @param says what happened, as somebody would tell it on the telephone
 * @param fate what must come of it
 */
record Mutator(String name, Fate fate, String says, Consumer<Draft> change) {

  /** What must come of a delivery. */
  enum Fate {
    /** Taken in; its rows may still lie in quarantine. */
    TAKEN,
    /** Not taken in, and said so. */
    REFUSED,
    /** Either, but said. */
    EITHER,
    /** Nothing is asked of it but that it hurts nobody. */
    HARMLESS
  }

  /** All of them, each name once. A new format adds a list of its own. */
  static final List<Mutator> ALL =
      Stream.of(CellMutators.ALL, TableMutators.ALL, ByteMutators.ALL, FileMutators.ALL)
          .flatMap(List::stream)
          .toList();
}
