package org.kaohe.landing;

/**
 * A file of the landing folder as the file system tells it, unread.
 *
 * @param file path below the landing folder, with forward slashes
 * @param modified last modification, nanoseconds since the epoch; only ever used to see that
 *     nothing happened, never to order deliveries
 */
public record Listing(String dataset, String file, long size, long modified) {}
