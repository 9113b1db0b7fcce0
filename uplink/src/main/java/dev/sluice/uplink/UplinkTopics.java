package dev.sluice.uplink;

/** The MQTT topics of the edge-cloud link; each carries one envelope per message. */
public final class UplinkTopics {
  /** What every bridge subscribes to. */
  public static final String UP_FILTER = "sluice/v1/up/+";

  /** What every bridge subscribes to beside it: batches of lanes up, and progress of lanes down. */
  public static final String FORWARD_UP_FILTER = "sluice/v1/forward/up/+";

  private UplinkTopics() {}

  /** Edge to cloud. */
  public static String up(String edgeId) {
    return "sluice/v1/up/" + edgeId;
  }

  /** Cloud to edge; the edge node holds a persistent session on it. */
  public static String down(String edgeId) {
    return "sluice/v1/down/" + edgeId;
  }

  /** Edge to cloud, forwarding plane. */
  public static String forwardUp(String edgeId) {
    return "sluice/v1/forward/up/" + edgeId;
  }

  /** Cloud to edge, forwarding plane. */
  public static String forwardDown(String edgeId) {
    return "sluice/v1/forward/down/" + edgeId;
  }
}
