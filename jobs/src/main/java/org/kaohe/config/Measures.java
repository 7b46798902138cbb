package org.kaohe.config;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * Units of measure with exact factors to the base unit of their dimension (元, 公斤, 人 …), read from
 * {@code measures.yaml} of the product and {@code conf/measures} of the workspace.
 */
public record Measures(Map<String, Measure> byId) {

  /**
   * @param dimension quantities of different dimensions never mix
   * @param factor base units in one of this
   */
  public record Measure(String id, Label label, String dimension, BigDecimal factor) {}

  public Optional<Measure> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
