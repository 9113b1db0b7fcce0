package dev.sluice.bench.report;

import java.util.Optional;

/**
 * A broker of the comparison as the report names it.
 *
 * @param settings everything that differs from its defaults
 * @param absence why it was not measured; empty when it was
 */
public record Contender(String name, String version, String settings, Optional<String> absence) {}
