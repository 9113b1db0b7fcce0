package dev.sluice.target.delivery;

import dev.sluice.target.TargetRecord;

/**
 * A record that its target did not take.
 *
 * @param attempts how often it was put, 0 when it was too large to be
 */
public record DeadLetter(TargetRecord record, String reason, int attempts) {}
