package org.kaohe.silver;

/** What a delivery may claim against another of its issue (J22), the strongest first. */
public enum Standing {
  /** Its rows are what readers see. */
  RELEASED,
  /** It arrived, or has been held since it did. */
  ARRIVING,
  /** Nobody waits for it any more, because its file is gone. */
  GIVEN_UP
}
