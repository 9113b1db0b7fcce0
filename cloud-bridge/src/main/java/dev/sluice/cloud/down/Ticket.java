package dev.sluice.cloud.down;

import java.nio.charset.StandardCharsets;

/**
 * Names a QoS 2 publication from its PUBLISH to its PUBREL.
 *
 * @param client 64 bits of its publisher's Client Identifier
 */
public record Ticket(long client, int packetId) {
  // FNV-1a.
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  public static Ticket of(String client, int packetId) {
    return new Ticket(hash(client), packetId);
  }

  /** What stands for a Client Identifier. */
  public static long hash(String client) {
    long hash = OFFSET;
    for (byte one : client.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (one & 0xFF)) * PRIME;
    }
    return hash;
  }
}
