package org.kaohe.stats;

/**
 * A rate with its limits.
 *
 * @param value per the multiplier asked for
 * @param events that it rests on
 */
public record Rate(double value, Interval limits, double events) {}
