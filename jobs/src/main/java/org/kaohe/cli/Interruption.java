package org.kaohe.cli;

import org.kaohe.delta.Pointer;
import org.kaohe.delta.Warehouse;
import org.kaohe.error.ErrorCode;
import org.kaohe.error.KaoheException;

/**
 * What somebody is told who stops a night (Ctrl-C, or a scheduler's SIGTERM): what stays released
 * and what to run. Afterwards nobody else talks: whatever ends with the process would only hide it.
 */
final class Interruption {
  private static volatile boolean stopping;

  private final Console console;
  private final Warehouse warehouse;
  private final Thread hook = new Thread(this::tell, "kaohe-interrupted");

  private Interruption(Console console, Warehouse warehouse) {
    this.console = console;
    this.warehouse = warehouse;
  }

  /** From now until it is closed. */
  static Interruption during(Console console, Warehouse warehouse) {
    Interruption interruption = new Interruption(console, warehouse);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the process is ending because somebody stopped it. */
  static boolean stopping() {
    return stopping;
  }

  private void tell() {
    console.error(
        ErrorCode.INTERRUPTED.code(),
        "Stopped before the night was over. %s Nothing half done is released: kaohe nightly does the work again, at the same date first."
            .formatted(released()),
        ExitCode.INTERRUPTED);
    stopping = true;
  }

  private String released() {
    try {
      return new Pointer(warehouse)
          .currentRelease()
          .map(r -> "Readers see %s for %s.".formatted(r.id(), r.businessDate()))
          .orElse("There is no release yet.");
    } catch (KaoheException e) {
      return "What readers see did not change.";
    }
  }

  /** From now on a stop is told by nobody. */
  void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook speaks.
      return;
    }
  }
}
