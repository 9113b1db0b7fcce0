package dev.sluice.inference;

import java.util.Optional;

/**
 * What one message said.
 *
 * @param id the sender's own name for the message, echoed in the answer
 * @param values oldest first, at least one
 */
public record Reading(Optional<String> id, float[] values) {}
