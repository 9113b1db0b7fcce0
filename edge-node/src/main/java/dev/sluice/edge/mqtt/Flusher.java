package dev.sluice.edge.mqtt;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends, once per pass of the event loop, what all connections have gathered in it.
 *
 * <p>The event loop reads every ready socket before it runs tasks: the one task that the first
 * packet of a pass schedules therefore finds the packets of all of them.
 */
final class Flusher {
  private final EventLoop loop;
  private final Runnable flushAll = this::flushAll;
  private List<Outbound> dirty = new ArrayList<>();
  private List<Outbound> flushing = new ArrayList<>();

  Flusher(EventLoop loop) {
    this.loop = loop;
  }

  void add(Outbound outbound) {
    if (dirty.isEmpty()) {
      loop.execute(flushAll);
    }
    dirty.add(outbound);
  }

  private void flushAll() {
    // A completed write returns credit, and the packets which that lets out wait for the next
    // pass: a long queue must not keep the loop from reading.
    List<Outbound> pass = dirty;
    dirty = flushing;
    flushing = pass;
    for (Outbound outbound : pass) {
      outbound.flush();
    }
    pass.clear();
  }
}
