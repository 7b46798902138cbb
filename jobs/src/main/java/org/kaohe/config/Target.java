package org.kaohe.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A row of {@code conf/targets/*.csv}. Empty {@code value} with {@code low}/{@code high} is a
 * range. Whether it is inherited down the tree follows from the indicator: rates, averages and
 * given levels are, counts, sums and stocks are not (RULES R10).
 *
 * @param name {@code target} unless said: full, baseline, floor, benchmark …
 * @param document 文号 of the paper that set it
 */
public record Target(
    String indicator,
    String unit,
    Period period,
    String name,
    Operator op,
    Optional<BigDecimal> value,
    Optional<BigDecimal> low,
    Optional<BigDecimal> high,
    String document,
    Optional<LocalDate> approved,
    String reason,
    Path file,
    int line) {

  /** {@code plan conf/targets/2025.csv:3}. */
  public String source(Path workspace) {
    Path known =
        file.isAbsolute() && file.startsWith(workspace) ? workspace.relativize(file) : file;
    return "plan " + WorkspaceFiles.portable(known) + ":" + line;
  }

  public enum Operator {
    AT_LEAST(">="),
    AT_MOST("<="),
    /** 达到: at least or at most by the indicator's direction (RULES R6). */
    REACH("="),
    BETWEEN("between");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }
}
