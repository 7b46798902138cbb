package org.kaohe.delta;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * 数据版本: the set of table versions that readers see together.
 *
 * @param id {@code R000001}, counting up
 * @param tables every released table with its Delta version
 */
public record Release(
    String id,
    String runId,
    LocalDate businessDate,
    Instant createdAt,
    Map<TableId, Long> tables) {}
