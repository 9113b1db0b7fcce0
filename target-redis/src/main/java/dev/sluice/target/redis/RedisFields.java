package dev.sluice.target.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.target.TargetRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/** A record as fields of a stream's entry; headers are prefixed, and their last value counts. */
final class RedisFields {
  private static final String HEADER = "h:";

  private RedisFields() {}

  @SuppressWarnings("ArrayAsKeyOfSetOrMap") // Jedis wants it, and does no more than walk it.
  static Map<byte[], byte[]> of(TargetRecord record) {
    Map<String, byte[]> named = new LinkedHashMap<>();
    named.put("id", bytes(record.id()));
    named.put("key", bytes(record.key()));
    named.put("topic", bytes(record.topic()));
    named.put("priority", bytes(Integer.toString(record.priority())));
    named.put("time", bytes(Long.toString(record.eventMillis())));
    record.headers().forEach(header -> named.put(HEADER + header.name(), bytes(header.value())));
    named.put("payload", record.payload());
    Map<byte[], byte[]> fields = new LinkedHashMap<>();
    named.forEach((name, value) -> fields.put(bytes(name), value));
    return fields;
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
