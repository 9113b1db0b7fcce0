package dev.sluice.edge.core;

import dev.sluice.broker.Authorizer;
import dev.sluice.broker.Identity;
import dev.sluice.broker.Rights;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.Optional;

/**
 * The response topics of the request API, {@code infer/<route>/response/<clientId>}: only their
 * owner may subscribe, and besides the broker only the owner may publish. What else is allowed is
 * said by the authorizer behind this one.
 */
public final class ResponseTopics implements Authorizer {
  private static final String ROOT = "infer/";
  private static final String LEVEL = "/response/";

  private final Authorizer others;

  public ResponseTopics(Authorizer others) {
    this.others = others;
  }

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
  public Optional<ReasonCode> refusal(ClientId client, Identity identity) {
    return others.refusal(client, identity);
  }

  @Override
  public Rights rightsOf(ClientId client, Identity identity) {
    return new Owned(LEVEL + level(client), others.rightsOf(client, identity));
  }

  /**
   * @param end of the response topics that are the client's own
   */
  private record Owned(String end, Rights others) implements Rights {
    @Override
    public boolean mayPublish(TopicName topic) {
      // One's own is allowed, since an MQTT 5 client may name it as its Response Topic.
      return isOpen(topic.value()) && others.mayPublish(topic);
    }

    @Override
    public Optional<ReasonCode> refusal(TopicFilter filter) {
      // Wildcards above the response level need no rule: answers are delivered to their owner
      // alone.
      return isOpen(filter.value())
          ? others.refusal(filter)
          : Optional.of(ReasonCode.NOT_AUTHORIZED);
    }

    private boolean isOpen(String topic) {
      return !isResponse(topic) || topic.endsWith(end);
    }
  }

  private static boolean isResponse(String topic) {
    if (!topic.startsWith(ROOT)) {
      return false;
    }
    int route = topic.indexOf('/', ROOT.length());
    return route > 0 && topic.startsWith(LEVEL, route);
  }
}
