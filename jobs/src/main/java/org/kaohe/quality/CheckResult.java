package org.kaohe.quality;

import org.kaohe.config.Contract.Severity;

/**
 * The outcome of one check.
 *
 * @param dataset contract id
 * @param delivery delivery id; empty for a check of the whole dataset
 * @param check name of the check
 * @param observed what was measured, in words
 * @param expected the limit, in words
 */
public record CheckResult(
    String dataset,
    String delivery,
    String check,
    Severity severity,
    boolean passed,
    String observed,
    String expected) {}
