package org.kaohe.run;

import java.time.Instant;
import org.kaohe.delta.RecordTable;
import org.kaohe.delta.RecordTable.Named;
import org.kaohe.run.Ledger.DeliveryEntry;

/**
 * Something that a person decided between nights: a row of {@code ops/decision}.
 *
 * @param subject the release of a rollback or a publication, the file of a dismissal
 * @param sha256 content of a dismissed file; empty when it could not be read
 * @param detail what was dismissed; where a rollback came from
 */
record Decision(
    @Named("decided_at") Instant at,
    Kind kind,
    String subject,
    String dataset,
    String delivery,
    String sha256,
    String detail,
    @Named("decided_by") String by,
    String reason,
    String runId) {

  /** What was decided. */
  enum Kind {
    /** Nobody waits any more for something that was not taken in. */
    DISMISS,
    /** Readers see an earlier release, and nights leave it so. */
    ROLLBACK,
    /** Nights go on from the release that readers see. */
    PUBLISH;

    String text() {
      return RecordTable.text(this);
    }
  }

  /** Whether it keeps a delivery out for good. */
  boolean keepsOut(String id) {
    return kind == Kind.DISMISS && !delivery.isEmpty() && delivery.equals(id);
  }

  /** Whether nobody waits for this any more: the same content of the same file. */
  boolean settles(DeliveryEntry entry) {
    if (!entry.delivery().isEmpty()) {
      return keepsOut(entry.delivery());
    }
    return kind == Kind.DISMISS
        && dataset.equals(entry.dataset())
        && subject.equals(entry.file())
        && sha256.equals(entry.sha256())
        && (!sha256.isEmpty() || detail.equals(entry.detail()));
  }

  String sentence() {
    return "%s by %s at %s: %s".formatted(kind.text(), by, at, reason);
  }
}
