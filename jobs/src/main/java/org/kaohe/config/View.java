package org.kaohe.config;

import java.nio.file.Path;
import java.util.Set;

/**
 * {@code conf/views/<name>.sql}: a query over silver tables and other views that indicators may
 * read like a dataset. It selects {@code unit}, {@code period} (text), {@code _ref} ({@code
 * delivery:line}) and what its indicators need (J11).
 *
 * @param sql the query with those of the views that it reads
 * @param inputs dataset ids it reads, through other views as well
 */
public record View(String name, Path file, String sql, Set<String> inputs) {}
