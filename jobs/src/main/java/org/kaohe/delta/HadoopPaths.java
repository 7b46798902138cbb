package org.kaohe.delta;

import java.nio.file.Path;

/**
 * Places of files as the kernel and Hadoop write them: {@code file:/srv/考核 1/x}, where nothing is
 * escaped although it looks like a URI.
 */
final class HadoopPaths {
  private HadoopPaths() {}

  static String text(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri()).toString();
  }

  static Path path(String text) {
    return Path.of(new org.apache.hadoop.fs.Path(text).toUri().getPath());
  }
}
