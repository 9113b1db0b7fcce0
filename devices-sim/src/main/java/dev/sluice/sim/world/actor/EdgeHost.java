package dev.sluice.sim.world.actor;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** The gateway's machine: runs one life of the edge process after the other. */
final class EdgeHost {
  private final LongFunction<EdgeProcess> starter;
  private final List<EdgeProcess> lives = new ArrayList<>();
  private Optional<EdgeProcess> running = Optional.empty();

  /**
   * @param starter makes the process of that life, numbered from 1
   */
  EdgeHost(LongFunction<EdgeProcess> starter) {
    this.starter = starter;
  }

  void start() {
    EdgeProcess process = starter.apply(lives.size() + 1L);
    lives.add(process);
    running = Optional.of(process);
    process.start();
  }

  /** Everything the process held in memory is gone, and what it had promised with it. */
  void crash() {
    running.ifPresent(EdgeProcess::crash);
    running = Optional.empty();
  }

  /** Empty when nobody listens. */
  Optional<DeviceLink> open(Device device) {
    return running.map(process -> process.open(device));
  }

  void arrived(ClientId client, Delivery packet) {
    running.ifPresent(process -> process.arrived(client, packet));
  }

  Optional<EdgeProcess> running() {
    return running;
  }

  List<EdgeProcess> lives() {
    return lives;
  }
}
