package org.kaohe.config;

import java.io.Serializable;

/**
 * A target that stands for a unit and period.
 *
 * @param unit the unit it was set for, which may be above
 * @param period the period it was set for, which may be longer
 * @param source {@code plan conf/targets/2025.csv:3} or {@code delivery <id>:<line>}
 */
public record StandingTarget(String unit, Period period, TargetValue goal, String source)
    implements Serializable {}
