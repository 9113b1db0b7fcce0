package dev.sluice.cloud.down;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Which QoS 2 publications a lane has taken and whose publishers have not released them: sent
 * again, such a one is not taken again. Kept in the note of the lane, which is written before the
 * messages that it speaks of: after a crash, a ticket whose message is not there counts for
 * nothing.
 */
final class OpenTickets {
  /** More in flight at one lane, and the oldest could come twice. */
  private static final int TICKETS_MAX = 1_000;

  private static final int TICKET_BYTES = Long.BYTES + Short.BYTES + Integer.BYTES + Long.BYTES;

  /**
   * @param sum of the message's bytes
   * @param number of the message in the lane
   */
  private record Taken(int sum, long number) {}

  private final Map<Ticket, Taken> open = new LinkedHashMap<>();

  /**
   * @param in what {@link #put} wrote, up to the end
   */
  static OpenTickets read(ByteBuffer in) {
    OpenTickets tickets = new OpenTickets();
    while (in.remaining() >= TICKET_BYTES) {
      Ticket ticket = new Ticket(in.getLong(), Short.toUnsignedInt(in.getShort()));
      tickets.open.put(ticket, new Taken(in.getInt(), in.getLong()));
    }
    return tickets;
  }

  int bytes() {
    return open.size() * TICKET_BYTES;
  }

  void put(ByteBuffer out) {
    open.forEach(
        (ticket, taken) ->
            out.putLong(ticket.client())
                .putShort((short) ticket.packetId())
                .putInt(taken.sum())
                .putLong(taken.number()));
  }

  /** Whether exactly that message was taken under the ticket. */
  boolean has(Ticket ticket, byte[] body) {
    Taken taken = open.get(ticket);
    return taken != null && taken.sum() == sumOf(body);
  }

  void add(Ticket ticket, byte[] body, long number) {
    open.remove(ticket);
    open.put(ticket, new Taken(sumOf(body), number));
    Iterator<Ticket> oldest = open.keySet().iterator();
    while (open.size() > TICKETS_MAX) {
      oldest.next();
      oldest.remove();
    }
  }

  private static int sumOf(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }

  /** The lane has no message beyond that number. */
  void endAt(long number) {
    open.values().removeIf(taken -> taken.number() > number);
  }

  void release(Ticket ticket) {
    open.remove(ticket);
  }

  /** All of that client. */
  void forget(long client) {
    open.keySet().removeIf(ticket -> ticket.client() == client);
  }
}
