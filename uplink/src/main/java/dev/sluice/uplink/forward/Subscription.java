package dev.sluice.uplink.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Edge to cloud: which messages of the cloud's broker a node wants. Replaces what it said before;
 * none at all ends it.
 *
 * <p>As bytes: version, kind, edge id, the largest message, then each wish: its filter, its lane,
 * its age. Names carry a one-byte length, filters a two-byte length.
 *
 * @param messageBytesMax larger ones cannot travel, and are not kept for the node
 * @param wishes the first that matches a topic holds for it
 */
public record Subscription(String edgeId, int messageBytesMax, List<Wish> wishes) {
  static final byte VERSION = 1;
  private static final int WISHES_MAX = 1_000;
  private static final int FILTER_BYTES_MAX = 65_535;
  private static final long FOR_EVER = -1;

  /**
   * @param filter a Topic Filter of the cloud
   * @param lane on which they come
   * @param maxAgeMs after which a message is worth nothing; empty for never
   */
  public record Wish(String filter, LaneName lane, OptionalLong maxAgeMs) {
    public Wish {
      if (filter.isEmpty() || filter.getBytes(UTF_8).length > FILTER_BYTES_MAX) {
        throw new IllegalArgumentException("a filter has 1 to 65,535 bytes");
      }
      if (maxAgeMs.isPresent() && maxAgeMs.getAsLong() < 0) {
        throw new IllegalArgumentException("an age is negative");
      }
    }
  }

  public Subscription {
    wishes = List.copyOf(wishes);
    if (!LinkId.isEdgeId(edgeId) || messageBytesMax < 1 || wishes.size() > WISHES_MAX) {
      throw new IllegalArgumentException(
          "edge '%s' with %d wishes".formatted(edgeId, wishes.size()));
    }
  }

  /** Tells it from what the node said before. */
  public int revision() {
    return Arrays.hashCode(encode());
  }

  public byte[] encode() {
    int bytes = 1 + 1 + nameBytes(edgeId) + Integer.BYTES;
    for (Wish wish : wishes) {
      bytes += Short.BYTES + wish.filter().getBytes(UTF_8).length;
      bytes += nameBytes(wish.lane().value()) + Long.BYTES;
    }
    ByteBuffer out = ByteBuffer.allocate(bytes);
    out.put(VERSION).put(ForwardKind.SUBSCRIPTION.wire());
    putName(out, edgeId);
    out.putInt(messageBytesMax);
    for (Wish wish : wishes) {
      byte[] filter = wish.filter().getBytes(UTF_8);
      out.putShort((short) filter.length).put(filter);
      putName(out, wish.lane().value());
      out.putLong(wish.maxAgeMs().orElse(FOR_EVER));
    }
    return out.array();
  }

  static int nameBytes(String name) {
    return 1 + name.length();
  }

  static void putName(ByteBuffer out, String name) {
    out.put((byte) name.length()).put(name.getBytes(US_ASCII));
  }

  /**
   * @throws MalformedEnvelopeException when the bytes are no subscription of a version known here
   */
  public static Subscription decode(byte[] bytes) throws MalformedEnvelopeException {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      requireKind(in, ForwardKind.SUBSCRIPTION);
      String edge = name(in);
      int bytesMax = in.getInt();
      List<Wish> wishes = new ArrayList<>();
      while (in.hasRemaining()) {
        wishes.add(wish(in));
      }
      return new Subscription(edge, bytesMax, wishes);
    } catch (BufferUnderflowException e) {
      throw new MalformedEnvelopeException("ends in a field");
    } catch (IllegalArgumentException e) {
      // It may show a name as it came.
      throw new MalformedEnvelopeException(e.getMessage().replaceAll("\\p{Cntrl}", "?"));
    }
  }

  static void requireKind(ByteBuffer in, ForwardKind kind) throws MalformedEnvelopeException {
    byte version = in.get();
    if (version != VERSION || in.get() != kind.wire()) {
      throw new MalformedEnvelopeException("no " + kind + " of version " + VERSION);
    }
  }

  static String name(ByteBuffer in) {
    byte[] name = new byte[Byte.toUnsignedInt(in.get())];
    in.get(name);
    return new String(name, US_ASCII);
  }

  private static Wish wish(ByteBuffer in) {
    byte[] filter = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(filter);
    LaneName lane = new LaneName(name(in));
    long age = in.getLong();
    return new Wish(
        new String(filter, UTF_8),
        lane,
        age == FOR_EVER ? OptionalLong.empty() : OptionalLong.of(age));
  }
}
