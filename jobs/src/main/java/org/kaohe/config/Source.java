package org.kaohe.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a definition was written, to the line of each of its parts.
 *
 * @param line of the definition as a whole
 * @param lines JSON pointer to line; empty for a row of a table
 */
record Source(Path file, int line, Map<String, Integer> lines) {
  static Source row(Place place) {
    return new Source(place.file(), place.line(), Map.of());
  }

  /** The place of a part, or of the nearest part around it. */
  Place at(String pointer) {
    String p = pointer;
    while (!p.isEmpty()) {
      Integer known = lines.get(p);
      if (known != null) {
        return new Place(file, known);
      }
      p = p.substring(0, Math.max(0, p.lastIndexOf('/')));
    }
    return new Place(file, line);
  }

  Place place() {
    return new Place(file, line);
  }
}
