package dev.sluice.uplink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Envelopes as bytes: a version byte, a kind byte, the link, then the kind's fields in network
 * order. Strings carry a two-byte length (the edge id one byte), lists a two-byte count; nothing
 * may follow the last field.
 */
public final class EnvelopeCodec {
  static final byte VERSION = 1;

  static final byte PING = 1;
  static final byte PONG = 2;
  static final byte REQUEST = 3;
  static final byte RECEIVED = 4;
  static final byte ANSWER = 5;
  static final byte CONFIRM = 6;
  static final byte REPORT = 7;

  /** Version, kind, length of the edge id, epoch. */
  private static final int HEADER_BYTES = 1 + 1 + 1 + Long.BYTES;

  /** Request id, remaining time, priority, length of the name, count of features. */
  private static final int REQUEST_BYTES = Long.BYTES + Long.BYTES + 1 + 2 + 2;

  /** Request id, status, score, confidence, two durations, three string lengths. */
  private static final int ANSWER_BYTES = Long.BYTES + 1 + 4 * Integer.BYTES + 3 * 2;

  private EnvelopeCodec() {}

  /** The bytes of one envelope; their number is the array's length. */
  public static byte[] encode(Envelope envelope) {
    if (envelope instanceof Envelope.Request request) {
      return encode(request);
    }
    if (envelope instanceof Envelope.Answer answer) {
      return encode(answer);
    }
    if (envelope instanceof Envelope.Received received) {
      return encode(RECEIVED, received.link(), received.requestIds());
    }
    if (envelope instanceof Envelope.Confirm confirm) {
      return encode(CONFIRM, confirm.link(), confirm.requestIds());
    }
    if (envelope instanceof Envelope.Report report) {
      return encode(report);
    }
    if (envelope instanceof Envelope.Ping ping) {
      return encode(PING, ping.link(), ping.nonce());
    }
    Envelope.Pong pong = (Envelope.Pong) envelope;
    return encode(PONG, pong.link(), pong.nonce());
  }

  /**
   * @throws MalformedEnvelopeException when the bytes are no envelope of a version known here
   */
  public static Envelope decode(byte[] bytes) throws MalformedEnvelopeException {
    return FieldReader.read(bytes, EnvelopeReader::read);
  }

  /** Bytes that {@link #encode} will make of a request, without making them. */
  public static int requestBytes(LinkId link, String model, int features) {
    return HEADER_BYTES
        + link.edgeId().length()
        + REQUEST_BYTES
        + model.getBytes(UTF_8).length
        + features * Float.BYTES;
  }

  private static byte[] encode(Envelope.Request request) {
    byte[] model = request.model().getBytes(UTF_8);
    float[] features = request.features();
    byte[] bytes =
        allocate(request.link(), REQUEST_BYTES + model.length + features.length * Float.BYTES);
    ByteBuffer out = start(bytes, REQUEST, request.link());
    out.putLong(request.requestId()).putLong(request.remainingMs()).put((byte) request.priority());
    putString(out, model).putShort((short) features.length);
    for (float feature : features) {
      out.putFloat(feature);
    }
    return bytes;
  }

  private static byte[] encode(Envelope.Answer answer) {
    byte[] label = answer.label().getBytes(UTF_8);
    byte[] modelVersion = answer.modelVersion().getBytes(UTF_8);
    byte[] detail = answer.detail().getBytes(UTF_8);
    int strings = label.length + modelVersion.length + detail.length;
    byte[] bytes = allocate(answer.link(), ANSWER_BYTES + strings);
    ByteBuffer out = start(bytes, ANSWER, answer.link());
    out.putLong(answer.requestId()).put(answer.status().wire());
    putString(out, label).putFloat(answer.score()).putFloat(answer.confidence());
    putString(out, modelVersion).putInt(answer.queueMicros()).putInt(answer.serviceMicros());
    putString(out, detail);
    return bytes;
  }

  private static byte[] encode(Envelope.Report report) {
    byte[] body = ReportCodec.encode(report.report());
    byte[] bytes = allocate(report.link(), body.length);
    start(bytes, REPORT, report.link()).put(body);
    return bytes;
  }

  private static byte[] encode(byte kind, LinkId link, List<Long> ids) {
    byte[] bytes = allocate(link, 2 + ids.size() * Long.BYTES);
    ByteBuffer out = start(bytes, kind, link).putShort((short) ids.size());
    for (long id : ids) {
      out.putLong(id);
    }
    return bytes;
  }

  private static byte[] encode(byte kind, LinkId link, long nonce) {
    byte[] bytes = allocate(link, Long.BYTES);
    start(bytes, kind, link).putLong(nonce);
    return bytes;
  }

  private static byte[] allocate(LinkId link, int bodyBytes) {
    return new byte[HEADER_BYTES + link.edgeId().length() + bodyBytes];
  }

  private static ByteBuffer start(byte[] bytes, byte kind, LinkId link) {
    byte[] edgeId = link.edgeId().getBytes(US_ASCII);
    return ByteBuffer.wrap(bytes)
        .put(VERSION)
        .put(kind)
        .put((byte) edgeId.length)
        .put(edgeId)
        .putLong(link.epoch());
  }

  private static ByteBuffer putString(ByteBuffer out, byte[] text) {
    return out.putShort((short) text.length).put(text);
  }
}
