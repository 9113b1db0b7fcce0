package dev.sluice.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The deliveries in flight of one session: found by Packet Identifier, listed in the order they
 * were first sent.
 *
 * <p>A chained hash table whose entries also form a ring: identifiers stay primitive, and an idle
 * session costs eight empty slots.
 */
final class InFlightWindow {
  private static final int SLOTS_MIN = 8;

  private final MemoryBudget memory;
  private Entry[] slots = new Entry[SLOTS_MIN];
  private final Entry ring = new Entry();
  private int size;
  private long bytes;

  InFlightWindow(MemoryBudget memory) {
    this.memory = memory;
  }

  /** A delivery with its neighbours in time and in its slot. */
  private static final class Entry {
    private InFlight delivery;
    private Entry older = this;
    private Entry newer = this;
    private Entry nextInSlot;

    /**
     * Out of the ring, and pointing at nobody: the collector takes what an entry of its old
     * generation points at for alive, although that entry is dead. One that outlived its young
     * years would drag along all that came after it.
     */
    void unlink() {
      older.newer = newer;
      newer.older = older;
      older = this;
      newer = this;
      nextInSlot = null;
    }
  }

  /** The identifier must not be in use. */
  void add(InFlight delivery) {
    if (size == slots.length) {
      grow();
    }
    Entry entry = new Entry();
    entry.delivery = delivery;
    entry.older = ring.older;
    entry.newer = ring;
    ring.older.newer = entry;
    ring.older = entry;
    chain(entry);
    size++;
    memory.hold(delivery.outgoing().accepted());
    bytes += delivery.outgoing().bytes();
  }

  Optional<InFlight> find(int packetId) {
    for (Entry e = slots[slotOf(packetId)]; e != null; e = e.nextInSlot) {
      if (e.delivery.packetId() == packetId) {
        return Optional.of(e.delivery);
      }
    }
    return Optional.empty();
  }

  boolean contains(int packetId) {
    return find(packetId).isPresent();
  }

  void remove(InFlight delivery) {
    int slot = slotOf(delivery.packetId());
    Entry before = null;
    Entry entry = slots[slot];
    while (entry != null && entry.delivery != delivery) {
      before = entry;
      entry = entry.nextInSlot;
    }
    if (entry == null) {
      return;
    }
    if (before == null) {
      slots[slot] = entry.nextInSlot;
    } else {
      before.nextInSlot = entry.nextInSlot;
    }
    entry.unlink();
    size--;
    memory.release(delivery.outgoing().accepted());
    bytes -= delivery.outgoing().bytes();
  }

  /** Forgets everything: the session is gone. */
  void clear() {
    inOrder().forEach(this::remove);
  }

  int size() {
    return size;
  }

  /** Bytes of the messages held. */
  long bytes() {
    return bytes;
  }

  /** A copy, oldest first. */
  List<InFlight> inOrder() {
    List<InFlight> deliveries = new ArrayList<>(size);
    for (Entry e = ring.newer; e != ring; e = e.newer) {
      deliveries.add(e.delivery);
    }
    return deliveries;
  }

  private void grow() {
    slots = new Entry[slots.length * 2];
    for (Entry e = ring.newer; e != ring; e = e.newer) {
      chain(e);
    }
  }

  private void chain(Entry entry) {
    int slot = slotOf(entry.delivery.packetId());
    entry.nextInSlot = slots[slot];
    slots[slot] = entry;
  }

  private int slotOf(int packetId) {
    return packetId & (slots.length - 1);
  }
}
