package dev.sluice.edge.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import java.util.Optional;

/**
 * By what a requester names the request that it cancels: Correlation Data, else an id.
 *
 * @param id from the property {@code x-id}, the key of a JSON payload, or the payload itself
 */
record TextHandle(Optional<Payload> correlationData, Optional<String> id) {
  private static final String ID_KEY = "id";

  static TextHandle of(TextRoute route, Message message) {
    Optional<Payload> correlationData = message.properties().correlationData();
    if (correlationData.isPresent()) {
      return new TextHandle(correlationData, Optional.empty());
    }
    return new TextHandle(
        Optional.empty(),
        message.properties().user(RequestTerms.ID).or(() -> inPayload(route, message.payload())));
  }

  private static Optional<String> inPayload(TextRoute route, Payload payload) {
    if (payload.isEmpty() || payload.size() > Prompt.ID_CHARS_MAX) {
      return Optional.empty();
    }
    String key = route.keys().map(TextRoute.Keys::id).orElse(ID_KEY);
    try {
      return Prompt.id(key, payload);
    } catch (Prompt.UnreadableException e) {
      return Optional.of(new String(payload.bytes(), UTF_8).strip());
    }
  }
}
