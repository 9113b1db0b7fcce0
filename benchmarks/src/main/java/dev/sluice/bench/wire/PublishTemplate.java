package dev.sluice.bench.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A PUBLISH encoded once; each message is a copy of its bytes with Packet Identifier, sequence and
 * time patched in.
 */
public final class PublishTemplate {
  private static final int PUBLISH = 0x30;
  private static final byte FILL = 'x';

  private final ByteBuffer bytes;
  private final int size;
  private final int packetIdAt;
  private final int stampAt;

  private PublishTemplate(ByteBuffer bytes, int packetIdAt, int stampAt) {
    this.bytes = bytes;
    this.size = bytes.capacity();
    this.packetIdAt = packetIdAt;
    this.stampAt = stampAt;
  }

  /**
   * @param publisher written into every payload
   * @param payloadBytes at least {@link Stamp#BYTES}
   */
  public static PublishTemplate of(String topic, int qos, int publisher, int payloadBytes) {
    if (payloadBytes < Stamp.BYTES) {
      throw new IllegalArgumentException(
          "a payload of %d bytes cannot carry a stamp of %d".formatted(payloadBytes, Stamp.BYTES));
    }
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    int packetIdBytes = qos == 0 ? 0 : 2;
    int remaining = 2 + name.length + packetIdBytes + payloadBytes;
    int headBytes = 1 + VariableByteInteger.size(remaining);
    ByteBuffer bytes = ByteBuffer.allocateDirect(headBytes + remaining);
    bytes.put((byte) (PUBLISH | qos << 1));
    VariableByteInteger.put(bytes, remaining);
    bytes.putShort((short) name.length).put(name);
    int packetIdAt = qos == 0 ? -1 : bytes.position();
    bytes.position(bytes.position() + packetIdBytes);
    int stampAt = bytes.position();
    while (bytes.hasRemaining()) {
      bytes.put(FILL);
    }
    bytes.putInt(stampAt + Stamp.PUBLISHER, publisher);
    return new PublishTemplate(bytes, packetIdAt, stampAt);
  }

  /** Bytes of the whole packet. */
  public int size() {
    return size;
  }

  /**
   * Appends one message; there must be room for {@link #size()} bytes.
   *
   * @param packetId ignored on QoS 0
   * @param nanos when it should leave, on the generator's monotonic clock
   */
  public void append(ByteBuffer out, int packetId, long sequence, long nanos) {
    int at = out.position();
    out.put(at, bytes, 0, size);
    if (packetIdAt >= 0) {
      out.putShort(at + packetIdAt, (short) packetId);
    }
    out.putLong(at + stampAt + Stamp.SEQUENCE, sequence);
    out.putLong(at + stampAt + Stamp.NANOS, nanos);
    out.position(at + size);
  }
}
