package dev.sluice.uplink.forward;

import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cloud to edge: what became of a {@link Subscription}. From here on messages are kept for the node
 * whether it is there or not.
 *
 * <p>As bytes: version, kind, edge id, revision, then each refused wish in two bytes.
 *
 * @param revision of the subscription that it answers
 * @param refused wishes that the node may not have, by their place in it
 */
public record Grant(String edgeId, int revision, List<Integer> refused) {
  public Grant {
    refused = List.copyOf(refused);
    if (!LinkId.isEdgeId(edgeId)) {
      throw new IllegalArgumentException("no edge id");
    }
  }

  public byte[] encode() {
    int bytes = 1 + 1 + Subscription.nameBytes(edgeId) + Integer.BYTES;
    ByteBuffer out = ByteBuffer.allocate(bytes + refused.size() * Short.BYTES);
    out.put(Subscription.VERSION).put(ForwardKind.GRANT.wire());
    Subscription.putName(out, edgeId);
    out.putInt(revision);
    refused.forEach(place -> out.putShort(place.shortValue()));
    return out.array();
  }

  /**
   * @throws MalformedEnvelopeException when the bytes are no grant of a version known here
   */
  public static Grant decode(byte[] bytes) throws MalformedEnvelopeException {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      Subscription.requireKind(in, ForwardKind.GRANT);
      String edge = Subscription.name(in);
      int revision = in.getInt();
      List<Integer> refused = new ArrayList<>();
      while (in.hasRemaining()) {
        refused.add(Short.toUnsignedInt(in.getShort()));
      }
      return new Grant(edge, revision, refused);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new MalformedEnvelopeException("no grant");
    }
  }
}
