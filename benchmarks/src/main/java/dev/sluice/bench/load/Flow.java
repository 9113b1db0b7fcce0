package dev.sluice.bench.load;

/**
 * What one publisher may have under way: a message counts until its publisher has the
 * acknowledgement and its subscribers have their copies, so that no queue of the broker grows
 * beyond the window and nothing has a reason to be dropped.
 */
final class Flow {
  private final int copies;
  private final long deliveriesMax;
  private final long acksMax;
  private boolean open;
  private long sent;
  private long acked;
  private long delivered;

  /**
   * @param qos of the publications; on QoS 0 only the copies count
   * @param copies subscribers of each message
   * @param window messages under way, at least 1
   */
  Flow(int qos, int copies, int window) {
    this.copies = copies;
    this.deliveriesMax = (window - 1L) * copies;
    this.acksMax = qos == 0 ? Long.MAX_VALUE : window;
  }

  boolean mayPublish() {
    return open && sent * copies - delivered <= deliveriesMax && sent - acked < acksMax;
  }

  /** Returns the sequence of the message. */
  long publish() {
    return sent++;
  }

  void acknowledged() {
    acked++;
  }

  /** Copies that have arrived, or were skipped and count as arrived. */
  void delivered(long count) {
    delivered += count;
  }

  void open() {
    open = true;
  }

  /** No more messages; those under way may still arrive. */
  void close() {
    open = false;
  }

  boolean isSettled(int qos) {
    return delivered >= sent * copies && (qos == 0 || acked >= sent);
  }

  long sent() {
    return sent;
  }

  long acked() {
    return acked;
  }
}
