package dev.sluice.edge.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.forward.FieldName;
import dev.sluice.edge.core.forward.Redaction;
import dev.sluice.mqtt.Payload;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Redacting token by token, compared with doing it on a tree. */
final class RedactionOracleTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String[] KEYS = {"a", "b", "c.d"};
  private static final int PAYLOADS = 1_000;

  private final JacksonFields fields = new JacksonFields(new Pseudonyms("key", "gw-1"));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void agreesWithATree(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int changed = 0;
    for (int i = 0; i < PAYLOADS; i++) {
      JsonNode tree = random.nextBoolean() ? object(random, 3) : array(random, 3);
      List<Redaction> redactions = List.of(redaction(random), redaction(random));
      Payload payload = Payload.utf8(tree.toString());

      Payload redacted = fields.redact(payload, redactions).orElseThrow();

      JsonNode expected = tree.deepCopy();
      redactions.forEach(redaction -> remove(expected, redaction.field().keys()));
      assertThat(JSON.readTree(redacted.bytes()))
          .as("seed %d: %s without %s", seed, tree, redactions)
          .isEqualTo(expected);
      boolean unchanged = expected.equals(tree);
      if (unchanged) {
        assertThat(redacted).isSameAs(payload);
      } else {
        assertThat(redacted).isNotSameAs(payload);
        changed++;
      }
    }
    assertThat(changed).as("the generator makes both kinds").isBetween(PAYLOADS / 10, PAYLOADS);
  }

  private static void remove(JsonNode node, List<String> keys) {
    if (node.isArray()) {
      node.forEach(element -> remove(element, keys));
    } else if (node instanceof ObjectNode object && keys.size() == 1) {
      object.remove(keys.get(0));
    } else if (node.isObject() && node.has(keys.get(0))) {
      remove(node.get(keys.get(0)), keys.subList(1, keys.size()));
    }
  }

  private static Redaction redaction(SplittableRandom random) {
    String first = KEYS[random.nextInt(KEYS.length)];
    List<String> keys =
        random.nextBoolean() ? List.of(first) : List.of(first, KEYS[random.nextInt(KEYS.length)]);
    return new Redaction(new FieldName(keys), Redaction.How.REMOVE);
  }

  private static JsonNode value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 6)) {
      case 0 -> NODES.numberNode(random.nextInt(100));
      case 1 -> NODES.stringNode("text " + random.nextInt());
      case 2 -> NODES.nullNode();
      case 3 -> array(random, depth - 1);
      default -> object(random, depth - 1);
    };
  }

  private static ObjectNode object(SplittableRandom random, int depth) {
    ObjectNode object = NODES.objectNode();
    for (String key : KEYS) {
      if (random.nextBoolean()) {
        object.set(key, value(random, depth));
      }
    }
    return object;
  }

  private static ArrayNode array(SplittableRandom random, int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(value(random, depth));
    }
    return array;
  }
}
