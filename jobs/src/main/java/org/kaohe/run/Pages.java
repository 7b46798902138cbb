package org.kaohe.run;

import java.util.Optional;
import org.kaohe.config.Definitions;
import org.kaohe.delta.Release;
import org.kaohe.delta.TableReader;
import org.kaohe.delta.Warehouse;
import org.kaohe.publish.Dashboard;
import org.kaohe.publish.ReleaseSource;

/** Pages follow the pointer. */
final class Pages {
  private Pages() {}

  /** Whether the pages show a release. */
  static boolean show(Definitions definitions, Release release) {
    return Dashboard.published(definitions.project().site()).equals(Optional.of(release.id()));
  }

  static Dashboard.Published write(Definitions definitions, Warehouse warehouse, Release release) {
    return Dashboard.publish(
        new ReleaseSource(definitions, release, new TableReader(warehouse)),
        definitions.project().site());
  }
}
