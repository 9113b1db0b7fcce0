package dev.sluice.sim.world.actor;

import dev.sluice.broker.ConnectionId;
import dev.sluice.sim.world.check.ClientPacket;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of the edge's sockets that a held client meets, as the reader of its frames does it: its
 * publications wait, what is no publication does not, and when too much waits it is not read.
 */
final class HeldClients {
  private static final int WAITING_MAX = 3;

  /** Of one connection. */
  private static final class Held {
    private final ArrayDeque<ClientPacket> waiting = new ArrayDeque<>();
    private boolean holding = true;
    private boolean unread;
  }

  private final Timeline timeline;
  private final EdgeProcess edge;
  private final Seams seams;
  private final Map<ConnectionId, Held> clients = new HashMap<>();

  HeldClients(Timeline timeline, EdgeProcess edge, Seams seams) {
    this.timeline = timeline;
    this.edge = edge;
    this.seams = seams;
  }

  void hold(ConnectionId id) {
    clients.computeIfAbsent(id, absent -> new Held()).holding = true;
  }

  /** Turns are not nested: what has waited is taken in turns of its own. */
  void release(ConnectionId id) {
    timeline.after(0, () -> letOn(id));
  }

  /** The connection is gone, and what waited with it. */
  void forget(ConnectionId id) {
    clients.remove(id);
  }

  /** Whether the packet waits; the others are for the core. */
  boolean keeps(ConnectionId id, ClientPacket packet) {
    Held held = clients.get(id);
    if (held == null || packet instanceof ClientPacket.Flushed) {
      return false;
    }
    if (packet instanceof ClientPacket.Gone) {
      forget(id);
      return false;
    }
    if (held.unread) {
      held.waiting.add(packet);
      return true;
    }
    if (packet instanceof ClientPacket.Disconnect) {
      // It sends nothing more: what it has sent comes first.
      letOn(id);
      return false;
    }
    boolean waits =
        packet instanceof ClientPacket.Send || (!held.waiting.isEmpty() && !overtakes(packet));
    if (waits) {
      held.waiting.add(packet);
      if (held.waiting.size() > WAITING_MAX) {
        held.unread = true;
        edge.give(id, new ClientPacket.Unread());
      }
    }
    return waits;
  }

  private static boolean overtakes(ClientPacket packet) {
    return packet instanceof ClientPacket.PubAck
        || packet instanceof ClientPacket.PubRec
        || packet instanceof ClientPacket.PubRel
        || packet instanceof ClientPacket.PubComp
        || packet instanceof ClientPacket.PingReq;
  }

  private void letOn(ConnectionId id) {
    Held held = clients.get(id);
    if (held == null) {
      return;
    }
    held.holding = false;
    held.unread = false;
    while (!held.holding && !held.waiting.isEmpty() && isOpen(id, held)) {
      seams.fromWaiting(held.waiting.remove()).ifPresent(packet -> edge.give(id, packet));
    }
    if (!held.holding) {
      clients.remove(id, held);
    } else {
      // Acknowledgements that could not be read are behind publications that wait again.
      List<ClientPacket> rest = List.copyOf(held.waiting);
      held.waiting.clear();
      rest.stream().filter(packet -> !keeps(id, packet)).forEach(packet -> edge.give(id, packet));
    }
  }

  private boolean isOpen(ConnectionId id, Held held) {
    return !edge.isDead() && clients.get(id) == held;
  }
}
