package dev.sluice.edge.core;

import dev.sluice.broker.Authorizer;
import dev.sluice.mqtt.ClientId;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;

/**
 * The response topics of the request API, {@code infer/<route>/response/<clientId>}: only their
 * owner may subscribe, and besides the broker only the owner may publish. Everything else is open.
 */
public final class ResponseTopics implements Authorizer {
  private static final String ROOT = "infer/";
  private static final String LEVEL = "/response/";

  /** Where a client without Response Topic is answered. */
  static TopicName of(String route, ClientId client) {
    return TopicName.of(ROOT + route + LEVEL + level(client));
  }

  /**
   * A Client Identifier as one topic level: the four characters that mean something there are
   * escaped.
   */
  private static String level(ClientId client) {
    return client
        .value()
        .replace("%", "%25")
        .replace("/", "%2F")
        .replace("+", "%2B")
        .replace("#", "%23");
  }

  @Override
  public boolean mayPublish(ClientId client, TopicName topic) {
    // One's own is allowed, since an MQTT 5 client may name it as its Response Topic.
    return !isResponse(topic.value()) || isOwn(client, topic.value());
  }

  @Override
  public boolean maySubscribe(ClientId client, TopicFilter filter) {
    // Wildcards above the response level need no rule: answers are delivered to their owner alone.
    return !isResponse(filter.value()) || isOwn(client, filter.value());
  }

  private static boolean isOwn(ClientId client, String responseTopic) {
    return responseTopic.endsWith(LEVEL + level(client));
  }

  private static boolean isResponse(String topic) {
    if (!topic.startsWith(ROOT)) {
      return false;
    }
    int route = topic.indexOf('/', ROOT.length());
    return route > 0 && topic.startsWith(LEVEL, route);
  }
}
