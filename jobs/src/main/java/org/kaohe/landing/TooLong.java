package org.kaohe.landing;

import java.io.IOException;

/** A record that no stretch of a file holds; waiting doesn't make it shorter. */
final class TooLong extends IOException {
  private static final long serialVersionUID = 1L;

  TooLong(String message) {
    super(message);
  }
}
