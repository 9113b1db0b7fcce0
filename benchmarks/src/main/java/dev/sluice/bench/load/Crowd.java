package dev.sluice.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Many clients that connect, subscribe and then keep still. */
public final class Crowd implements AutoCloseable {
  private static final long NANOS_MAX = Duration.ofMinutes(10).toNanos();
  private static final int DIGITS = 3;
  private static final long WAIT_MILLIS = 50;

  private final LoadLoop loop;
  private final Duration limit;
  private final Histogram connAckNanos = new Histogram(NANOS_MAX, DIGITS);

  private Crowd(LoadLoop loop, Duration limit) {
    this.loop = loop;
    this.limit = limit;
  }

  /**
   * Connects one client for each list of filters.
   *
   * @param filters what each subscribes to
   * @param atOnce that many are under way together
   * @param limit for each such batch
   */
  public static Crowd connect(
      InetSocketAddress broker, List<List<String>> filters, int atOnce, Duration limit)
      throws LoadException {
    Crowd crowd;
    try {
      crowd = new Crowd(new LoadLoop(broker), limit);
    } catch (IOException e) {
      throw new LoadException("no selector: " + e.getMessage(), e);
    }
    try {
      for (int from = 0; from < filters.size(); from += atOnce) {
        int to = Math.min(filters.size(), from + atOnce);
        crowd.connectBatch(from, filters.subList(from, to));
      }
      return crowd;
    } catch (LoadException e) {
      crowd.close();
      throw e;
    }
  }

  private void connectBatch(int first, List<List<String>> filters) throws LoadException {
    List<Client> batch = new ArrayList<>();
    List<Long> started = new ArrayList<>();
    for (List<String> each : filters) {
      Client client = new Client("bench-crowd-" + (first + batch.size()), each, 0);
      started.add(System.nanoTime());
      loop.add(client);
      batch.add(client);
      // What is ready already must not wait for the rest of the crowd to be opened.
      loop.pass(0);
      loop.flush();
    }
    loop.awaitReady(batch, limit);
    for (int i = 0; i < batch.size(); i++) {
      connAckNanos.recordValue(batch.get(i).connAckNanos() - started.get(i));
    }
  }

  /** Lets time go by; the broker must not close anything meanwhile. */
  public void keepStill(Duration length) throws LoadException {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() - end < 0) {
      loop.pass(WAIT_MILLIS);
    }
  }

  /** From the start of each client's connection to its CONNACK. */
  public Histogram connAckNanos() {
    return connAckNanos;
  }

  @Override
  public void close() {
    loop.close();
  }
}
