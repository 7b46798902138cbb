package org.kaohe.config;

import java.util.Set;

/**
 * A view with what its plan tells.
 *
 * @param columns names that it selects
 */
record Query(View view, Set<String> columns) {}
