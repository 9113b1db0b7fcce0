package dev.sluice.uplink;

import java.util.List;

/** What travels between edge and cloud, whatever broker stands in between. */
public sealed interface Envelope {

  /** Which life of which edge node it belongs to, in both directions. */
  LinkId link();

  /** Edge to cloud: are you there; {@code nonce} comes back. */
  record Ping(LinkId link, long nonce) implements Envelope {}

  record Pong(LinkId link, long nonce) implements Envelope {}

  /**
   * Edge to cloud: run this model.
   *
   * @param remainingMs until the answer is worthless, at the moment of sending; {@link
   *     #NO_DEADLINE} never
   * @param features what the model needs, all of it: inference is stateless
   */
  record Request(
      LinkId link, long requestId, String model, long remainingMs, int priority, float[] features)
      implements Envelope {
    public static final long NO_DEADLINE = -1;
  }

  /** Cloud to edge: these requests arrived (first time or again). */
  record Received(LinkId link, List<Long> requestIds) implements Envelope {
    public Received {
      requestIds = List.copyOf(requestIds);
    }
  }

  /**
   * Cloud to edge: the outcome of a request.
   *
   * @param queueMicros from arrival to the start of the model
   * @param serviceMicros the model itself
   * @param detail empty when OK, else one line for the user
   */
  record Answer(
      LinkId link,
      long requestId,
      Status status,
      String label,
      float score,
      float confidence,
      String modelVersion,
      int queueMicros,
      int serviceMicros,
      String detail)
      implements Envelope {}

  /** Edge to cloud: these answers arrived; the cloud may forget them. */
  record Confirm(LinkId link, List<Long> requestIds) implements Envelope {
    public Confirm {
      requestIds = List.copyOf(requestIds);
    }
  }

  /** Outcome of a request in the cloud; in the order of the wire values. */
  enum Status {
    OK,
    /** The deadline passed before the model could run. */
    EXPIRED,
    /** The model is unknown there, or the features do not fit it. */
    REJECTED,
    /** The model failed. */
    FAILED,
    /** The cloud's queue is full. */
    SHED
  }
}
