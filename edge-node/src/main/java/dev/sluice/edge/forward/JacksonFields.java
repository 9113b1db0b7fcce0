package dev.sluice.edge.forward;

import dev.sluice.edge.core.forward.FieldName;
import dev.sluice.edge.core.forward.JsonFields;
import dev.sluice.edge.core.forward.Redaction;
import dev.sluice.mqtt.Payload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** {@link JsonFields} token by token: no tree is built. */
public final class JacksonFields implements JsonFields {
  private static final int DEPTH_MAX = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
          .build();

  private final Pseudonyms pseudonyms;

  public JacksonFields(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  @Override
  public OptionalDouble number(Payload payload, FieldName field) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), payload.bytes())) {
      return new NumberSearch(json, field.keys()).run();
    } catch (JacksonException e) {
      // Not JSON as a whole, which is an answer here.
      return OptionalDouble.empty();
    }
  }

  @Override
  public Optional<Payload> redact(Payload payload, List<Redaction> redactions) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), payload.bytes())) {
      RedactingCopy copy = new RedactingCopy(JSON, json, pseudonyms);
      return copy.run(redactions).map(bytes -> copy.changed() ? Payload.of(bytes) : payload);
    } catch (JacksonException e) {
      // Not JSON as a whole, which is an answer here.
      return Optional.empty();
    }
  }
}
