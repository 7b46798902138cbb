package org.kaohe.config;

/** A name in the two languages of the house; Chinese is the default on pages. */
public record Label(String zh, String en) {
  public static Label of(String same) {
    return new Label(same, same);
  }
}
