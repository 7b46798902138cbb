package org.kaohe.sample;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a department writes a dataset.
 *
 * @param columns contract names, in the order of a line's cells
 * @param headers what stands over them
 * @param later headers from 2025 on, when the department changed its system: other names, and the
 *     columns the other way round
 * @param bom UTF-8 files start with a byte order mark
 */
record Layout(
    String department,
    String dataset,
    Charset charset,
    boolean bom,
    List<String> columns,
    List<String> headers,
    List<String> later) {

  static final Charset GB18030 = Charset.forName("GB18030");

  /**
   * @param columns {@code name=header} or {@code name=header|header from 2025}
   */
  static Layout of(
      String department, String dataset, Charset charset, boolean bom, String... columns) {
    return new Layout(
        department,
        dataset,
        charset,
        bom,
        List.of(columns).stream().map(c -> c.split("=", 2)[0]).toList(),
        List.of(columns).stream().map(c -> c.split("=", 2)[1].split("\\|")[0]).toList(),
        List.of(columns).stream()
            .map(c -> c.split("=", 2)[1].split("\\|"))
            .map(h -> h[h.length - 1])
            .toList());
  }

  static Layout utf8(String department, String dataset, String... columns) {
    return of(department, dataset, StandardCharsets.UTF_8, false, columns);
  }

  String id() {
    return department + "_" + dataset;
  }

  int column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(id() + " has no column " + name);
    }
    return index;
  }

  /** Windows systems end lines with CR LF. */
  String lineEnd() {
    return charset.equals(GB18030) ? "\r\n" : "\n";
  }
}
