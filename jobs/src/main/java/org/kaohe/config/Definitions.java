package org.kaohe.config;

import java.util.List;
import java.util.Map;

/**
 * Everything a workspace defines, read once and never changed. Maps keep file order.
 *
 * @param hash SHA-256 over all definition files, hex; a changed hash recomputes what it touches
 */
public record Definitions(
    Project project,
    Map<String, Unit> units,
    Map<String, Contract> contracts,
    Map<String, View> views,
    Map<String, Indicator> indicators,
    List<Target> targets,
    List<Responsibility> responsibilities,
    List<NotApplicable> notApplicable,
    Map<String, Goal> goals,
    Map<String, Scorecard> scorecards,
    Measures measures,
    String hash) {}
