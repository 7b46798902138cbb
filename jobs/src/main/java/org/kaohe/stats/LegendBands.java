package org.kaohe.stats;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A legend: which of some bands a value lies in, as DHIS2 scorecards draw theirs. A band holds its
 * lower end and not its upper one, except where that is the end of the scale; the first band that
 * fits wins. Zero is a value like any other.
 *
 * @param scaleEnd values above it are off the scale
 */
public record LegendBands(List<Band> bands, double scaleEnd) {

  /** A label and its range. */
  public record Band(String label, double from, double to) {}

  /** The legend owns its bands. */
  public LegendBands {
    bands = List.copyOf(bands);
  }

  /** The label of the first band that holds the value. */
  public Estimate<String> label(OptionalDouble value) {
    if (value.isEmpty() || Double.isNaN(value.getAsDouble())) {
      return Estimate.none(NoEstimate.NO_CURRENT);
    }
    double v = value.getAsDouble();
    if (v > scaleEnd) {
      return Estimate.none(NoEstimate.ABOVE_SCALE);
    }
    return bands.stream()
        .filter(b -> b.from <= v && (v < b.to || (v == b.to && b.to == scaleEnd)))
        .map(b -> Estimate.of(b.label))
        .findFirst()
        .orElse(Estimate.none(NoEstimate.NO_BAND));
  }
}
