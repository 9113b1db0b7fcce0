package dev.sluice.uplink.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.ForwardedMessage.Correlation;
import dev.sluice.uplink.ForwardedMessage.Properties;
import dev.sluice.uplink.ForwardedMessage.UserProperty;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A message as bytes, without its remaining time, which changes while it waits: version, flags
 * (QoS, retain), topic, which properties there are and they themselves, then the payload up to the
 * end. Strings and Correlation Data carry a two-byte length.
 */
public final class MessageCodec {
  private static final byte VERSION = 1;

  private static final int PAYLOAD_FORMAT = 1;
  private static final int CONTENT_TYPE = 2;
  private static final int RESPONSE_TOPIC = 4;
  private static final int CORRELATION = 8;
  private static final int USER = 16;

  /** Version, flags, property bits. */
  private static final int FIXED_BYTES = 1 + 1 + 1;

  private static final int STRING_BYTES_MAX = 65_535;

  private MessageCodec() {}

  /**
   * @throws IllegalArgumentException when a string is longer than MQTT allows
   */
  public static byte[] encode(ForwardedMessage message) {
    byte[] topic = message.topic().getBytes(UTF_8);
    List<byte[]> texts = texts(message.properties());
    int bytes = FIXED_BYTES + 2 + topic.length + message.payload().length;
    for (byte[] text : texts) {
      bytes += 2 + text.length;
    }
    Properties properties = message.properties();
    bytes += properties.payloadFormat().isPresent() ? 1 : 0;
    bytes += properties.user().isEmpty() ? 0 : 2;
    ByteBuffer out = ByteBuffer.allocate(bytes);
    out.put(VERSION).put((byte) flags(message)).put((byte) present(properties));
    putText(out, topic);
    properties.payloadFormat().ifPresent(format -> out.put((byte) format));
    int named = texts.size() - 2 * properties.user().size();
    texts.subList(0, named).forEach(text -> putText(out, text));
    if (!properties.user().isEmpty()) {
      out.putShort((short) properties.user().size());
      texts.subList(named, texts.size()).forEach(text -> putText(out, text));
    }
    return out.put(message.payload()).array();
  }

  private static int flags(ForwardedMessage message) {
    return message.qos() | (message.retain() ? 4 : 0);
  }

  private static int present(Properties properties) {
    return (properties.payloadFormat().isPresent() ? PAYLOAD_FORMAT : 0)
        | (properties.contentType().isPresent() ? CONTENT_TYPE : 0)
        | (properties.responseTopic().isPresent() ? RESPONSE_TOPIC : 0)
        | (properties.correlation().isPresent() ? CORRELATION : 0)
        | (properties.user().isEmpty() ? 0 : USER);
  }

  /** All that has a length before it, in order, the User Properties last. */
  private static List<byte[]> texts(Properties properties) {
    List<byte[]> texts = new ArrayList<>();
    properties.contentType().ifPresent(text -> texts.add(text.getBytes(UTF_8)));
    properties.responseTopic().ifPresent(text -> texts.add(text.getBytes(UTF_8)));
    properties.correlation().ifPresent(correlation -> texts.add(correlation.bytes()));
    for (UserProperty property : properties.user()) {
      texts.add(property.name().getBytes(UTF_8));
      texts.add(property.value().getBytes(UTF_8));
    }
    return texts;
  }

  private static void putText(ByteBuffer out, byte[] text) {
    if (text.length > STRING_BYTES_MAX) {
      throw new IllegalArgumentException("a string of " + text.length + " bytes");
    }
    out.putShort((short) text.length).put(text);
  }

  /**
   * @param remainingMs what is left of its time
   * @throws MalformedEnvelopeException when the bytes are no message
   */
  public static ForwardedMessage decode(byte[] bytes, OptionalLong remainingMs)
      throws MalformedEnvelopeException {
    try {
      return read(ByteBuffer.wrap(bytes), remainingMs);
    } catch (BufferUnderflowException e) {
      throw new MalformedEnvelopeException("a message ends in a field");
    } catch (IllegalArgumentException e) {
      throw new MalformedEnvelopeException(e.getMessage());
    }
  }

  private static ForwardedMessage read(ByteBuffer in, OptionalLong remainingMs)
      throws MalformedEnvelopeException {
    byte version = in.get();
    if (version != VERSION) {
      throw new MalformedEnvelopeException("message version " + version);
    }
    int flags = in.get();
    int present = in.get();
    String topic = new String(text(in), UTF_8);
    Properties properties = properties(in, present);
    byte[] payload = new byte[in.remaining()];
    in.get(payload);
    return new ForwardedMessage(
        topic, payload, flags & 3, (flags & 4) != 0, remainingMs, properties);
  }

  private static Properties properties(ByteBuffer in, int present) {
    if (present == 0) {
      return Properties.NONE;
    }
    OptionalInt format =
        (present & PAYLOAD_FORMAT) != 0 ? OptionalInt.of(in.get()) : OptionalInt.empty();
    Optional<String> contentType = string(in, present & CONTENT_TYPE);
    Optional<String> responseTopic = string(in, present & RESPONSE_TOPIC);
    Optional<Correlation> correlation =
        (present & CORRELATION) != 0 ? Optional.of(new Correlation(text(in))) : Optional.empty();
    List<UserProperty> user = new ArrayList<>();
    int count = (present & USER) != 0 ? Short.toUnsignedInt(in.getShort()) : 0;
    for (int i = 0; i < count; i++) {
      user.add(new UserProperty(new String(text(in), UTF_8), new String(text(in), UTF_8)));
    }
    return new Properties(format, contentType, responseTopic, correlation, user);
  }

  private static Optional<String> string(ByteBuffer in, int there) {
    return there == 0 ? Optional.empty() : Optional.of(new String(text(in), UTF_8));
  }

  private static byte[] text(ByteBuffer in) {
    byte[] text = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(text);
    return text;
  }
}
