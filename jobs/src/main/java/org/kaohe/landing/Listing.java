package org.kaohe.landing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What lies at one place of the landing folder as the file system tells it, unread.
 *
 * @param dataset the dataset whose folder it lies in, or {@link #NO_DATASET}
 * @param address path below the landing folder, with forward slashes and foreign bytes as {@code
 *     %HH} ({@link RawName})
 * @param modified last modification, nanoseconds since the epoch; only ever used to see that
 *     nothing happened, never to order deliveries
 */
public record Listing(String dataset, String address, long size, long modified, Kind kind) {
  /** Of a file that lies in no dataset's folder. */
  public static final String NO_DATASET = "";

  /** What the file system says that it is. */
  public enum Kind {
    /** A file, or a link to one inside the landing folder. */
    FILE,
    /** A folder, where a file is expected. */
    FOLDER,
    /** Something else, where a dataset's folder is expected. */
    NO_FOLDER,
    /** Nobody lets us look at it, or into it. */
    CLOSED,
    /** A link that leaves the landing folder. */
    LINK_OUT,
    /** A link that leads nowhere. */
    LINK_BROKEN,
    /** A pipe, a socket or a device: opening it could wait for ever. */
    SPECIAL,
    /** It was there a moment ago. */
    GONE
  }

  /**
   * The path below the landing folder as text, to be shown and remembered: people put numbers of
   * people into names of files too.
   */
  public String file() {
    return address.isEmpty() ? "." : PersonalNumbers.covered(RawName.readable(address));
  }

  /**
   * The same as a night may remember it: an address that holds a number of a person is told apart
   * from others by its hash.
   */
  public Listing remembered() {
    if (!PersonalNumbers.in(RawName.readable(address))) {
      return this;
    }
    byte[] hash = Scan.sha256Digest().digest(address.getBytes(StandardCharsets.UTF_8));
    return new Listing(dataset, "#" + HexFormat.of().formatHex(hash), size, modified, kind);
  }

  /** The address of the folder that it lies in. */
  String folder() {
    return address.substring(0, Math.max(0, address.lastIndexOf('/')));
  }
}
