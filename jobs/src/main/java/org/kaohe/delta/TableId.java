package org.kaohe.delta;

/** A table of the warehouse: layer (bronze, silver, gold, ops) and name. */
public record TableId(String layer, String name) implements Comparable<TableId> {
  public static TableId bronze(String dataset) {
    return new TableId("bronze", dataset);
  }

  public static TableId silver(String dataset) {
    return new TableId("silver", dataset);
  }

  public static TableId gold(String name) {
    return new TableId("gold", name);
  }

  public static TableId ops(String name) {
    return new TableId("ops", name);
  }

  /** Reads {@code gold/scorecard} or {@code gold.scorecard}. */
  public static TableId parse(String text) {
    String[] parts = text.split("[/.]", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException("Not a table name: " + text);
    }
    return new TableId(parts[0], parts[1]);
  }

  @Override
  public int compareTo(TableId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return layer + "/" + name;
  }
}
