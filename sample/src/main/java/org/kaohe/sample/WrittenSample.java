package org.kaohe.sample;

import java.nio.file.Path;

/**
 * Where the truth of a sample lies and how much there is of it.
 *
 * @param cells indicator, unit, period, numerator, denominator, value
 * @param defects code, dataset, file, line (0: the whole file), effect, reason
 * @param deliveries the row equation of every file
 * @param files files in the landing folder
 * @param rows rows in them, those of a file sent twice counted once
 */
public record WrittenSample(
    Path cells,
    Path defects,
    Path deliveries,
    int files,
    long rows,
    int cellCount,
    int defectCount) {}
