package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Payload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads and rewrites fields of JSON payloads, for a core that has no library for it. */
public interface JsonFields {

  /**
   * The first finite number that stands in the field.
   *
   * @return empty when the payload is not JSON as a whole, or no such number is in it
   */
  OptionalDouble number(Payload payload, FieldName field);

  /**
   * The payload without what must not leave; every occurrence of a field is redacted. What else is
   * in it keeps its order, its numbers their digits.
   *
   * @return the given payload itself when it holds none of the fields; empty when it is not one
   *     JSON object or array as a whole
   */
  Optional<Payload> redact(Payload payload, List<Redaction> redactions);
}
