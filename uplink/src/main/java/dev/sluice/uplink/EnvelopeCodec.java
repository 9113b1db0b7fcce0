package dev.sluice.uplink;

/** Envelopes as bytes: a version byte, a kind byte, then fields in network order. */
public final class EnvelopeCodec {
  private EnvelopeCodec() {}

  public static byte[] encode(Envelope envelope) {
    throw new UnsupportedOperationException("contract only");
  }

  /**
   * @throws MalformedEnvelopeException when the bytes are no envelope of a version known here
   */
  public static Envelope decode(byte[] bytes) throws MalformedEnvelopeException {
    throw new UnsupportedOperationException("contract only");
  }

  /** Bytes that {@link #encode} will make of a request, without making them. */
  public static int requestBytes(LinkId link, String model, int features) {
    throw new UnsupportedOperationException("contract only");
  }
}
