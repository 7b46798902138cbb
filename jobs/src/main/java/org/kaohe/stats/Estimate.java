package org.kaohe.stats;

import java.util.Optional;
import java.util.function.Function;

/** A statistic, or the named reason why there is none: never a null, never a NaN. */
public sealed interface Estimate<T> {

  /** There is a statistic; every number in it is finite. */
  record Known<T>(T value) implements Estimate<T> {}

  /** There is none. */
  record Unknown<T>(NoEstimate reason) implements Estimate<T> {}

  /** A statistic that there is. */
  static <T> Estimate<T> of(T value) {
    return new Known<>(value);
  }

  /** None, because of this. */
  static <T> Estimate<T> none(NoEstimate reason) {
    return new Unknown<>(reason);
  }

  /** This number, or the reason given where arithmetic left the reach of a double. */
  static Estimate<Double> finite(double value, NoEstimate otherwise) {
    return Double.isFinite(value) ? of(value) : none(otherwise);
  }

  /** The statistic, where there is one. */
  default Optional<T> found() {
    return this instanceof Known<T> known ? Optional.of(known.value()) : Optional.empty();
  }

  /** Why there is none, where there is none. */
  default Optional<NoEstimate> why() {
    return this instanceof Unknown<T> unknown ? Optional.of(unknown.reason()) : Optional.empty();
  }

  /** What follows from the statistic, or the same reason. */
  default <R> Estimate<R> then(Function<? super T, Estimate<R>> next) {
    return this instanceof Known<T> known
        ? next.apply(known.value())
        : none(((Unknown<T>) this).reason());
  }

  /** The statistic seen otherwise, or the same reason. */
  default <R> Estimate<R> map(Function<? super T, ? extends R> change) {
    return then(value -> of(change.apply(value)));
  }
}
