package dev.sluice.sim.world.check;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.topic.TopicName;
import java.nio.ByteBuffer;

/**
 * What a message of the world says, as one number: published ones carry theirs, answers the number
 * of their request (negated). A message that can say nothing is known by its topic.
 */
public final class Content {
  private static final byte NUMBERED = 1;
  private static final int NUMBER_BYTES = 1 + Long.BYTES;
  private static final String ANSWER = "{\"id\":\"";

  private Content() {}

  /**
   * A payload that carries a number.
   *
   * @param bytes its length, at least 9
   */
  public static Payload numbered(long number, int bytes) {
    byte[] payload = new byte[Math.max(bytes, NUMBER_BYTES)];
    ByteBuffer.wrap(payload).put(NUMBERED).putLong(number);
    return Payload.of(payload);
  }

  /** What the message says. */
  public static long keyOf(Message message) {
    byte[] bytes = message.payload().bytes();
    if (bytes.length >= NUMBER_BYTES && bytes[0] == NUMBERED) {
      return ByteBuffer.wrap(bytes).getLong(1);
    }
    return answerOf(bytes, message.topic());
  }

  /** The key of the answer to a request. */
  static long answerTo(long request) {
    return -request;
  }

  /** The key of a message on that topic that carries no number. */
  static long namelessOn(TopicName topic) {
    return Long.MIN_VALUE + (topic.hashCode() & 0x7FFF_FFFFL);
  }

  private static long answerOf(byte[] bytes, TopicName topic) {
    int at = ANSWER.length();
    if (bytes.length <= at || bytes[at - 1] != '"' || bytes[2] != 'i') {
      return namelessOn(topic);
    }
    long request = 0;
    for (; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      request = request * 10 + bytes[at] - '0';
    }
    return answerTo(request);
  }
}
