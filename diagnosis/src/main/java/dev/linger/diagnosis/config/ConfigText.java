package dev.linger.diagnosis.config;

/**
 * One file of a configuration.
 *
 * @param file its name
 * @param text its content
 */
public record ConfigText(String file, String text) {}
