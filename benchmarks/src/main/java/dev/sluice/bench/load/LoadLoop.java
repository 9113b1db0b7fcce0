package dev.sluice.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Drives all sockets of the generator on the calling thread: what is ready is read and answered,
 * then everything gathered is written, one write a socket. It sleeps in the kernel while nothing is
 * ready, so that its CPU time says how busy it really is.
 */
final class LoadLoop implements AutoCloseable {
  private static final int IN_BYTES = 512 << 10;

  /** Clients of one source address: the system has some 28,000 ports for each. */
  private static final int CLIENTS_PER_SOURCE = 10_000;

  private final Selector selector;
  private final InetSocketAddress broker;
  private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
  private final Queue<Connection> dirty = new ArrayDeque<>();
  private final List<Client> clients = new ArrayList<>();
  private final Consumer<SelectionKey> onReady = this::onReady;
  private LoadException failure;

  LoadLoop(InetSocketAddress broker) throws IOException {
    this.broker = broker;
    this.selector = Selector.open();
  }

  /** Starts to connect a client. */
  void add(Client client) throws LoadException {
    try {
      client.attach(Connection.open(selector, source(), broker, client, dirty));
    } catch (IOException e) {
      throw new LoadException(
          "cannot open connection %d: %s".formatted(clients.size() + 1, e.getMessage()), e);
    }
    clients.add(client);
  }

  private InetSocketAddress source() throws IOException {
    int block = clients.size() / CLIENTS_PER_SOURCE;
    if (block == 0) {
      return new InetSocketAddress(0);
    }
    byte[] address = {127, 0, 0, (byte) (1 + block)};
    return new InetSocketAddress(InetAddress.getByAddress(address), 0);
  }

  /**
   * One pass.
   *
   * @param waitMillis how long to sleep while nothing is ready, 0 = not at all
   * @throws LoadException when a connection failed
   */
  void pass(long waitMillis) throws LoadException {
    try {
      if (waitMillis == 0) {
        selector.selectNow(onReady);
      } else {
        selector.select(onReady, waitMillis);
      }
    } catch (IOException e) {
      throw new LoadException("the selector failed: " + e.getMessage(), e);
    }
    if (failure != null) {
      throw failure;
    }
    // An interrupted thread never sleeps in a selector: it must stop instead.
    if (Thread.currentThread().isInterrupted()) {
      throw new LoadException("interrupted");
    }
  }

  private void onReady(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      connection.onReady(in);
    } catch (IOException e) {
      failure =
          new LoadException("connection of " + connection.client().id() + ": " + e.getMessage(), e);
    } catch (LoadException e) {
      failure = e;
    }
    if (!connection.client().fault().isEmpty()) {
      failure = new LoadException(connection.client().fault());
    }
  }

  /** Waits until all are connected and subscribed. */
  void awaitReady(List<? extends Client> all, Duration limit) throws LoadException {
    long end = System.nanoTime() + limit.toNanos();
    int ready = 0;
    while (ready < all.size()) {
      if (all.get(ready).isReady()) {
        ready++;
        continue;
      }
      if (System.nanoTime() - end > 0) {
        throw new LoadException(
            "client %d of %d was not connected and subscribed within %d s"
                .formatted(ready + 1, all.size(), limit.toSeconds()));
      }
      flush();
      pass(1);
    }
  }

  /** Writes everything that has been gathered. */
  void flush() throws LoadException {
    Connection connection;
    while ((connection = dirty.poll()) != null) {
      try {
        connection.flush();
      } catch (IOException e) {
        throw new LoadException(
            "connection of " + connection.client().id() + ": " + e.getMessage(), e);
      }
    }
  }

  /** Closes their connections. */
  void remove(List<Client> gone) throws LoadException {
    try {
      for (Client client : gone) {
        client.connection().close();
      }
    } catch (IOException e) {
      throw new LoadException("cannot close a connection: " + e.getMessage(), e);
    }
    clients.removeAll(gone);
  }

  @Override
  public void close() {
    try {
      for (Client client : clients) {
        client.connection().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
