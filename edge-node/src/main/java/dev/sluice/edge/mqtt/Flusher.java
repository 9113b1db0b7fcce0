package dev.sluice.edge.mqtt;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends, once per pass of the event loop or when it is much, what all connections have gathered.
 *
 * <p>The event loop reads every ready socket before it runs tasks: the one task that the first
 * packet of a pass schedules therefore finds the packets of all of them.
 */
final class Flusher {
  /**
   * Buffers that the allocator keeps at hand are few: what a pass takes beyond them is mapped,
   * zeroed and given back each time. Those that are sent before are taken again instead.
   */
  private static final int GATHERED_BYTES_HIGH = 512 << 10;

  /** A connection that has packets to send. */
  interface Gathering {
    void flush();
  }

  private final EventLoop loop;
  private final Runnable flushAll = this::flushAll;
  private List<Gathering> dirty = new ArrayList<>();
  private List<Gathering> flushing = new ArrayList<>();

  /** Bytes of the buffers taken since the last flush. */
  private int gathered;

  Flusher(EventLoop loop) {
    this.loop = loop;
  }

  void add(Gathering connection) {
    if (dirty.isEmpty()) {
      loop.execute(flushAll);
    }
    dirty.add(connection);
  }

  /** A buffer of that size has been taken. */
  void gathered(int bytes) {
    gathered += bytes;
  }

  /** To be called between turns of the broker. */
  void relieve() {
    if (gathered >= GATHERED_BYTES_HIGH) {
      flushAll();
    }
  }

  private void flushAll() {
    gathered = 0;
    // A completed write returns credit, and the packets which that lets out wait for the next
    // pass: a long queue must not keep the loop from reading.
    List<Gathering> pass = dirty;
    dirty = flushing;
    flushing = pass;
    for (Gathering connection : pass) {
      connection.flush();
    }
    pass.clear();
  }
}
