package org.kaohe.landing;

/**
 * A file that could not become a delivery, or a delivery refused whole.
 *
 * @param file path below the landing folder
 * @param code stable code, K3000–K3999
 * @param detail what is wrong, why it matters and what to do; never a delivered value
 */
public record Refusal(String dataset, String file, String code, String detail) {}
