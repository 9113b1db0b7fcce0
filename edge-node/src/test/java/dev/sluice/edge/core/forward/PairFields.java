package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Payload;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A fake of JSON for the rules: payloads are {@code a=1;b=x}, and fields have one key. */
final class PairFields implements JsonFields {

  @Override
  public OptionalDouble number(Payload payload, FieldName field) {
    return pairs(payload)
        .map(pairs -> pairs.get(field.keys().get(0)))
        .map(value -> Numbers.parse(Payload.utf8(value)))
        .orElse(OptionalDouble.empty());
  }

  @Override
  public Optional<Payload> redact(Payload payload, List<Redaction> redactions) {
    return pairs(payload).map(pairs -> redacted(payload, pairs, redactions));
  }

  private static Payload redacted(
      Payload payload, Map<String, String> pairs, List<Redaction> redactions) {
    boolean changed = false;
    for (Redaction redaction : redactions) {
      String key = redaction.field().keys().get(0);
      if (pairs.containsKey(key)) {
        changed = true;
        switch (redaction.how()) {
          case REMOVE -> pairs.remove(key);
          case MASK -> pairs.put(key, "***");
          case HASH -> pairs.put(key, "h" + pairs.get(key).hashCode());
        }
      }
    }
    return changed ? Payload.utf8(written(pairs)) : payload;
  }

  private static String written(Map<String, String> pairs) {
    return pairs.entrySet().stream()
        .map(pair -> pair.getKey() + "=" + pair.getValue())
        .collect(Collectors.joining(";"));
  }

  private static Optional<Map<String, String>> pairs(Payload payload) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : new String(payload.bytes(), StandardCharsets.UTF_8).split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        return Optional.empty();
      }
      pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return Optional.of(pairs);
  }
}
