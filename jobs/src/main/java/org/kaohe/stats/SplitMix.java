package org.kaohe.stats;

import java.util.random.RandomGenerator;

/**
 * The SplitMix64 generator (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators,
 * OOPSLA 2014): the same seed gives the same numbers for ever.
 */
final class SplitMix implements RandomGenerator {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  SplitMix(long seed) {
    state = seed;
  }

  @Override
  public long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** A seed that depends on all its parts. */
  static long seed(long seed, String... parts) {
    long mixed = mix(seed + GOLDEN);
    for (String part : parts) {
      for (int i = 0; i < part.length(); i++) {
        mixed = mix(mixed ^ (part.charAt(i) + GOLDEN));
      }
      mixed = mix(mixed + GOLDEN);
    }
    return mixed;
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
