package dev.sluice.uplink;

import java.util.regex.Pattern;

/**
 * One life of one edge node.
 *
 * @param edgeId 1 to 64 characters of {@code A-Za-z0-9_.-}, but not {@code .} or {@code ..}: it
 *     stands in topic names and is the name of a folder
 * @param epoch random at each start without durable state, so that a restarted node is no duplicate
 *     of itself
 */
public record LinkId(String edgeId, long epoch) {
  private static final Pattern EDGE_ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  public LinkId {
    if (!isEdgeId(edgeId)) {
      throw new IllegalArgumentException(
          "an edge id has 1 to 64 characters of A-Z a-z 0-9 _ . - : '" + edgeId + "'");
    }
  }

  /** Whether this text may stand in topic names, and be the name of a folder. */
  public static boolean isEdgeId(String text) {
    return EDGE_ID.matcher(text).matches() && !text.equals(".") && !text.equals("..");
  }
}
