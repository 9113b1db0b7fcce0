package dev.sluice.bench.load;

import dev.sluice.bench.wire.Arrivals;
import dev.sluice.bench.wire.ControlPackets;
import java.util.ArrayList;
import java.util.List;

/** A connected client that may subscribe and otherwise keeps still. */
class Client implements Arrivals {
  private static final int IDLE_OUT_BYTES = 256;
  private static final int FILTERS_PER_PACKET = 100;

  private final String id;
  private final List<byte[]> subscribes;
  private Connection connection;
  private int subAcks;
  private boolean connAcked;
  private String fault = "";
  private long connAckNanos;

  /**
   * @param filters what it subscribes to once it is connected
   * @param qos asked for
   */
  Client(String id, List<String> filters, int qos) {
    this.id = id;
    this.subscribes = subscribes(filters, qos);
  }

  private static List<byte[]> subscribes(List<String> filters, int qos) {
    List<byte[]> packets = new ArrayList<>();
    for (int from = 0; from < filters.size(); from += FILTERS_PER_PACKET) {
      int to = Math.min(filters.size(), from + FILTERS_PER_PACKET);
      packets.add(ControlPackets.subscribe(packets.size() + 1, filters.subList(from, to), qos));
    }
    return packets;
  }

  final void attach(Connection newConnection) {
    this.connection = newConnection;
  }

  final Connection connection() {
    return connection;
  }

  final String id() {
    return id;
  }

  /** First size of what it gathers to send. */
  int outBytes() {
    return IDLE_OUT_BYTES;
  }

  /** A session that ends with the connection. */
  byte[] connect() {
    return ControlPackets.connect(id, 0);
  }

  /** The socket is there: say who we are. */
  final void connected() {
    send(connect());
  }

  /** The socket takes bytes again. */
  void writable() {}

  final void send(byte[] packet) {
    connection.out(packet.length).put(packet);
  }

  final void sendAck(int header, int packetId) {
    connection.out(4).put((byte) header).put((byte) 2).putShort((short) packetId);
  }

  @Override
  public final void connAck(int returnCode) {
    if (returnCode != 0) {
      fault("was refused with return code " + returnCode);
      return;
    }
    connAcked = true;
    connAckNanos = System.nanoTime();
    // One at a time: a broker may bound what a client sends before it is answered.
    sendNextSubscribe();
  }

  private void sendNextSubscribe() {
    if (subAcks < subscribes.size()) {
      send(subscribes.get(subAcks));
    }
  }

  @Override
  public final void subAck(int packetId, int failures) {
    if (failures > 0) {
      fault("was refused " + failures + " subscriptions");
      return;
    }
    subAcks++;
    sendNextSubscribe();
  }

  /** Connected, and subscribed to everything. */
  final boolean isReady() {
    return connAcked && subAcks == subscribes.size();
  }

  final long connAckNanos() {
    return connAckNanos;
  }

  @Override
  public void publish(
      int qos, boolean dup, int packetId, int publisher, long sequence, long nanos) {
    unexpected(0x30);
  }

  @Override
  public void pubAck(int packetId) {
    unexpected(0x40);
  }

  @Override
  public void pubRec(int packetId) {
    unexpected(0x50);
  }

  @Override
  public void pubRel(int packetId) {
    unexpected(0x60);
  }

  @Override
  public void pubComp(int packetId) {
    unexpected(0x70);
  }

  @Override
  public final void unexpected(int header) {
    fault("got an unexpected packet, first byte 0x%02x".formatted(header));
  }

  final void fault(String what) {
    if (fault.isEmpty()) {
      fault = id + " " + what;
    }
  }

  /** The first thing that went wrong, or empty. */
  final String fault() {
    return fault;
  }
}
