package dev.sluice.edge.core;

import dev.sluice.inference.Prediction;
import dev.sluice.offload.Decision;
import java.util.Locale;
import java.util.Optional;

/**
 * The one terminal answer of a request.
 *
 * @param id the sender's own name for the message
 * @param reason stable code: why it was placed so, or why there is no result
 * @param detail one line for the sender; empty when all is well
 * @param model that answered; empty when none did
 * @param predictedLocalNanos the engine's prediction when it decided, {@link Decision#UNKNOWN} if
 *     none
 * @param inferNanos the model's own time
 * @param totalNanos from arrival to answer
 */
public record Outcome(
    Route route,
    Optional<String> id,
    Status status,
    Placement placement,
    String reason,
    String detail,
    Optional<ModelName> model,
    Optional<Prediction> prediction,
    long predictedLocalNanos,
    long predictedCloudNanos,
    long inferNanos,
    long totalNanos) {

  /** A model and its version. */
  public record ModelName(String name, String version) {}

  /** {@code x-status}. */
  public enum Status {
    OK,
    /** Answered by the fallback. */
    DEGRADED,
    /** A result, but after the deadline. */
    LATE,
    EXPIRED,
    SHED,
    REJECTED,
    FAILED,
    /** The requester wants it no more. */
    CANCELLED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code x-placement}: where the answer was made. */
  public enum Placement {
    EDGE,
    CLOUD,
    /** It had been made before. */
    CACHE,
    FALLBACK,
    NONE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
