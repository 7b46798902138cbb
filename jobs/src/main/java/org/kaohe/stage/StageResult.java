package org.kaohe.stage;

import java.util.List;
import java.util.Map;

/**
 * What a stage did.
 *
 * @param stage its name, {@code silver.health_birth}
 * @param counts rows by what became of them
 * @param warnings sentences for the summary
 */
public record StageResult(String stage, Map<String, Long> counts, List<String> warnings) {}
