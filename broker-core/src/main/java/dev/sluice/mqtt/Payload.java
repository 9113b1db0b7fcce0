package dev.sluice.mqtt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Application bytes, shared by every queue that holds the message.
 *
 * <p>Immutable by agreement: {@link #of} takes the array over and {@link #bytes} lends it out;
 * neither side may write to it. Copying once at the edge of the broker is cheaper than counting
 * references.
 */
public final class Payload {
  public static final Payload EMPTY = new Payload(new byte[0]);

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the array over: the caller must not write to it afterwards. */
  public static Payload of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Payload(bytes);
  }

  public static Payload utf8(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Length in bytes. */
  public int size() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** The shared array itself; read only. */
  public byte[] bytes() {
    return bytes;
  }

  public ByteBuffer asReadOnlyBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Says the size only: payloads never reach a log. */
  @Override
  public String toString() {
    return "Payload[" + bytes.length + " B]";
  }
}
