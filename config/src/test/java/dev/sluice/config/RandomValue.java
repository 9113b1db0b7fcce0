package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values that mostly obey a schema, and often stand at one of its limits or just beyond. */
final class RandomValue {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<String> WORDS =
      List.of(
          "",
          "a",
          "a\n",
          "A b",
          "x-1",
          "10s",
          "0s",
          "250ms",
          "8MB",
          "0B",
          "https://host",
          "/health",
          "host:9092",
          "17",
          "true",
          "\ud83d\udca7",
          "sensors/+/temperature/#");

  private final SplittableRandom random;

  RandomValue(SplittableRandom random) {
    this.random = random;
  }

  JsonNode of(JsonNode schema) {
    if (random.nextInt(15) == 0) {
      return stranger();
    }
    if (schema.has("enum")) {
      return oneOf(schema.get("enum"));
    }
    JsonNode types = schema.path("type");
    return switch ((types.isArray() ? oneOf(types) : types).asString("")) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "string" -> string(schema);
      case "integer" -> NODES.numberNode(number(schema));
      case "number" -> NODES.numberNode(number(schema) + random.nextInt(3) / 2.0);
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      default -> stranger();
    };
  }

  /** Of any type. */
  private JsonNode stranger() {
    return switch (random.nextInt(7)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(true);
      case 2 -> NODES.numberNode(random.nextLong(-2, 3));
      case 3 -> NODES.numberNode(random.nextInt(-4, 5) / 2.0);
      case 4 -> NODES.arrayNode().add("a").add(1L);
      case 5 -> NODES.objectNode().put("a", 1L);
      default -> NODES.stringNode(word());
    };
  }

  private JsonNode oneOf(JsonNode list) {
    return list.get(random.nextInt(list.size()));
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = NODES.objectNode();
    schema
        .path("properties")
        .forEachEntry(
            (key, property) -> {
              if (random.nextInt(3) > 0) {
                object.set(key, of(property));
              }
            });
    JsonNode others = schema.path("additionalProperties");
    int more = others.isObject() ? random.nextInt(4) : random.nextInt(8) / 7;
    for (int i = 0; i < more; i++) {
      object.set(word() + (i == 0 ? "" : "x"), others.isObject() ? of(others) : stranger());
    }
    return object;
  }

  private ArrayNode array(JsonNode schema) {
    ArrayNode array = NODES.arrayNode();
    int size = near(schema.path("minItems").asInt(0), schema.path("maxItems").asInt(3));
    for (int i = 0; i < Math.min(size, 6); i++) {
      array.add(i > 0 && random.nextInt(4) == 0 ? array.get(0) : of(schema.path("items")));
    }
    return array;
  }

  private JsonNode string(JsonNode schema) {
    int most = schema.path("maxLength").asInt(5);
    return random.nextInt(4) > 0
        ? NODES.stringNode(word())
        : NODES.stringNode("x".repeat(Math.max(0, most + random.nextInt(-1, 2))));
  }

  private long number(JsonNode schema) {
    List<Long> ends = new ArrayList<>(List.of(0L));
    for (String end : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
      if (schema.has(end)) {
        ends.add(schema.get(end).decimalValue().longValue());
      }
    }
    return ends.get(random.nextInt(ends.size())) + random.nextInt(-1, 2);
  }

  private int near(int least, int most) {
    int end = random.nextBoolean() ? least : most;
    return Math.max(0, end + random.nextInt(-1, 2));
  }
}
