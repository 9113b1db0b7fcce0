package dev.sluice.uplink;

/**
 * Which envelopes of edge nodes one bridge of several is enough for. What says something of a
 * request that any of them may have, or of the node, is for all.
 */
public final class BridgeShare {
  private BridgeShare() {}

  /** Whether whoever hears it has to tell the others. */
  public static boolean isForAll(byte[] envelope) {
    return envelope.length > 1
        && envelope[1] != EnvelopeCodec.PING
        && envelope[1] != EnvelopeCodec.REQUEST;
  }
}
