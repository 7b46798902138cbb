package org.kaohe.config;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who owes a dataset's deliveries, and what silence means (RULES R34, J21).
 *
 * @param provider the unit that delivers it, or {@link Contract#EACH} for its own rows; empty when
 *     the contract names nobody
 * @param kind what a unit without a row of a delivered period is
 * @param by codes and classes of the units that owe a report; empty where the provider reports for
 *     everybody, or each unit of the kinds that have reported owes its own
 * @param due days after a period's end by which it is owed; empty when nobody has said
 * @param headerOnly a file with a header and no row reports that there is nothing
 */
public record Reporting(
    Optional<String> provider, Kind kind, Set<String> by, OptionalInt due, boolean headerOnly) {

  /** What rows of the dataset are. */
  public enum Kind {
    /** Events: whoever delivered the period and has no row has none. */
    REGISTER,
    /** One report for each unit and period: without a row nothing has been said. */
    RETURN
  }

  /** What holds where the contract says no more than who provides (RULES R34). */
  public static Reporting of(Optional<String> provider) {
    boolean each = provider.equals(Optional.of(Contract.EACH));
    return new Reporting(
        provider, each ? Kind.RETURN : Kind.REGISTER, Set.of(), OptionalInt.empty(), false);
  }

  /**
   * Whether a delivery says something of the period that it declares: it has rows, or the contract
   * says what a file without any means.
   */
  public boolean reports(long records, Optional<Period> period) {
    return period.isPresent() && (records > 0 || headerOnly);
  }

  /** Each unit speaks for itself: what others delivered says nothing of it. */
  public boolean each() {
    return kind == Kind.RETURN || !by.isEmpty() || provider.equals(Optional.of(Contract.EACH));
  }
}
