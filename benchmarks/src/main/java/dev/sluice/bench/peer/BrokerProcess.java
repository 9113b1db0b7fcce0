package dev.sluice.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A broker that runs: started fresh, on the core given to it. */
public final class BrokerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int POLL_MILLIS = 20;
  private static final int LOG_LINES_SHOWN = 6;

  private final Peer peer;
  private final Process process;
  private final InetSocketAddress address;
  private final Path log;
  private final boolean pinned;
  private final Thread stopWithUs;

  private BrokerProcess(
      Peer peer, Process process, InetSocketAddress address, Path log, Pinning pinning) {
    this.peer = peer;
    this.process = process;
    this.address = address;
    this.log = log;
    this.pinned = pinning.taskset().isPresent();
    this.stopWithUs = new Thread(process::destroy, "stop-" + peer.name());
    Runtime.getRuntime().addShutdownHook(stopWithUs);
  }

  /**
   * Starts it and waits until it accepts connections.
   *
   * @param folder for its configuration, its files and its log; emptied first
   */
  public static BrokerProcess start(Peer peer, Path folder, Pinning pinning, Heap heap)
      throws PeerException, InterruptedException {
    BrokerProcess broker;
    try {
      empty(folder);
      InetSocketAddress address = freeAddress();
      List<String> words = new ArrayList<>(pinning.forBroker());
      words.addAll(peer.prepare(folder, address.getPort(), heap));
      Path log = folder.resolve(peer.name() + ".log");
      Process process =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      broker = new BrokerProcess(peer, process, address, log, pinning);
    } catch (IOException e) {
      throw new PeerException("cannot start " + peer.name() + ": " + e.getMessage(), e);
    }
    broker.awaitListening();
    return broker;
  }

  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }

  private static InetSocketAddress freeAddress() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
      return new InetSocketAddress(loopback, socket.getLocalPort());
    }
  }

  private void awaitListening() throws PeerException, InterruptedException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!listens()) {
      if (!process.isAlive()) {
        throw failure("ended with code " + process.exitValue() + " before it listened");
      }
      if (System.nanoTime() - end > 0) {
        close();
        throw failure("did not listen within " + START_LIMIT.toSeconds() + " s");
      }
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(address, POLL_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private PeerException failure(String what) {
    return new PeerException("%s %s; its log ends: %s".formatted(peer.name(), what, logEnd()));
  }

  /** The last lines of its log in one. */
  private String logEnd() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(
          " | ", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(cannot be read: " + e.getMessage() + ")";
    }
  }

  public InetSocketAddress address() {
    return address;
  }

  public long pid() {
    return process.pid();
  }

  /** Whether it is pinned to a core that the generator does not use. */
  public boolean hasItsOwnCore() {
    return pinned;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it, by force when it does not end in time. */
  @Override
  public void close() {
    forgetHook();
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(stopWithUs);
    } catch (IllegalStateException e) {
      // This process is ending: the hook runs, and does the same.
    }
  }
}
