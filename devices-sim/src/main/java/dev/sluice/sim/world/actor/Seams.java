package dev.sluice.sim.world.actor;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.ConnectionId;
import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.SourceMark;
import dev.sluice.cloud.core.Job;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.sim.world.check.ClientPacket;
import dev.sluice.sim.world.disk.CloudDisk;
import dev.sluice.sim.world.disk.Disk;
import dev.sluice.sim.world.disk.DownDisk;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import java.util.List;
import java.util.Optional;

/**
 * Where a bug can be planted around the production cores: between what the checks expect and what
 * the cores are given, and between what they ask and what is done. As it is, it changes nothing.
 */
public class Seams {
  /** What the broker is built with; the checks hold it to the limits of the world. */
  public BrokerLimits limits(BrokerLimits limits) {
    return limits;
  }

  /** What the core is given of a client's packet; empty to swallow it. */
  public Optional<ClientPacket> toCore(ConnectionId id, ClientPacket packet) {
    return Optional.of(packet);
  }

  /** What the reader of a held client gives on of a packet that has waited. */
  public Optional<ClientPacket> fromWaiting(ClientPacket packet) {
    return Optional.of(packet);
  }

  /** A broker turn's effect, at the moment it is emitted. */
  public void emitted(Effect effect) {}

  /** The effects of a turn, before they are checked and performed; may be changed. */
  public void effects(List<Effect> network, List<EdgeEffect> work) {}

  /** What reaches the socket of an effect that was checked; none to swallow it. */
  public List<Effect.Transmit> toSocket(Effect.Transmit transmit) {
    return List.of(transmit);
  }

  /** The time that the edge's timers are told. */
  public long timerNanos(long nowNanos) {
    return nowNanos;
  }

  /** Whether the edge's timer is forgotten this time. */
  public boolean forgetsTimer() {
    return false;
  }

  /** Whether the client forgets which QoS 2 deliveries it has had, when its connection ends. */
  public boolean deviceForgets() {
    return false;
  }

  /** Whether the cloud loses its memory before it takes a message. */
  public boolean cloudForgets() {
    return false;
  }

  /** Whether the result of a job in the cloud is lost between worker and core. */
  public boolean losesResult(Job job) {
    return false;
  }

  /** What the journal is given of a record. */
  public Effect.Append toJournal(Effect.Append append) {
    return append;
  }

  /** What the core is given of what the journal has brought back. */
  public Fetched fromJournal(Fetched fetched) {
    return fetched;
  }

  /** Whether the core is told that a record is safe as soon as it is appended. */
  public boolean confirmsAtOnce() {
    return false;
  }

  /** What is done to the disk before the process starts. */
  public void beforeStart(Disk disk) {}

  /** What of the journal's state the core is given back; may be changed. */
  public void restoring(DurableState state) {}

  /** What becomes of an envelope of the forwarding plane on its way to the hop. */
  public byte[] toHop(byte[] bytes) {
    return bytes;
  }

  /** What reaches the edge of a batch that came down to the hop. */
  public byte[] fromHop(byte[] bytes) {
    return bytes;
  }

  /** How far lanes from the cloud were taken, as the edge is told at its start. */
  public List<SourceMark> marks(List<SourceMark> marks) {
    return marks;
  }

  /** What is done to the disk of the commands before the cloud's process ends. */
  public void beforeCloudCrash(DownDisk disk) {}

  /** What the cloud's store is given of a batch. */
  public Batch toStore(Batch batch) {
    return batch;
  }

  /** What is done to the cloud's disk before its process starts. */
  public void beforeCloudStart(CloudDisk disk) {}

  /** Whether devices are kept from publishing at all. */
  public boolean mutesDevices() {
    return false;
  }
}
