package dev.sluice.bench.load;

import dev.sluice.bench.check.Deliveries;
import dev.sluice.bench.check.Stream;
import dev.sluice.bench.wire.ControlPackets;
import java.util.List;

/**
 * A client that takes messages, acknowledges them, and checks each against its publisher's count.
 */
final class Subscriber extends Client {
  private static final int OUT_BYTES = 16 << 10;
  private static final int PUBACK = 0x40;
  private static final int PUBREC = 0x50;
  private static final int PUBCOMP = 0x70;

  private final List<Publisher> publishers;
  private final Stream[] streams;
  private final Receipts receipts;
  private final boolean lasting;
  private long foreign;

  /**
   * @param lasting whether its session outlives its connection
   * @param publishers all of the run, by number
   * @param streams of those that it should hear, by number; null elsewhere
   */
  Subscriber(
      String id,
      List<String> filters,
      int qos,
      boolean lasting,
      List<Publisher> publishers,
      Stream[] streams,
      Receipts receipts) {
    super(id, filters, qos);
    this.lasting = lasting;
    this.publishers = publishers;
    this.streams = streams;
    this.receipts = receipts;
  }

  @Override
  byte[] connect() {
    return lasting ? ControlPackets.connectToLast(id(), 0) : super.connect();
  }

  @Override
  int outBytes() {
    return OUT_BYTES;
  }

  @Override
  public void publish(
      int qos, boolean dup, int packetId, int publisher, long sequence, long nanos) {
    if (qos == 1) {
      sendAck(PUBACK, packetId);
    } else if (qos == 2) {
      sendAck(PUBREC, packetId);
    }
    if (publisher < 0 || publisher >= streams.length || streams[publisher] == null) {
      foreign++;
      return;
    }
    receipts.received(nanos);
    Publisher from = publishers.get(publisher);
    from.flow().delivered(streams[publisher].arrived(sequence));
    from.wake();
  }

  @Override
  public void pubRel(int packetId) {
    sendAck(PUBCOMP, packetId);
  }

  /** What should have come and what came. */
  Deliveries deliveries() {
    Deliveries sum = Deliveries.NONE;
    for (int i = 0; i < streams.length; i++) {
      if (streams[i] != null) {
        sum = sum.plus(streams[i].deliveries(publishers.get(i).flow().sent()));
      }
    }
    return sum.plusForeign(foreign);
  }
}
