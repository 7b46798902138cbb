package org.kaohe.stats;

/** Which way is better. */
public enum Polarity {
  HIGHER,
  LOWER,
  /** A change is worth telling but is neither better nor worse. */
  NEUTRAL;

  /** What a rise means: 1 better, -1 worse, 0 neither. */
  int sign() {
    return switch (this) {
      case HIGHER -> 1;
      case LOWER -> -1;
      case NEUTRAL -> 0;
    };
  }
}
