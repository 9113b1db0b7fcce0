package dev.sluice.sim.fleet;

import dev.sluice.sim.device.DeviceClient;
import dev.sluice.sim.device.Inbound;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The subscriber that stands apart from the devices and tells each what of its messages came
 * through.
 */
final class DeliveryProbe implements DeviceClient.Listener {
  private final Map<String, SimulatedDevice> byTopic = new HashMap<>();
  private final DeviceClient client;
  private final Reconnector reconnector;
  private String lastTrouble = "no answer";

  DeliveryProbe(
      Function<DeviceClient.Listener, DeviceClient> clients,
      Backoff backoff,
      Reconnector.Timers timers) {
    this.client = clients.apply(this);
    this.reconnector = new Reconnector(client::connect, backoff, timers);
  }

  void watch(String topic, SimulatedDevice device) {
    byTopic.put(topic, device);
  }

  Reconnector connection() {
    return reconnector;
  }

  String lastTrouble() {
    return lastTrouble;
  }

  void begin() {
    reconnector.begin();
  }

  void close() {
    reconnector.stop();
    client.close();
  }

  @Override
  public void connected() {
    reconnector.connected();
  }

  @Override
  public void disconnected(String why) {
    lastTrouble = why;
    byTopic.values().forEach(SimulatedDevice::probeDisconnected);
    reconnector.disconnected();
  }

  @Override
  public void acknowledged(long sequence) {
    throw new IllegalStateException("the checking subscriber publishes nothing");
  }

  @Override
  public void refused(long sequence) {
    throw new IllegalStateException("the checking subscriber publishes nothing");
  }

  /** Other groups may share the filter: their messages are not ours to count. */
  @Override
  public void received(Inbound message) {
    SimulatedDevice device = byTopic.get(message.topic());
    if (device != null) {
      device.delivered(message);
    }
  }
}
