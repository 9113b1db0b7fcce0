package dev.sluice.edge.journal;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Payload;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A record as one line of JSON: its fields by name, payloads in Base64, durations in milliseconds,
 * what is absent left out, and times that never come too.
 */
public final class EntryJson {
  private static final JsonFactory JSON = new JsonFactory();

  private EntryJson() {}

  public static String of(JournalFolder.Entry entry) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty("segment", entry.segment());
      json.writeNumberProperty("position", entry.position());
      json.writeNumberProperty("sequence", entry.sequence());
      json.writeBooleanProperty("repeated", entry.repeated());
      json.writeStringProperty("type", word(entry.record()));
      fields(json, (Record) entry.record());
      json.writeEndObject();
    }
    return line.toString();
  }

  private static String word(DurableRecord record) {
    String name = record.getClass().getSimpleName();
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static void fields(JsonGenerator json, Record value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Optional<Object> field = present(read(component, value));
      if (field.isPresent()) {
        json.writeName(component.getName());
        write(json, field.get());
      }
    }
  }

  private static Object read(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static Optional<Object> present(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(Object.class::cast);
    }
    if (value instanceof OptionalInt number) {
      return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }
    if (value instanceof OptionalLong number) {
      return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }
    return value.equals(DurableRecord.NEVER) ? Optional.empty() : Optional.of(value);
  }

  private static void write(JsonGenerator json, Object value) {
    if (value instanceof List<?> list) {
      json.writeStartArray();
      list.forEach(item -> write(json, item));
      json.writeEndArray();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Duration duration) {
      json.writeNumber(duration.toMillis());
    } else if (value instanceof Payload payload) {
      json.writeString(Base64.getEncoder().encodeToString(payload.bytes()));
    } else {
      writeText(json, value);
    }
  }

  /** Names are records of one text; whatever else is a record is an object. */
  private static void writeText(JsonGenerator json, Object value) {
    if (value instanceof Record record && !(value instanceof ClientId)) {
      json.writeStartObject();
      fields(json, record);
      json.writeEndObject();
    } else {
      json.writeString(value.toString());
    }
  }
}
