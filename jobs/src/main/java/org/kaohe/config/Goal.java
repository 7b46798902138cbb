package org.kaohe.config;

import java.util.Optional;

/**
 * A strategic goal of {@code conf/goals/<plan>.yaml}; leaves are key indicators with a standard.
 *
 * @param parent code of the goal above
 * @param standard the quantified standard in words
 */
public record Goal(
    String plan, String code, Label name, Optional<String> parent, Optional<String> standard) {}
