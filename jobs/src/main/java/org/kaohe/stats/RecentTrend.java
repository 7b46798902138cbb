package org.kaohe.stats;

import java.util.List;

/**
 * The marker of a recent trend: a line through the last five yearly values, each weighted by its
 * own variance, tested at 99.8 %; the slope must keep its sign when any one of them is left out
 * (Public Health England, Fingertips, recent trends).
 */
public enum RecentTrend {
  INCREASING,
  DECREASING,
  /** No significant change. */
  NO_CHANGE;

  /** Points looked at, and needed. */
  public static final int POINTS = 5;

  /** The 99.8 % point of χ² with one degree of freedom. */
  private static final double SIGNIFICANT = 9.54953570608324;

  /** Standard errors of a 95 % interval from end to end. */
  private static final double WIDTH = 3.92;

  /**
   * One year.
   *
   * @param lower of the 95 % interval; NaN when there is none
   */
  public record Point(int year, double value, double lower, double upper) {}

  /** The kinds of value for which the marker is defined. */
  public enum Kind {
    PROPORTION,
    CRUDE_RATE,
    STANDARDISED_RATE,
    OTHER
  }

  /** The marker of values in the order of years; without intervals no change can be shown. */
  public static Estimate<RecentTrend> of(List<Point> points, Kind kind) {
    if (kind == Kind.OTHER) {
      return Estimate.none(NoEstimate.KIND_NOT_COVERED);
    }
    if (points.size() < POINTS) {
      return Estimate.none(NoEstimate.TOO_FEW_POINTS);
    }
    List<Point> recent = points.subList(points.size() - POINTS, points.size());
    if (!recent.stream().allMatch(p -> p.lower < p.upper)) {
      return Estimate.of(NO_CHANGE);
    }
    Line line = line(recent, -1);
    boolean steady = line.slope * line.slope * line.spread > SIGNIFICANT;
    for (int i = 0; i < POINTS && steady; i++) {
      steady = Math.signum(line(recent, i).slope) == Math.signum(line.slope);
    }
    if (!steady) {
      return Estimate.of(NO_CHANGE);
    }
    return Estimate.of(line.slope > 0 ? INCREASING : DECREASING);
  }

  /** Whether the change is for the better (1), for the worse (-1), or neither (0). */
  public int better(Polarity polarity) {
    return switch (this) {
      case INCREASING -> polarity.sign();
      case DECREASING -> -polarity.sign();
      case NO_CHANGE -> 0;
    };
  }

  /** A weighted line; {@code 1 / spread} is the variance of its slope. */
  private record Line(double slope, double spread) {}

  private static Line line(List<Point> points, int without) {
    double weights = 0;
    double years = 0;
    double values = 0;
    for (int i = 0; i < points.size(); i++) {
      double w = i == without ? 0 : weight(points.get(i));
      weights += w;
      years += w * points.get(i).year;
      values += w * points.get(i).value;
    }
    double spread = 0;
    double product = 0;
    for (int i = 0; i < points.size(); i++) {
      double w = i == without ? 0 : weight(points.get(i));
      double off = points.get(i).year - years / weights;
      spread += w * off * off;
      product += w * off * (points.get(i).value - values / weights);
    }
    return new Line(product / spread, spread);
  }

  private static double weight(Point point) {
    double error = (point.upper - point.lower) / WIDTH;
    return 1 / (error * error);
  }
}
