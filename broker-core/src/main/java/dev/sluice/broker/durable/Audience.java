package dev.sluice.broker.durable;

import dev.sluice.mqtt.ClientId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who is still owed a message, how it waits for them, and whether its topic retains it. Immutable:
 * messages of which the same is true share one, so that a long backlog costs a reference each.
 */
final class Audience {
  static final Audience NOBODY = new Audience(false, new ClientId[0], new int[0], QueueClass.PLAIN);

  private static final int RECEIVED = 1 << 16;

  private final boolean retained;
  private final ClientId[] clients;

  /** Per client the Packet Identifier that it may have seen, and whether it has answered. */
  private final int[] marks;

  private final QueueClass queueClass;

  private Audience(boolean retained, ClientId[] clients, int[] marks, QueueClass queueClass) {
    this.retained = retained;
    this.clients = clients;
    this.marks = marks;
    this.queueClass = queueClass;
  }

  static Audience of(boolean retained, List<Addressee> addressees) {
    return of(retained, addressees, QueueClass.PLAIN);
  }

  static Audience of(boolean retained, List<Addressee> addressees, QueueClass queueClass) {
    ClientId[] clients = new ClientId[addressees.size()];
    int[] marks = new int[clients.length];
    for (int i = 0; i < clients.length; i++) {
      Addressee addressee = addressees.get(i);
      clients[i] = addressee.client();
      marks[i] = addressee.packetId() | (addressee.received() ? RECEIVED : 0);
    }
    return new Audience(retained, clients, marks, queueClass);
  }

  QueueClass queueClass() {
    return queueClass;
  }

  boolean isEmpty() {
    return !retained && clients.length == 0;
  }

  boolean retained() {
    return retained;
  }

  int size() {
    return clients.length;
  }

  ClientId client(int index) {
    return clients[index];
  }

  /** Its place among the clients, or -1. */
  int indexOf(ClientId client) {
    for (int i = 0; i < clients.length; i++) {
      if (clients[i].equals(client)) {
        return i;
      }
    }
    return -1;
  }

  boolean includes(ClientId client) {
    return indexOf(client) >= 0;
  }

  Addressee addressee(int index) {
    return new Addressee(clients[index], marks[index] & ~RECEIVED, (marks[index] & RECEIVED) != 0);
  }

  List<Addressee> addressees() {
    return IntStream.range(0, clients.length).mapToObj(this::addressee).toList();
  }

  /** Whether nothing was sent under a Packet Identifier that has to be remembered. */
  boolean isWaiting(int index) {
    return marks[index] == 0;
  }

  /** Whether many messages may be owed in just this way. */
  boolean isPlain() {
    for (int mark : marks) {
      if (mark != 0) {
        return false;
      }
    }
    return true;
  }

  Audience without(ClientId client) {
    int gone = indexOf(client);
    if (gone < 0) {
      return this;
    }
    ClientId[] rest = new ClientId[clients.length - 1];
    int[] restMarks = new int[rest.length];
    for (int from = 0, to = 0; from < clients.length; from++) {
      if (from != gone) {
        rest[to] = clients[from];
        restMarks[to++] = marks[from];
      }
    }
    return new Audience(retained, rest, restMarks, queueClass);
  }

  Audience assigned(ClientId client, int packetId) {
    return marked(client, packetId);
  }

  Audience answered(ClientId client) {
    int index = indexOf(client);
    return index < 0 ? this : marked(client, marks[index] | RECEIVED);
  }

  private Audience marked(ClientId client, int mark) {
    int index = indexOf(client);
    if (index < 0) {
      return this;
    }
    int[] changed = marks.clone();
    changed[index] = mark;
    return new Audience(retained, clients, changed, queueClass);
  }

  Audience retainedNoMore() {
    return retained ? new Audience(false, clients, marks, queueClass) : this;
  }

  @Override
  public boolean equals(Object other) {
    // Mostly it is the same one: a million of them are compared at a start.
    return other == this
        || (other instanceof Audience that
            && retained == that.retained
            && queueClass.equals(that.queueClass)
            && Arrays.equals(clients, that.clients)
            && Arrays.equals(marks, that.marks));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(clients) + Arrays.hashCode(marks))
        + 2 * queueClass.code()
        + (retained ? 1 : 0);
  }
}
