package dev.sluice.offload;

/** Tickets handed to the socket, oldest first: a list linked through the tickets themselves. */
final class SendOrder {
  /** The ring's anchor: its neighbours are the newest and the oldest. */
  private final Ticket anchor = new Ticket();

  private int size;
  private long bytes;

  int size() {
    return size;
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Only when not empty. */
  Ticket oldest() {
    return anchor.next;
  }

  void add(Ticket ticket) {
    ticket.previous = anchor.previous;
    ticket.next = anchor;
    anchor.previous.next = ticket;
    anchor.previous = ticket;
    size++;
    bytes += ticket.request.bytes();
  }

  void remove(Ticket ticket) {
    ticket.previous.next = ticket.next;
    ticket.next.previous = ticket.previous;
    ticket.previous = ticket;
    ticket.next = ticket;
    size--;
    bytes -= ticket.request.bytes();
  }
}
