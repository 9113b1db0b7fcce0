package dev.sluice.sim.text;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One message that a requester got.
 *
 * @param part the user property {@code x-part}, of MQTT 5
 * @param status the user property {@code x-status}, of MQTT 5
 */
record Heard(
    String topic,
    JsonNode json,
    Optional<String> part,
    Optional<String> status,
    String correlation) {

  boolean isPart() {
    return json.has("part");
  }

  String text() {
    return json.path("text").asString("");
  }

  String said(String field) {
    return json.path(field).asString("");
  }

  static List<Heard> parts(List<Heard> all) {
    return all.stream().filter(Heard::isPart).toList();
  }

  static List<Heard> answers(List<Heard> all) {
    return all.stream().filter(one -> !one.isPart()).toList();
  }
}
