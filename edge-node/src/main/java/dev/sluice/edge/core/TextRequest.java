package dev.sluice.edge.core;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Payload;
import java.util.Optional;

/** One text request between its message and its terminal answer; owned by the {@link TextDesk}. */
final class TextRequest {
  final long id;
  final TextRoute text;
  final ClientId owner;
  final Reply reply;
  final RequestTerms terms;
  final long arrivalNanos;
  final long deadlineNanos;

  /** The requester's own name for it, from a property or the payload. */
  Optional<String> payloadId;

  /** What was asked with, beside it, by MQTT 5. */
  private final Optional<Payload> correlationData;

  int parts;

  TextRequest(
      long id,
      TextRoute text,
      ClientId owner,
      Reply reply,
      RequestTerms terms,
      Optional<Payload> correlationData,
      long arrivalNanos) {
    this.id = id;
    this.text = text;
    this.owner = owner;
    this.reply = reply;
    this.terms = terms;
    this.correlationData = correlationData;
    this.arrivalNanos = arrivalNanos;
    this.deadlineNanos = arrivalNanos + terms.deadline().orElseThrow().toNanos();
    this.payloadId = terms.id();
  }

  /** Whether that client means this one, when it cancels one of the route. */
  boolean isMeant(TextRoute route, ClientId client, TextHandle handle) {
    return owner.equals(client)
        && text.route().name().equals(route.route().name())
        && (handle.correlationData().isPresent()
            ? handle.correlationData().equals(correlationData)
            : handle.id().isPresent() && handle.id().equals(payloadId));
  }
}
