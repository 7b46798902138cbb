package org.kaohe.landing;

/**
 * A stretch of a delivery that starts and ends at a record.
 *
 * @param start first byte
 * @param end one past the last byte
 * @param firstLine line number of its first record
 */
public record Slice(long start, long end, long firstLine) implements java.io.Serializable {}
