package dev.sluice.sim.world.actor;

import dev.sluice.broker.ConnectionId;
import dev.sluice.broker.Effect;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.sim.world.check.ClientPacket;
import java.util.SplittableRandom;

/**
 * One Network Connection between a device and the edge: two ordered streams with delay and jitter,
 * and a socket that takes what its reader takes. Broken, it loses what is under way in both
 * directions, and each side hears of it in its own time, or never.
 */
final class DeviceLink {
  private static final int ANSWER_BYTES = 4;

  /**
   * @param delayNanos one way
   * @param jitterNanos added, between 0 and this
   * @param nanosPerByte at which the device reads
   */
  record Quality(long delayNanos, long jitterNanos, long nanosPerByte) {}

  private final ConnectionId id;
  private final Timeline timeline;
  private final Quality quality;
  private final Device device;
  private final EdgeProcess edge;
  private final SplittableRandom random;
  private long arrivedUpNanos;
  private long arrivedDownNanos;
  private long socketFreeNanos;
  private long cloggedUntilNanos;
  private long unflushed;
  private boolean cut;
  private boolean closedByEdge;
  private boolean leftByDevice;

  DeviceLink(
      ConnectionId id,
      Timeline timeline,
      Quality quality,
      Device device,
      EdgeProcess edge,
      SplittableRandom random) {
    this.id = id;
    this.timeline = timeline;
    this.quality = quality;
    this.device = device;
    this.edge = edge;
    this.random = random;
  }

  ConnectionId id() {
    return id;
  }

  ClientId client() {
    return device.clientId();
  }

  void toEdge(ClientPacket packet) {
    if (!cut) {
      timeline.at(nextUp(), () -> arriveAtEdge(packet));
    }
  }

  private long nextUp() {
    arrivedUpNanos = Math.max(arrivedUpNanos, Math.max(cloggedUntilNanos, delayed()));
    return arrivedUpNanos;
  }

  private long delayed() {
    long jitter = quality.jitterNanos() == 0 ? 0 : random.nextLong(quality.jitterNanos());
    return timeline.nowNanos() + quality.delayNanos() + jitter;
  }

  private void arriveAtEdge(ClientPacket packet) {
    if (!cut) {
      edge.onPacket(this, device.name(), packet);
    }
  }

  /** Takes a packet into the socket; {@link #endOfTurn} follows. */
  void toDevice(Effect.Transmit transmit) {
    if (cut || closedByEdge) {
      return;
    }
    unflushed += transmit.cost();
    long bytes = Math.max(transmit.cost(), ANSWER_BYTES);
    long free = Math.max(Math.max(socketFreeNanos, timeline.nowNanos()), cloggedUntilNanos);
    socketFreeNanos = free + bytes * quality.nanosPerByte();
    arrivedDownNanos =
        Math.max(arrivedDownNanos, delayed() + socketFreeNanos - timeline.nowNanos());
    OutboundPacket packet = transmit.packet();
    timeline.at(arrivedDownNanos, () -> arriveAtDevice(packet));
  }

  /** Everything of one turn leaves as one write, and its credit returns when that has left. */
  void endOfTurn() {
    if (unflushed > 0) {
      long bytes = unflushed;
      unflushed = 0;
      timeline.at(socketFreeNanos, () -> flushed(bytes));
    }
  }

  private void flushed(long bytes) {
    if (!cut && !closedByEdge) {
      edge.onFlushed(this, bytes);
    }
  }

  private void arriveAtDevice(OutboundPacket packet) {
    if (!cut && !leftByDevice) {
      device.receive(this, packet);
    }
  }

  /** The edge closes; what it sent before still arrives. */
  void closeByEdge() {
    closedByEdge = true;
    arrivedDownNanos = Math.max(arrivedDownNanos, delayed());
    timeline.at(arrivedDownNanos, () -> device.onLost(this));
  }

  /** The device closes after what it has sent. */
  void closeByDevice() {
    leftByDevice = true;
    timeline.at(nextUp(), () -> tellEdge());
  }

  /** The device goes without a word, and the broker is not told either. */
  void forsake() {
    leftByDevice = true;
    cut = true;
  }

  private void tellEdge() {
    if (!closedByEdge) {
      edge.onPacket(this, device.name(), new ClientPacket.Gone());
    }
  }

  /**
   * Loses everything under way.
   *
   * @param deviceHearsNanos from now
   * @param edgeHearsNanos from now; {@link Long#MAX_VALUE} for never
   */
  void breakDown(long deviceHearsNanos, long edgeHearsNanos) {
    cut = true;
    timeline.after(deviceHearsNanos, () -> device.onLost(this));
    if (edgeHearsNanos != Long.MAX_VALUE) {
      timeline.after(edgeHearsNanos, this::tellEdge);
    }
  }

  void clog(long lengthNanos) {
    cloggedUntilNanos = timeline.nowNanos() + lengthNanos;
  }
}
