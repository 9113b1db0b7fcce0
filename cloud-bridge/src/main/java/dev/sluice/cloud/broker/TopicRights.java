package dev.sluice.cloud.broker;

import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.UplinkTopics;
import io.moquette.broker.security.IAuthorizatorPolicy;
import io.moquette.broker.subscriptions.Topic;
import java.util.function.UnaryOperator;

/**
 * Who may use which topic: client {@code edge-<id>} publishes to its up topic and reads its down
 * topic, the bridge does anything, others whatever is not of the link. Never throws: Moquette's
 * session loop would die.
 */
final class TopicRights implements IAuthorizatorPolicy {
  private static final String EDGE_CLIENT = "edge-";
  private static final String LINK = "sluice";

  private final String bridgeUsername;

  TopicRights(String bridgeUsername) {
    this.bridgeUsername = bridgeUsername;
  }

  @Override
  public boolean canWrite(Topic topic, String user, String client) {
    return isBridge(user)
        || (isEdge(client) && isOneOf(topic, UplinkTopics::up, UplinkTopics::forwardUp, client))
        || isForEverybody(topic, client);
  }

  @Override
  public boolean canRead(Topic topic, String user, String client) {
    return isBridge(user)
        || (isEdge(client) && isOneOf(topic, UplinkTopics::down, UplinkTopics::forwardDown, client))
        || isForEverybody(topic, client);
  }

  private static boolean isOneOf(
      Topic topic, UnaryOperator<String> one, UnaryOperator<String> other, String client) {
    String edge = edgeId(client);
    return topic.toString().equals(one.apply(edge)) || topic.toString().equals(other.apply(edge));
  }

  /**
   * Applications meet the messages of edge nodes, but never the link itself: a filter that begins
   * with a wildcard would cover it.
   */
  private static boolean isForEverybody(Topic topic, String client) {
    if (client == null || client.startsWith(EDGE_CLIENT)) {
      return false;
    }
    String name = topic.toString();
    boolean open = name.isEmpty() || name.startsWith("#") || name.startsWith("+");
    return !open && !name.startsWith("$") && !name.equals(LINK) && !name.startsWith(LINK + "/");
  }

  /** The authenticator lets nobody else have this name. */
  private boolean isBridge(String user) {
    return bridgeUsername.equals(user);
  }

  /** An id with a wildcard in it would open the topics of all others. */
  private static boolean isEdge(String client) {
    return client != null && client.startsWith(EDGE_CLIENT) && LinkId.isEdgeId(edgeId(client));
  }

  private static String edgeId(String client) {
    return client.substring(EDGE_CLIENT.length());
  }
}
