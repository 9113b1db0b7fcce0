package dev.sluice.uplink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * One reading of one envelope's fields, in network order; counts and lengths are checked against
 * what is there before anything is made of that size.
 */
public final class FieldReader {
  private static final int UTF_8_BYTES_PER_CHAR_MAX = 3;

  private final ByteBuffer in;

  private FieldReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  /** All the fields of one kind of envelopes. */
  @FunctionalInterface
  public interface Fields<T> {
    /**
     * @throws IllegalArgumentException when a value is none that such an envelope can have
     */
    T readFrom(FieldReader in) throws MalformedEnvelopeException;
  }

  /**
   * Reads all of the bytes.
   *
   * @throws MalformedEnvelopeException when they end in a field, or go on after the last
   */
  public static <T> T read(byte[] bytes, Fields<T> fields) throws MalformedEnvelopeException {
    FieldReader in = new FieldReader(bytes);
    try {
      T envelope = fields.readFrom(in);
      if (in.hasMore()) {
        throw new MalformedEnvelopeException(in.in.remaining() + " bytes after the last field");
      }
      return envelope;
    } catch (BufferUnderflowException e) {
      throw new MalformedEnvelopeException("ends after " + in.in.position() + " bytes, in a field");
    } catch (IllegalArgumentException e) {
      throw new MalformedEnvelopeException(e.getMessage());
    }
  }

  /** The first field of every envelope. */
  public void expectVersion(byte known) throws MalformedEnvelopeException {
    byte version = readByte();
    if (version != known) {
      throw new MalformedEnvelopeException("version " + version + ", known here is " + known);
    }
  }

  public LinkId readLink() {
    byte[] edgeId = new byte[Byte.toUnsignedInt(readByte())];
    in.get(edgeId);
    return new LinkId(new String(edgeId, US_ASCII), readLong());
  }

  public byte readByte() {
    return in.get();
  }

  public int readInt() {
    return in.getInt();
  }

  public long readLong() {
    return in.getLong();
  }

  public float readFloat() {
    return in.getFloat();
  }

  /**
   * @param max of values; their count takes two bytes
   */
  public float[] readFloats(int max) throws MalformedEnvelopeException {
    float[] values = new float[readCount(max, Float.BYTES)];
    in.asFloatBuffer().get(values);
    in.position(in.position() + values.length * Float.BYTES);
    return values;
  }

  public boolean hasMore() {
    return in.hasRemaining();
  }

  /** A count of one byte. */
  public int readSmallCount(int max) throws MalformedEnvelopeException {
    int count = Byte.toUnsignedInt(readByte());
    if (count > max) {
      throw tooMany(count);
    }
    return count;
  }

  /**
   * A count of two bytes.
   *
   * @param bytesEach of what is counted
   */
  public int readCount(int max, int bytesEach) throws MalformedEnvelopeException {
    int count = Short.toUnsignedInt(in.getShort());
    if (count > max || count * bytesEach > in.remaining()) {
      throw tooMany(count);
    }
    return count;
  }

  /** A text whose length takes two bytes. */
  public String readString(int charsMax) throws MalformedEnvelopeException {
    return decode(readCount(charsMax * UTF_8_BYTES_PER_CHAR_MAX, 1));
  }

  /** A text whose length takes four bytes. */
  public String readLongString(int charsMax) throws MalformedEnvelopeException {
    int length = readInt();
    if (length < 0 || length > Math.min(in.remaining(), charsMax * UTF_8_BYTES_PER_CHAR_MAX)) {
      throw tooMany(length);
    }
    return decode(length);
  }

  private String decode(int length) throws MalformedEnvelopeException {
    ByteBuffer text = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedEnvelopeException("a string is not UTF-8");
    }
  }

  private static MalformedEnvelopeException tooMany(int count) {
    return new MalformedEnvelopeException("a count of " + count + " exceeds its limit");
  }
}
