package dev.sluice.sim.world.check;

import dev.sluice.mqtt.Qos;

/**
 * One delivery that the broker owes to one session, from acceptance to its last acknowledgement.
 */
final class Owed {
  final Accepted accepted;
  final Qos qos;
  final boolean retained;

  /** Accepted when the queue could have been full. */
  boolean mayBeDropped;

  /** Number of the last connection that carried it. */
  long sentOn;

  boolean released;
  boolean arrived;

  Owed(Accepted accepted, Qos qos, boolean retained, boolean mayBeDropped) {
    this.accepted = accepted;
    this.qos = qos;
    this.retained = retained;
    this.mayBeDropped = mayBeDropped;
  }

  boolean is(long key, boolean asRetained) {
    return accepted.key() == key && retained == asRetained;
  }

  boolean isLike(Owed other) {
    return is(other.accepted.key(), other.retained) && qos == other.qos;
  }

  /** Whether there is a named reason not to deliver it. */
  boolean isExcused(int packetBytesMax, long nowNanos) {
    return mayBeDropped || accepted.isExpired(nowNanos) || accepted.packetBytes() > packetBytesMax;
  }

  @Override
  public String toString() {
    return (retained ? "retained " : "")
        + "message "
        + accepted.key()
        + " on "
        + accepted.topic()
        + " at QoS "
        + qos.level();
  }
}
