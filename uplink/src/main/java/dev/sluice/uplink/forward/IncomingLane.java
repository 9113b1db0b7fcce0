package dev.sluice.uplink.forward;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;

/** How far one life of a lane is, seen by its receiver. */
final class IncomingLane {
  record Key(LinkId link, LaneName lane) {}

  final Key key;
  long received;
  long committed;
  long uncommittedBytes;

  /** Its last batch could not be kept, and the sender waits. */
  boolean refused;

  /** It sent what is no batch: nothing more of it is taken. */
  boolean closed;

  IncomingLane(Key key, long committed) {
    this.key = key;
    this.received = committed;
    this.committed = committed;
  }
}
