package dev.sluice.cloud.broker;

import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.UplinkTopics;
import io.moquette.broker.security.IAuthorizatorPolicy;
import io.moquette.broker.subscriptions.Topic;

/**
 * Who may use which topic: client {@code edge-<id>} publishes to its up topic and reads its down
 * topic, the bridge does anything, others nothing. Never throws: Moquette's session loop would die.
 */
final class TopicRights implements IAuthorizatorPolicy {
  private static final String EDGE_CLIENT = "edge-";

  private final String bridgeUsername;

  TopicRights(String bridgeUsername) {
    this.bridgeUsername = bridgeUsername;
  }

  @Override
  public boolean canWrite(Topic topic, String user, String client) {
    return isBridge(user)
        || (isEdge(client) && UplinkTopics.up(edgeId(client)).equals(topic.toString()));
  }

  @Override
  public boolean canRead(Topic topic, String user, String client) {
    return isBridge(user)
        || (isEdge(client) && UplinkTopics.down(edgeId(client)).equals(topic.toString()));
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
