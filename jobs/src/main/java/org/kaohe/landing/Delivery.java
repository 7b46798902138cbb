package org.kaohe.landing;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.kaohe.config.Period;

/**
 * 报送: one delivered file, identified by dataset, declared period, issue date and content (J1).
 *
 * @param id 16 hex digits of the content's SHA-256 and 4 of the other three; so ids sort as
 *     contents do
 * @param dataset contract id
 * @param file path below the landing folder, with forward slashes
 * @param path where it lies
 * @param reporter code of the unit it is from; empty where nothing but its rows tells (R34)
 * @param serial tells issues of one day apart, the greater is the later; 0 when none is told (J22)
 * @param records records after the header, counted while hashing
 * @param header header texts as delivered
 * @param slices stretches of at most 32 MB that tasks read side by side
 */
public record Delivery(
    String id,
    String dataset,
    String file,
    Path path,
    String sha256,
    Optional<Period> period,
    LocalDate issued,
    long serial,
    Optional<String> reporter,
    long bytes,
    long records,
    List<String> header,
    List<Slice> slices) {}
