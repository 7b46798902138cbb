package org.kaohe.landing;

import java.util.List;

/**
 * What the landing folder held for a night.
 *
 * @param fresh deliveries not yet taken in, in the order of their ids
 * @param repeated files with the identity of a delivery already taken in or of another file; they
 *     are skipped, and named in {@link Refusal#detail()}
 * @param refused files that could not become a delivery
 */
public record Arrivals(List<Delivery> fresh, List<Refusal> repeated, List<Refusal> refused) {
  public Arrivals {
    fresh = List.copyOf(fresh);
    repeated = List.copyOf(repeated);
    refused = List.copyOf(refused);
  }
}
