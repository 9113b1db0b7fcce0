package dev.sluice.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * A message as engines know it.
 *
 * @param id the same whenever the message is put again, so that readers can tell a repetition
 * @param key records of one key keep their order
 * @param destination the stream, topic or queue of the engine
 * @param topic of the MQTT message
 * @param payload not to be written to
 * @param priority 0 to 9, the highest
 * @param eventMillis when the bridge took it, on its wall clock
 */
public record TargetRecord(
    String id,
    String key,
    String destination,
    String topic,
    byte[] payload,
    List<Header> headers,
    int priority,
    long eventMillis) {

  /** A name may occur several times. */
  public record Header(String name, String value) {}

  public TargetRecord {
    headers = List.copyOf(headers);
    if (priority < 0 || priority > 9) {
      throw new IllegalArgumentException("priority is not 0 to 9");
    }
  }

  /** What a target's limit is about: payload, topic, key, id and headers in UTF-8. */
  public long bytes() {
    long bytes = (long) payload.length + length(topic) + length(key) + length(id);
    for (Header header : headers) {
      bytes += length(header.name()) + length(header.value());
    }
    return bytes;
  }

  private static long length(String text) {
    return text.getBytes(UTF_8).length;
  }

  /** Says the size only: payloads never reach a log. */
  @Override
  public String toString() {
    return "TargetRecord[" + id + ", " + topic + ", " + payload.length + " B]";
  }
}
