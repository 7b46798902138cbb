package org.kaohe.config;

import java.nio.file.Path;

/**
 * Where something stands.
 *
 * @param file path relative to the workspace
 * @param line one-based; 0 when the file as a whole is meant
 */
record Place(Path file, int line) {}
