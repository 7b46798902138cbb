package org.kaohe.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A row of {@code conf/responsibilities/*.csv} (责任分解, RULES R1): the appraised unit answers in a
 * scorecard's item for a measured unit.
 *
 * @param item item code, or {@code *} for all items of the scorecard
 * @param role 牵头 lead or 配合 support
 */
public record Responsibility(
    String scorecard,
    String item,
    String unit,
    String measured,
    String role,
    Optional<BigDecimal> share,
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    Path file,
    int line) {}
