package dev.sluice.offload;

import java.util.Arrays;

/**
 * Every request that the engine holds, by id: an open-addressing table of pooled tickets. Grows
 * with what is held and never shrinks; the lanes' limits bound it.
 */
final class Register {
  private static final Ticket EMPTY = new Ticket();

  private Ticket[] slots;
  private int size;
  private Ticket[] pool = new Ticket[16];
  private int pooled;

  Register() {
    slots = emptySlots(64);
  }

  private static Ticket[] emptySlots(int capacity) {
    Ticket[] slots = new Ticket[capacity];
    Arrays.fill(slots, EMPTY);
    return slots;
  }

  int size() {
    return size;
  }

  boolean holds(long id) {
    return slots[slotOf(id)] != EMPTY;
  }

  /** The request's ticket; for an id that is not held one whose place is NOWHERE. */
  Ticket find(long id) {
    return slots[slotOf(id)];
  }

  Ticket issue(PlacementRequest request) {
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    int slot = slotOf(request.id());
    if (slots[slot] != EMPTY) {
      throw new IllegalArgumentException("request id " + request.id() + " is already placed");
    }
    Ticket ticket = pooled == 0 ? new Ticket() : pool[--pooled];
    ticket.request = request;
    slots[slot] = ticket;
    size++;
    return ticket;
  }

  void retire(Ticket ticket) {
    int slot = slotOf(ticket.request.id());
    slots[slot] = EMPTY;
    size--;
    closeGap(slot);
    ticket.reset();
    if (pooled == pool.length) {
      pool = Arrays.copyOf(pool, 2 * pool.length);
    }
    pool[pooled++] = ticket;
  }

  /** Moves later entries of the same probe run back, so that lookups never cross a hole. */
  private void closeGap(int gap) {
    int mask = slots.length - 1;
    int hole = gap;
    for (int i = (gap + 1) & mask; slots[i] != EMPTY; i = (i + 1) & mask) {
      int home = home(slots[i].request.id());
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        slots[hole] = slots[i];
        slots[i] = EMPTY;
        hole = i;
      }
    }
  }

  private void grow() {
    Ticket[] old = slots;
    slots = emptySlots(2 * old.length);
    for (Ticket ticket : old) {
      if (ticket != EMPTY) {
        slots[slotOf(ticket.request.id())] = ticket;
      }
    }
  }

  /** The slot that holds the id, or the empty one where it belongs. */
  private int slotOf(long id) {
    int mask = slots.length - 1;
    int slot = home(id);
    while (slots[slot] != EMPTY && slots[slot].request.id() != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Fibonacci hashing: consecutive ids spread evenly. */
  private int home(long id) {
    return (int) ((id * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
  }
}
