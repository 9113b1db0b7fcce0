package dev.sluice.inference;

/**
 * One inference that somebody waits for.
 *
 * @param features oldest first, of which the model takes the last; not changed by anybody after
 * @param deadlineNanos by {@code System.nanoTime} of this process; {@link #NO_DEADLINE} for none
 * @param priority 0 to 9, for requests of one deadline
 */
public record InferenceRequest(float[] features, long deadlineNanos, int priority) {
  public static final long NO_DEADLINE = Long.MAX_VALUE;
}
