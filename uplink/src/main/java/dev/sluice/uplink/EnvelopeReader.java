package dev.sluice.uplink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** One reading of one envelope's bytes; counts are checked against what is there before use. */
final class EnvelopeReader {
  private static final Envelope.Status[] STATUSES = Envelope.Status.values();

  private final ByteBuffer in;

  EnvelopeReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  Envelope read() throws MalformedEnvelopeException {
    try {
      Envelope envelope = readEnvelope();
      if (in.hasRemaining()) {
        throw new MalformedEnvelopeException(in.remaining() + " bytes after the last field");
      }
      return envelope;
    } catch (BufferUnderflowException e) {
      throw new MalformedEnvelopeException("ends after " + in.position() + " bytes, in a field");
    } catch (IllegalArgumentException e) {
      throw new MalformedEnvelopeException(e.getMessage());
    }
  }

  private Envelope readEnvelope() throws MalformedEnvelopeException {
    byte version = in.get();
    if (version != EnvelopeCodec.VERSION) {
      throw new MalformedEnvelopeException(
          "version " + version + ", known here is " + EnvelopeCodec.VERSION);
    }
    byte kind = in.get();
    LinkId link = readLink();
    return switch (kind) {
      case EnvelopeCodec.PING -> new Envelope.Ping(link, in.getLong());
      case EnvelopeCodec.PONG -> new Envelope.Pong(link, in.getLong());
      case EnvelopeCodec.REQUEST -> readRequest(link);
      case EnvelopeCodec.RECEIVED -> new Envelope.Received(link, readIds());
      case EnvelopeCodec.ANSWER -> readAnswer(link);
      case EnvelopeCodec.CONFIRM -> new Envelope.Confirm(link, readIds());
      case EnvelopeCodec.REPORT -> new Envelope.Report(link, ReportCodec.read(this));
      default -> throw new MalformedEnvelopeException("unknown kind " + kind);
    };
  }

  private LinkId readLink() {
    byte[] edgeId = new byte[Byte.toUnsignedInt(in.get())];
    in.get(edgeId);
    return new LinkId(new String(edgeId, US_ASCII), in.getLong());
  }

  private Envelope readRequest(LinkId link) throws MalformedEnvelopeException {
    long requestId = in.getLong();
    long remainingMs = in.getLong();
    int priority = in.get();
    String model = readString(Envelope.NAME_CHARS_MAX);
    float[] features = new float[readCount(Envelope.FEATURES_MAX, Float.BYTES)];
    in.asFloatBuffer().get(features);
    in.position(in.position() + features.length * Float.BYTES);
    return new Envelope.Request(link, requestId, model, remainingMs, priority, features);
  }

  private Envelope readAnswer(LinkId link) throws MalformedEnvelopeException {
    long requestId = in.getLong();
    Envelope.Status status = readStatus();
    String label = readString(Envelope.NAME_CHARS_MAX);
    float score = in.getFloat();
    float confidence = in.getFloat();
    String modelVersion = readString(Envelope.NAME_CHARS_MAX);
    int queueMicros = in.getInt();
    int serviceMicros = in.getInt();
    String detail = readString(Envelope.DETAIL_CHARS_MAX);
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

  private Envelope.Status readStatus() throws MalformedEnvelopeException {
    byte wire = in.get();
    for (Envelope.Status status : STATUSES) {
      if (status.wire() == wire) {
        return status;
      }
    }
    throw new MalformedEnvelopeException("unknown status " + wire);
  }

  private List<Long> readIds() throws MalformedEnvelopeException {
    int count = readCount(Envelope.IDS_MAX, Long.BYTES);
    List<Long> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(in.getLong());
    }
    return ids;
  }

  long readLong() {
    return in.getLong();
  }

  int readInt() {
    return in.getInt();
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  /** A count of one byte. */
  int readSmallCount(int max) throws MalformedEnvelopeException {
    int count = Byte.toUnsignedInt(in.get());
    if (count > max) {
      throw new MalformedEnvelopeException("a count of " + count + " exceeds its limit");
    }
    return count;
  }

  private int readCount(int max, int bytesEach) throws MalformedEnvelopeException {
    int count = Short.toUnsignedInt(in.getShort());
    if (count > max || count * bytesEach > in.remaining()) {
      throw new MalformedEnvelopeException("a count of " + count + " exceeds its limit");
    }
    return count;
  }

  String readString(int charsMax) throws MalformedEnvelopeException {
    int length = readCount(charsMax * 3, 1); // UTF-8 takes at most three bytes per char
    ByteBuffer text = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedEnvelopeException("a string is not UTF-8");
    }
  }
}
