package org.kaohe.config;

import java.nio.file.Path;
import java.util.Set;

/**
 * {@code conf/views/<name>.sql}: a query over silver tables that indicators may read like a
 * dataset. It selects {@code unit}, {@code period} (text), {@code _ref} ({@code delivery:line}) and
 * what its indicators need (J11).
 *
 * @param inputs dataset ids it reads
 */
public record View(String name, Path file, String sql, Set<String> inputs) {}
