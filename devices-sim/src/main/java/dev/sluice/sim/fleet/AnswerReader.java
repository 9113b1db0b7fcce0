package dev.sluice.sim.fleet;

import dev.sluice.sim.check.Answer;
import dev.sluice.sim.check.Answer.Placement;
import dev.sluice.sim.check.Answer.Status;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads the JSON envelope in which answers come. */
final class AnswerReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NO_REASON = "UNSTATED";
  private static final double MILLIS_PER_DAY = 24 * 3600 * 1e3;

  /** An answer and the id of the message that it is for. */
  record Addressed(String id, Answer answer) {}

  private AnswerReader() {}

  /** Empty where the payload is no answer. */
  static Optional<Addressed> read(byte[] payload) {
    try {
      JsonNode json = JSON.readTree(payload);
      Optional<Status> status = word(Status.class, json.path("status"));
      Optional<Placement> placement = word(Placement.class, json.path("placement"));
      Optional<String> id = text(json.path("id"));
      if (status.isEmpty() || placement.isEmpty() || id.isEmpty()) {
        return Optional.empty();
      }
      Answer answer =
          new Answer(
              status.get(),
              placement.get(),
              text(json.path("reason")).orElse(NO_REASON),
              text(json.path("label")),
              duration(json.path("inferMs")),
              part(json.path("part")));
      return Optional.of(new Addressed(id.get(), answer));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  private static OptionalDouble duration(JsonNode node) {
    double ms = node.isNumber() ? node.doubleValue() : 0;
    return ms > 0 && ms <= MILLIS_PER_DAY ? OptionalDouble.of(ms) : OptionalDouble.empty();
  }

  private static OptionalInt part(JsonNode node) {
    return node.isInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
  }

  private static <E extends Enum<E>> Optional<E> word(Class<E> words, JsonNode node) {
    try {
      return text(node).map(word -> Enum.valueOf(words, word.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException unknownWord) {
      return Optional.empty();
    }
  }
}
