package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.frame;
import static dev.sluice.edge.mqtt.RawClient.hex;
import static dev.sluice.edge.mqtt.RawClient.string;

import dev.sluice.mqtt.ProtocolVersion;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A conversation of one client by chance: CONNECT, then packets in any order, each well formed by
 * itself. There are few topics and Packet Identifiers, so that they meet.
 *
 * @param bytes all of it
 * @param pings how many PINGREQ there are
 * @param end what becomes of the connection
 */
record PacketSequence(ProtocolVersion version, byte[] bytes, int pings, End end) {
  private static final int PACKETS_MAX = 30;
  private static final int IDS = 5;
  private static final int SHARE_OF_ENDINGS = 3;
  private static final List<String> TOPICS = List.of("a", "a/b", "a/b/c", "/", "b");
  private static final List<String> FILTERS =
      List.of("a", "a/#", "+/b", "#", "+", "$share/g/a", "$share/g/#", "b");

  /** What has to become of the connection. */
  enum End {
    /** It goes on, and answers PINGREQ. */
    NONE,
    /** The broker ends it, and does not hear the publication behind what ended it. */
    BY_BROKER,
    /** Either: acknowledgements by chance may be of another kind than what is in flight. */
    ANY
  }

  /** Where a publication goes that must not be heard. */
  static final String UNHEARD = "unheard";

  static PacketSequence of(SplittableRandom random) {
    return of(random, random.nextInt(SHARE_OF_ENDINGS) == 0);
  }

  /** One that goes on. */
  static PacketSequence endless(SplittableRandom random) {
    return of(random, false);
  }

  private static PacketSequence of(SplittableRandom random, boolean ends) {
    ProtocolVersion version =
        random.nextBoolean() ? ProtocolVersion.MQTT_5 : ProtocolVersion.MQTT_3_1_1;
    Writer out = new Writer(random, version);
    out.connect();
    for (int i = random.nextInt(PACKETS_MAX); i > 0; i--) {
      out.any();
    }
    if (ends) {
      out.ending();
      out.publish(UNHEARD, 0);
      out.any();
    }
    return new PacketSequence(
        version,
        out.bytes.toByteArray(),
        out.pings,
        ends ? End.BY_BROKER : out.mayBeOutOfOrder() ? End.ANY : End.NONE);
  }

  /** The same with bytes changed, left out, repeated: anything may come of it. */
  byte[] damaged(SplittableRandom random) {
    byte[] damaged = bytes.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int from = random.nextInt(damaged.length);
      int length = 1 + random.nextInt(Math.min(20, damaged.length - from));
      int to = random.nextInt(damaged.length - length + 1);
      if (random.nextBoolean()) {
        System.arraycopy(damaged, from, damaged, to, length);
      } else {
        damaged[from] = (byte) random.nextInt(256);
      }
    }
    return damaged;
  }

  /** Puts packets one behind the other. */
  private static final class Writer {
    private final SplittableRandom random;
    private final ProtocolVersion version;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pings;
    private boolean acknowledged;
    private boolean subscribed;

    Writer(SplittableRandom random, ProtocolVersion version) {
      this.random = random;
      this.version = version;
    }

    private boolean isMqtt5() {
      return version == ProtocolVersion.MQTT_5;
    }

    void connect() {
      String clientId = "fuzz-" + random.nextInt(3);
      bytes.writeBytes(isMqtt5() ? RawClient.connect5(clientId) : RawClient.connect311(clientId));
    }

    void any() {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> publish(one(TOPICS), random.nextInt(3));
        case 3 -> acknowledge(0x40);
        case 4 -> acknowledge(0x50);
        case 5 -> packet(0x62, id());
        case 6 -> acknowledge(0x70);
        case 7 -> subscribe(random.nextInt(3));
        case 8 -> packet(0xa2, id(), none(), string(one(FILTERS)));
        default -> {
          pings++;
          bytes.writeBytes(RawClient.PINGREQ);
        }
      }
    }

    /** Whether something may be in flight to it when it acknowledges. */
    boolean mayBeOutOfOrder() {
      return subscribed && acknowledged;
    }

    private void acknowledge(int header) {
      acknowledged = true;
      packet(header, id());
    }

    private void subscribe(int qos) {
      subscribed |= qos > 0;
      packet(0x82, id(), none(), string(one(FILTERS)), hex("0" + qos));
    }

    void publish(String topic, int qos) {
      int retain = random.nextInt(4) == 0 ? 1 : 0;
      byte[] payload = new byte[random.nextInt(50)];
      byte[] packetId = qos == 0 ? new byte[0] : id();
      packet(0x30 | qos << 1 | retain, string(topic), packetId, none(), payload);
    }

    /** A second CONNECT, a DISCONNECT, or a malformed packet of the table. */
    void ending() {
      switch (random.nextInt(4)) {
        case 0 -> connect();
        case 1 -> bytes.writeBytes(RawClient.DISCONNECT);
        default -> {
          List<NamedPacket> bad =
              NamedPacket.all().stream()
                  .filter(packet -> packet.version() == version && !packet.isSentFirst())
                  .filter(packet -> packet.fault().isPresent())
                  .toList();
          bytes.writeBytes(one(bad).bytes());
        }
      }
    }

    private byte[] id() {
      return new byte[] {0, (byte) (1 + random.nextInt(IDS))};
    }

    /** No properties, where there could be some. */
    private byte[] none() {
      return isMqtt5() ? new byte[1] : new byte[0];
    }

    private <T> T one(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }

    private void packet(int header, byte[]... parts) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      List.of(parts).forEach(body::writeBytes);
      bytes.writeBytes(frame(header, body.toByteArray()));
    }
  }
}
