package dev.sluice.sim.forward;

import dev.sluice.sim.device.ClientKind;
import dev.sluice.sim.device.ClientSettings;
import dev.sluice.sim.device.DeviceClient;
import dev.sluice.sim.device.DeviceClients;
import dev.sluice.sim.device.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Publishes its topic's numbers, 1, 2, 3 ..., and comes back whenever it can. Lives on the loop.
 */
final class NumberedDevice implements DeviceClient.Listener {
  private static final int BURST = 4;
  private static final int IN_FLIGHT_MAX = 40;

  private final String topic;
  private final int qos;
  private final DeviceClient client;
  private final NavigableSet<Long> acknowledged = new ConcurrentSkipListSet<>();
  private volatile long published;
  private volatile boolean connected;
  private boolean connecting;

  NumberedDevice(DeviceClients clients, int port, String topic, int qos) {
    this.topic = topic;
    this.qos = qos;
    ClientSettings settings =
        new ClientSettings(
            "127.0.0.1",
            port,
            "device-" + topic.replace('/', '-'),
            topic,
            qos,
            List.of(),
            OptionalLong.empty(),
            Optional.empty());
    this.client = clients.create(ClientKind.PAHO_V3, settings, this);
  }

  String topic() {
    return topic;
  }

  boolean isOnceOnly() {
    return qos == 2;
  }

  void tick() {
    if (!connected && !connecting) {
      connecting = true;
      client.connect();
    }
  }

  /** Some numbers more, unless enough are on their way. */
  void publish() {
    for (int i = 0; connected && i < BURST; i++) {
      boolean room = published - acknowledged.size() < IN_FLIGHT_MAX;
      long next = published + 1;
      byte[] number = Long.toString(next).getBytes(StandardCharsets.UTF_8);
      if (!room || !client.publish(next, number)) {
        return;
      }
      published = next;
    }
  }

  @Override
  public void connected() {
    connected = true;
    connecting = false;
  }

  @Override
  public void disconnected(String why) {
    connected = false;
    connecting = false;
  }

  @Override
  public void acknowledged(long sequence) {
    acknowledged.add(sequence);
  }

  @Override
  public void refused(long sequence) {
    throw new IllegalStateException(topic + " " + sequence + " was refused");
  }

  @Override
  public void received(Inbound message) {
    throw new IllegalStateException("nothing was subscribed");
  }

  /** Any thread. */
  boolean isConnected() {
    return connected;
  }

  /** Any thread. */
  boolean isIdle() {
    return published == acknowledged.size();
  }

  /** Any thread. */
  long published() {
    return published;
  }

  void close() {
    client.close();
  }
}
