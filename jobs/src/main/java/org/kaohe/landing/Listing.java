package org.kaohe.landing;

/**
 * A file of the landing folder as the file system tells it, unread.
 *
 * @param dataset the dataset whose folder it lies in, or {@link #NO_DATASET}
 * @param file path below the landing folder, with forward slashes
 * @param modified last modification, nanoseconds since the epoch; only ever used to see that
 *     nothing happened, never to order deliveries
 */
public record Listing(String dataset, String file, long size, long modified) {
  /** Of a file that lies in no dataset's folder. */
  public static final String NO_DATASET = "";
}
