package org.kaohe.delta;

import java.util.List;

/**
 * How a table is written.
 *
 * @param runId written into the commit's user metadata
 * @param pruning columns with min/max statistics, fixed when the table is created
 */
public record WriteOptions(String runId, List<String> pruning) {}
