package dev.sluice.sim.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The processes that this one has started. Stops them in reverse order, on every way out: also from
 * the shutdown hook, which is why it is guarded by its monitor.
 */
final class Children implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Deque<Child> running = new ArrayDeque<>();
  private volatile boolean closed;

  synchronized Child start(String name, List<String> command, Path logs, Consumer<String> onLine)
      throws DemoException {
    if (closed) {
      throw new DemoException("stopped before " + name + " was started");
    }
    Child child = Child.start(name, command, logs, onLine);
    running.push(child);
    return child;
  }

  /** True once the demonstration is over, by its own end or by a signal. */
  boolean isClosed() {
    return closed;
  }

  /** Asks all to stop at once, then waits; who does not stop in time is killed. */
  synchronized void stopAll() {
    running.forEach(Child::askToStop);
    boolean interrupted = false;
    while (!running.isEmpty()) {
      interrupted |= stop(running.pop());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops all, and starts none any more. */
  @Override
  public void close() {
    closed = true;
    stopAll();
  }

  private static boolean stop(Child child) {
    try {
      if (!child.awaitEnd(STOP_LIMIT)) {
        child.kill();
        child.awaitEnd(STOP_LIMIT);
      }
      return false;
    } catch (InterruptedException e) {
      child.kill();
      return true;
    }
  }
}
