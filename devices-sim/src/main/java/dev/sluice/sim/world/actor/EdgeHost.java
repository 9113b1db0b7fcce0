package dev.sluice.sim.world.actor;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** The gateway's machine: runs one life of the edge process after the other. */
final class EdgeHost {
  private static final long RETRY_NANOS = 1_000_000_000;

  private final Timeline timeline;
  private final LongFunction<Optional<EdgeProcess>> starter;
  private final List<EdgeProcess> lives = new ArrayList<>();
  private Optional<EdgeProcess> running = Optional.empty();

  /**
   * @param starter makes the process of that life, numbered from 1; empty when it cannot start now
   */
  EdgeHost(Timeline timeline, LongFunction<Optional<EdgeProcess>> starter) {
    this.timeline = timeline;
    this.starter = starter;
  }

  void start() {
    running = starter.apply(lives.size() + 1L);
    if (running.isEmpty()) {
      timeline.after(RETRY_NANOS, this::start);
      return;
    }
    lives.add(running.get());
    running.get().start();
  }

  /** Everything the process held in memory is gone. */
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
