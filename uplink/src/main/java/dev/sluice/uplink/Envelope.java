package dev.sluice.uplink;

import java.util.List;

/**
 * What travels between edge and cloud, whatever broker stands in between. Every envelope that
 * exists is valid: both encoding and decoding go through these constructors.
 */
public sealed interface Envelope {
  /** Longest model name, label or model version, in characters. */
  int NAME_CHARS_MAX = 128;

  /** Longest {@link Answer#detail()}, in characters. */
  int DETAIL_CHARS_MAX = 256;

  /** Most values in one request: 64 KB of float32. */
  int FEATURES_MAX = 16_384;

  /** Most request ids in one {@link Received} or {@link Confirm}. */
  int IDS_MAX = 1_024;

  /** Longest remaining time: 366 days; what lasts longer is cut to it. */
  long REMAINING_MS_MAX = 366L * 24 * 60 * 60 * 1_000;

  /** Which life of which edge node it belongs to, in both directions. */
  LinkId link();

  /** Edge to cloud: are you there; {@code nonce} comes back. */
  record Ping(LinkId link, long nonce) implements Envelope {}

  /** Cloud to edge: the end-to-end echo of a {@link Ping}. */
  record Pong(LinkId link, long nonce) implements Envelope {}

  /**
   * Edge to cloud: run this model.
   *
   * @param model 1 to {@link #NAME_CHARS_MAX} characters
   * @param remainingMs until the answer is worthless, at the moment of sending; {@link
   *     #NO_DEADLINE} never
   * @param priority 0 to 9
   * @param features what the model needs, all of it: inference is stateless; 1 to {@link
   *     #FEATURES_MAX} values, owned by the envelope from here on
   */
  record Request(
      LinkId link, long requestId, String model, long remainingMs, int priority, float[] features)
      implements Envelope {
    public static final long NO_DEADLINE = -1;

    public Request {
      require(!model.isEmpty(), "model", "is empty");
      requireLength(model, NAME_CHARS_MAX, "model");
      require(remainingMs >= NO_DEADLINE, "remainingMs", "is below -1");
      require(remainingMs <= REMAINING_MS_MAX, "remainingMs", "is above " + REMAINING_MS_MAX);
      require(priority >= 0 && priority <= 9, "priority", "is not 0 to 9");
      require(features.length >= 1, "features", "are none");
      require(features.length <= FEATURES_MAX, "features", "are more than " + FEATURES_MAX);
    }
  }

  /** Cloud to edge: these requests arrived (first time or again). */
  record Received(LinkId link, List<Long> requestIds) implements Envelope {
    public Received {
      requestIds = boundedIds(requestIds);
    }
  }

  /**
   * Cloud to edge: the outcome of a request.
   *
   * @param label empty unless OK
   * @param score finite
   * @param confidence 0 to 1
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
      implements Envelope {
    public Answer {
      requireLength(label, NAME_CHARS_MAX, "label");
      require(Float.isFinite(score), "score", "is not finite");
      require(confidence >= 0 && confidence <= 1, "confidence", "is not 0 to 1");
      requireLength(modelVersion, NAME_CHARS_MAX, "modelVersion");
      require(queueMicros >= 0, "queueMicros", "is negative");
      require(serviceMicros >= 0, "serviceMicros", "is negative");
      requireLength(detail, DETAIL_CHARS_MAX, "detail");
    }

    /** An answer without a prediction; a longer detail is cut to its limit. */
    public static Answer without(LinkId link, long requestId, Status status, String detail) {
      String cut = detail.substring(0, Math.min(detail.length(), DETAIL_CHARS_MAX));
      return new Answer(link, requestId, status, "", 0, 0, "", 0, 0, cut);
    }
  }

  /** Edge to cloud: these answers arrived; the cloud may forget them. */
  record Confirm(LinkId link, List<Long> requestIds) implements Envelope {
    public Confirm {
      requestIds = boundedIds(requestIds);
    }
  }

  /** Edge to cloud: how this node is; nobody answers, and a lost one is followed by the next. */
  record Report(LinkId link, NodeReport report) implements Envelope {}

  /** Outcome of a request in the cloud. */
  enum Status {
    OK(0),
    /** The deadline passed before the model could run. */
    EXPIRED(1),
    /** The model is unknown there, or the features do not fit it. */
    REJECTED(2),
    /** The model failed. */
    FAILED(3),
    /** The cloud's queue is full. */
    SHED(4);

    private final byte wire;

    Status(int wire) {
      this.wire = (byte) wire;
    }

    /** The value that stands for it on the wire. */
    byte wire() {
      return wire;
    }
  }

  private static void require(boolean holds, String field, String fault) {
    if (!holds) {
      throw new IllegalArgumentException(field + " " + fault);
    }
  }

  private static void requireLength(String text, int charsMax, String field) {
    if (text.length() > charsMax) {
      throw new IllegalArgumentException(field + " is longer than " + charsMax + " characters");
    }
  }

  private static List<Long> boundedIds(List<Long> ids) {
    require(!ids.isEmpty(), "requestIds", "are none");
    require(ids.size() <= IDS_MAX, "requestIds", "are more than " + IDS_MAX);
    return List.copyOf(ids);
  }
}
