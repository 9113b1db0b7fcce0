package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.connect5;
import static dev.sluice.edge.mqtt.RawClient.frame;
import static dev.sluice.edge.mqtt.RawClient.hex;
import static dev.sluice.edge.mqtt.RawClient.publish311;
import static dev.sluice.edge.mqtt.RawClient.string;
import static dev.sluice.edge.mqtt.RawClient.subscribe311;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.mqtt.ProtocolVersion;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * More than 500 inputs that mean harm, in groups, against one live listener: after each group a
 * client that has done nothing wrong is served, and at the end nothing is left of any of it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileInputIT {
  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(1_500);
  private static final Duration PACKET_TIMEOUT = Duration.ofMillis(700);
  private static final int INPUTS_MIN = 500;
  private static final long HEAP_GROWTH_MAX = 8 << 20;

  private static RunningBroker broker;
  private static int inputs;
  private static long heapBefore;
  private static long pooledBefore;

  @BeforeAll
  static void start() throws Exception {
    broker =
        RunningBroker.start(
            RunningBroker.settings(0, CONNECT_TIMEOUT, PACKET_TIMEOUT), BrokerLimits.DEFAULT);
    // Classes and pools that any input needs are not what is looked for.
    for (int i = 0; i < 20; i++) {
      aGoodClientIsServed();
    }
    heapBefore = heapInUse();
    pooledBefore = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @AfterEach
  void nobodyElseNotices() throws Exception {
    aGoodClientIsServed();
    await().until(() -> broker.listenerStats().connectionsOpen() == 0);
    assertThat(broker.listenerStats().faults()).isZero();
    assertThat(broker.brokerStats().faults()).isZero();
    assertThat(broker.brokerStats().sessions()).as("sessions left").isZero();
  }

  private static void aGoodClientIsServed() throws IOException {
    try (RawClient good = new RawClient(broker.port())) {
      good.send(connect311("good"), subscribe311(1, "good/+", 0), publish311("good/t", "hello"));
      assertThat(good.read()).isEqualTo("20020000");
      assertThat(good.read()).isEqualTo("9003000100");
      assertThat(good.read()).startsWith("30").endsWith("68656c6c6f");
    }
    await().until(() -> broker.brokerStats().sessions() == 0);
  }

  private static RawClient client(ProtocolVersion version) throws IOException {
    RawClient client = new RawClient(broker.port());
    client.send(version == ProtocolVersion.MQTT_5 ? connect5("bad") : connect311("bad"));
    assertThat(client.read()).startsWith("20");
    return client;
  }

  /** Sends it and reads until the server closes, which it must. */
  private static void mustClose(RawClient client, byte[] input, Object what) throws IOException {
    inputs++;
    trySend(client, input);
    assertThat(isClosedInTheEnd(client)).as("closes on %s", what).isTrue();
  }

  /** The server may close while a large input is still being sent. */
  private static void trySend(RawClient client, byte[] input) throws IOException {
    try {
      client.send(input);
    } catch (SocketException closedMeanwhile) {
      // Reading tells.
    }
  }

  private static boolean isClosedInTheEnd(RawClient client) throws IOException {
    try {
      while (!client.isClosedByServer()) {
        // An answer that came before.
      }
      return true;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Whether it is closed or not: the client goes, and the broker must have survived it. */
  private static void sendAndLeave(RawClient client, byte[] input) throws IOException {
    inputs++;
    trySend(client, input);
    try {
      client.socket().shutdownOutput();
    } catch (SocketException closedMeanwhile) {
      return;
    }
    assertThat(isClosedInTheEnd(client)).isTrue();
  }

  private static List<NamedPacket> packets() {
    return NamedPacket.all();
  }

  @Test
  @Order(1)
  void everyMalformedPacketOfTheTable() throws Exception {
    for (NamedPacket packet : packets()) {
      if (packet.fault().isPresent()) {
        try (RawClient bad = begun(packet)) {
          mustClose(bad, packet.bytes(), packet);
        }
      }
    }
  }

  private static RawClient begun(NamedPacket packet) throws IOException {
    return packet.isSentFirst() ? new RawClient(broker.port()) : client(packet.version());
  }

  @Test
  @Order(2)
  void truncatedPackets() throws Exception {
    List<NamedPacket> whole =
        packets().stream().filter(packet -> packet.fault().isEmpty()).toList();
    for (NamedPacket packet : whole) {
      int step = Math.max(1, packet.bytes().length / 8);
      for (int length = 1; length < packet.bytes().length; length += step) {
        try (RawClient bad = begun(packet)) {
          sendAndLeave(bad, Arrays.copyOf(packet.bytes(), length));
        }
      }
    }
  }

  @Test
  @Order(3)
  void fieldsThatRunBeyondTheirPacket() throws Exception {
    for (NamedPacket packet : packets()) {
      // The length says less than there is: the last field is cut off in the middle.
      if (packet.fault().isEmpty() && packet.bytes().length > 6 && packet.bytes()[0] >> 4 != 3) {
        byte[] shorter = packet.bytes().clone();
        shorter[1] = (byte) (shorter[1] - 1);
        try (RawClient bad = begun(packet)) {
          sendAndLeave(bad, shorter);
        }
      }
    }
  }

  @Test
  @Order(4)
  void topicsOfTenThousandLevels() throws Exception {
    String deep = "a/".repeat(10_000) + "a";
    String wild = "+/".repeat(10_000) + "#";
    for (ProtocolVersion version : ProtocolVersion.values()) {
      try (RawClient bad = client(version)) {
        byte[] properties = version == ProtocolVersion.MQTT_5 ? new byte[1] : new byte[0];
        bad.send(frame(0x32, join(string(deep), hex("0001"), properties)));
        assertThat(bad.read()).startsWith("40");
        for (String filter : List.of(deep, wild, "$share/g/" + wild)) {
          bad.send(frame(0x82, join(hex("0002"), properties, string(filter), hex("00"))));
          assertThat(bad.read()).startsWith("90").matches(".*8[0f]");
          inputs++;
        }
        inputs++;
      }
    }
    try (RawClient bad = new RawClient(broker.port())) {
      byte[] will = join(string("MQTT"), hex("0406003c"), string("c"), string(deep), string(""));
      mustClose(bad, frame(0x10, will), "Will topic of 10,000 levels");
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Stream.of(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Properties with their length in front, in a packet. */
  private static byte[] publish5(byte[] properties) {
    byte[] length = Arrays.copyOfRange(frame(0, properties), 1, frame(0, properties).length);
    return frame(0x32, join(string("t"), hex("0001"), length));
  }

  @Test
  @Order(5)
  void sixtyFourThousandProperties() throws Exception {
    byte[] userProperties = hex("2600016b000176".repeat(64_000));
    try (RawClient bad = client(ProtocolVersion.MQTT_5)) {
      bad.send(publish5(userProperties));
      assertThat(bad.read()).startsWith("40");
      inputs++;
    }
    for (String property : List.of("0101", "0200000001", "230001", "0b01", "030000", "090000")) {
      try (RawClient bad = client(ProtocolVersion.MQTT_5)) {
        mustClose(bad, publish5(hex(property.repeat(64_000))), "64,000 times " + property);
      }
    }
  }

  @Test
  @Order(6)
  void lengthsThatPromiseTooMuch() throws Exception {
    for (String head :
        List.of("30ffffff7f", "82ffffff7f", "a2ffffff7f", "3080808001", "62ffffff7f")) {
      for (ProtocolVersion version : ProtocolVersion.values()) {
        try (RawClient bad = client(version)) {
          mustClose(bad, hex(head), head);
        }
      }
    }
    try (RawClient bad = new RawClient(broker.port())) {
      mustClose(bad, hex("10ffffff7f"), "CONNECT of 256 MB");
    }
    try (RawClient bad = client(ProtocolVersion.MQTT_5)) {
      mustClose(bad, frame(0x30, new byte[2 << 20]), "2 MB where 1 MB is allowed");
    }
  }

  @Test
  @Order(7)
  void illFormedTextInEveryField() throws Exception {
    for (String text : List.of("ff", "c080", "c1bf", "eda080", "f4908080", "e28228", "00", "c3")) {
      String field = String.format("%04x", text.length() / 2) + text;
      for (byte[] packet :
          List.of(
              frame(0x30, hex(field + "0078")),
              frame(0x82, hex("000100" + field + "00")),
              frame(0xa2, hex("000100" + field)),
              publish5(hex("03" + field)),
              publish5(hex("08" + field)),
              publish5(hex("26" + field + "000176")),
              publish5(hex("2600016b" + field)))) {
        try (RawClient bad = client(ProtocolVersion.MQTT_5)) {
          mustClose(bad, packet, text);
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  @Order(8)
  void packetsThatWereMutated(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<NamedPacket> packets = packets();
    for (int i = 0; i < 60; i++) {
      NamedPacket packet = packets.get(random.nextInt(packets.size()));
      byte[] mutated = packet.bytes().clone();
      for (int k = 1 + random.nextInt(3); k > 0; k--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      try (RawClient bad = begun(packet)) {
        sendAndLeave(bad, mutated);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12})
  @Order(9)
  void bytesOfChance(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 40; i++) {
      byte[] bytes = new byte[1 + random.nextInt(400)];
      random.nextBytes(bytes);
      ProtocolVersion[] versions = ProtocolVersion.values();
      try (RawClient bad =
          random.nextBoolean()
              ? client(versions[random.nextInt(2)])
              : new RawClient(broker.port())) {
        sendAndLeave(bad, bytes);
      }
    }
  }

  @Test
  @Order(10)
  void connectionsThatSayNothingOrTooLittle() throws Exception {
    List<RawClient> slow = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      RawClient client = new RawClient(broker.port());
      client.send(hex("10").clone());
      slow.add(client);
      slow.add(new RawClient(broker.port()));
    }
    for (int i = 0; i < 20; i++) {
      RawClient client = new RawClient(broker.port());
      client.send(connect311("slow-" + i), hex("30"), hex("7f00"));
      assertThat(client.read()).startsWith("20");
      slow.add(client);
    }
    aGoodClientIsServedAmong(20);
    for (RawClient client : slow) {
      inputs++;
      assertThat(isClosedInTheEnd(client)).isTrue();
      client.close();
    }
    assertThat(broker.listenerStats().connectTimeouts()).isGreaterThanOrEqualTo(80);
    assertThat(broker.listenerStats().packetTimeouts()).isEqualTo(20);
  }

  private static void aGoodClientIsServedAmong(int others) throws IOException {
    try (RawClient good = new RawClient(broker.port())) {
      good.send(connect311("good"), RawClient.PINGREQ);
      assertThat(good.read()).isEqualTo("20020000");
      assertThat(good.read()).isEqualTo("d000");
    }
    await().until(() -> broker.brokerStats().sessions() <= others);
  }

  @Test
  @Order(11)
  void nothingIsLeftOfIt() {
    assertThat(inputs).isGreaterThanOrEqualTo(INPUTS_MIN);
    await().untilAsserted(() -> assertThat(heapInUse() - heapBefore).isLessThan(HEAP_GROWTH_MAX));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - pooledBefore)
                    .as("pooled buffers")
                    .isLessThanOrEqualTo(HEAP_GROWTH_MAX));
    System.out.printf(
        "hostile inputs: %d; heap %+d KB%n", inputs, (heapInUse() - heapBefore) / 1024);
  }

  private static long heapInUse() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
