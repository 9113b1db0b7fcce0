package dev.sluice.policy.guard;

import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One message as a guard sees it. Its payload is read as JSON once, and only if a guard asks. */
public final class Facts {
  private final String topic;
  private final byte[] payload;
  private final Map<String, String> properties;
  private final LocalDateTime time;
  private Optional<JsonNode> json = Optional.empty();

  /**
   * @param payload not changed afterwards
   * @param properties User Properties
   * @param time of the gateway, in its own time zone
   */
  public Facts(String topic, byte[] payload, Map<String, String> properties, LocalDateTime time) {
    this.topic = topic;
    this.payload = payload;
    this.properties = Map.copyOf(properties);
    this.time = time;
  }

  String topic() {
    return topic;
  }

  /** Bytes. */
  double size() {
    return payload.length;
  }

  /** 0 to 23. */
  double hour() {
    return time.getHour();
  }

  /** 1 is Monday, 7 Sunday. */
  double weekday() {
    return time.getDayOfWeek().getValue();
  }

  Map<String, String> properties() {
    return properties;
  }

  JsonNode payload() throws GuardFailedException {
    if (json.isEmpty()) {
      try {
        json = Optional.of(JsonMapper.shared().readTree(payload));
      } catch (JacksonException e) {
        throw new GuardFailedException("the payload is not JSON");
      }
    }
    return json.get();
  }
}
