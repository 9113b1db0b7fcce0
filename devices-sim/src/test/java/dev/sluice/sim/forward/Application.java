package dev.sluice.sim.forward;

import dev.sluice.sim.device.ClientKind;
import dev.sluice.sim.device.ClientSettings;
import dev.sluice.sim.device.DeviceClient;
import dev.sluice.sim.device.DeviceClients;
import dev.sluice.sim.device.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What reads on one side what comes from the other. Lives on the loop. */
final class Application implements DeviceClient.Listener {
  private final DeviceClient client;
  private final Map<String, List<Long>> arrived = new TreeMap<>();
  private boolean connected;
  private boolean connecting;

  Application(DeviceClients clients, int port, String filter) {
    this(clients, port, filter, 1);
  }

  /**
   * @param qos of its subscription, at least 1
   */
  Application(DeviceClients clients, int port, String filter, int qos) {
    ClientSettings settings =
        new ClientSettings(
            "127.0.0.1",
            port,
            "application",
            "none",
            qos,
            List.of(filter),
            OptionalLong.empty(),
            Optional.empty());
    this.client = clients.create(ClientKind.PAHO_V3, settings, this);
  }

  void tick() {
    if (!connected && !connecting) {
      connecting = true;
      client.connect();
    }
  }

  @Override
  public synchronized void connected() {
    connected = true;
    connecting = false;
  }

  @Override
  public synchronized void disconnected(String why) {
    connected = false;
    connecting = false;
  }

  /** Any thread. */
  synchronized boolean isConnected() {
    return connected;
  }

  @Override
  public void acknowledged(long sequence) {
    throw new IllegalStateException("it publishes nothing");
  }

  @Override
  public void refused(long sequence) {
    throw new IllegalStateException("it publishes nothing");
  }

  @Override
  public synchronized void received(Inbound message) {
    long number = Long.parseLong(new String(message.payload(), StandardCharsets.UTF_8));
    arrived.computeIfAbsent(message.topic(), none -> new ArrayList<>()).add(number);
  }

  /** The numbers of a topic, as they came; any thread. */
  synchronized List<Long> arrived(String topic) {
    return List.copyOf(arrived.getOrDefault(topic, List.of()));
  }

  /** Messages in all; any thread. */
  synchronized long count() {
    return arrived.values().stream().mapToLong(List::size).sum();
  }

  void close() {
    client.close();
  }
}
