package dev.sluice.uplink;

import java.util.ArrayList;
import java.util.List;

/**
 * The fields of each kind of envelope of the request plane, as {@link EnvelopeCodec} writes them.
 */
final class EnvelopeReader {
  private static final Envelope.Status[] STATUSES = Envelope.Status.values();

  private EnvelopeReader() {}

  static Envelope read(FieldReader in) throws MalformedEnvelopeException {
    in.expectVersion(EnvelopeCodec.VERSION);
    byte kind = in.readByte();
    LinkId link = in.readLink();
    return switch (kind) {
      case EnvelopeCodec.PING -> new Envelope.Ping(link, in.readLong());
      case EnvelopeCodec.PONG -> new Envelope.Pong(link, in.readLong());
      case EnvelopeCodec.REQUEST -> readRequest(link, in);
      case EnvelopeCodec.RECEIVED -> new Envelope.Received(link, readIds(in));
      case EnvelopeCodec.ANSWER -> readAnswer(link, in);
      case EnvelopeCodec.CONFIRM -> new Envelope.Confirm(link, readIds(in));
      case EnvelopeCodec.REPORT -> new Envelope.Report(link, ReportCodec.read(in));
      default -> throw new MalformedEnvelopeException("unknown kind " + kind);
    };
  }

  private static Envelope readRequest(LinkId link, FieldReader in)
      throws MalformedEnvelopeException {
    long requestId = in.readLong();
    long remainingMs = in.readLong();
    int priority = in.readByte();
    String model = in.readString(Envelope.NAME_CHARS_MAX);
    float[] features = in.readFloats(Envelope.FEATURES_MAX);
    return new Envelope.Request(link, requestId, model, remainingMs, priority, features);
  }

  private static Envelope readAnswer(LinkId link, FieldReader in)
      throws MalformedEnvelopeException {
    long requestId = in.readLong();
    Envelope.Status status = readStatus(in);
    String label = in.readString(Envelope.NAME_CHARS_MAX);
    float score = in.readFloat();
    float confidence = in.readFloat();
    String modelVersion = in.readString(Envelope.NAME_CHARS_MAX);
    int queueMicros = in.readInt();
    int serviceMicros = in.readInt();
    String detail = in.readString(Envelope.DETAIL_CHARS_MAX);
    return new Envelope.Answer(
        link,
        requestId,
        status,
        label,
        score,
        confidence,
        modelVersion,
        queueMicros,
        serviceMicros,
        detail);
  }

  private static Envelope.Status readStatus(FieldReader in) throws MalformedEnvelopeException {
    byte wire = in.readByte();
    for (Envelope.Status status : STATUSES) {
      if (status.wire() == wire) {
        return status;
      }
    }
    throw new MalformedEnvelopeException("unknown status " + wire);
  }

  private static List<Long> readIds(FieldReader in) throws MalformedEnvelopeException {
    int count = in.readCount(Envelope.IDS_MAX, Long.BYTES);
    List<Long> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(in.readLong());
    }
    return ids;
  }
}
