package dev.sluice.sim.link;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice sim link}: a link proxy in the foreground. */
@Command(
    name = "link",
    mixinStandardHelpOptions = true,
    description = "A TCP proxy that is a bad network: latency, bandwidth, resets, outages.",
    sortOptions = false,
    footer = {
      "",
      "Exit codes: 0 stopped as asked, 2 cannot listen, or wrong usage.",
      "",
      "Examples:",
      "  ./sluice sim link --listen 1894 --to 127.0.0.1:1884 --latency 40ms"
    })
public final class LinkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--listen", description = "Port on 127.0.0.1; 0: any free one.")
  private int port;

  @Option(names = "--to", required = true, paramLabel = "HOST:PORT", description = "The target.")
  private String target;

  @Option(
      names = "--latency",
      defaultValue = "0ms",
      converter = ShortDuration.class,
      description = "One way, such as 15ms.")
  private Duration latency;

  @Option(
      names = "--jitter",
      defaultValue = "0ms",
      converter = ShortDuration.class,
      description = "Added to the latency, between 0 and this; order is kept.")
  private Duration jitter;

  @ArgGroup(exclusive = true, heading = "Bandwidth (unlimited by default):%n")
  private Rates rates = new Rates();

  @Option(
      names = "--buffer",
      paramLabel = "BYTES",
      description = "Held per direction and connection before the sender is stopped.")
  private int bufferBytes = LinkSettings.BUFFER_BYTES_DEFAULT;

  @Option(
      names = "--reset-every",
      converter = ShortDuration.class,
      description = "Mean time between resets of all connections.")
  private Optional<Duration> resetEvery = Optional.empty();

  @Option(
      names = "--outage",
      paramLabel = "START+LENGTH[:KIND]",
      converter = OutageWord.class,
      description = "Such as 10s+8s:refuse; kinds: refuse, blackhole, silence. May be repeated.")
  private List<Outage> outages = List.of();

  @Option(names = "--seed", defaultValue = "1", description = "Of jitter and resets.")
  private long seed;

  /** Either constant rates or a recorded one. */
  private static final class Rates {
    @ArgGroup(exclusive = false)
    private Constant constant = new Constant();

    @Option(
        names = "--trace",
        paramLabel = "FILE",
        description = "Lines of 'seconds mbps', for both directions; repeats.")
    private Optional<Path> trace = Optional.empty();
  }

  private static final class Constant {
    @Option(names = "--up-mbps", description = "Towards the target.")
    private Optional<Double> up = Optional.empty();

    @Option(names = "--down-mbps", description = "From the target.")
    private Optional<Double> down = Optional.empty();
  }

  @Override
  public Integer call() {
    LinkSettings settings = settings();
    SocketAddress address = address();
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      int bound = new LinkProxy(vertx, address, settings).listen(port).await();
      PrintWriter out = spec.commandLine().getOut();
      out.println("ready link=127.0.0.1:" + bound + " to=" + target);
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException stopped) {
      return 0;
    } catch (Exception e) {
      String where = "127.0.0.1:" + port;
      spec.commandLine().getErr().println("cannot listen on " + where + ": " + e.getMessage());
      return 2;
    } finally {
      vertx.close();
    }
  }

  private LinkSettings settings() {
    try {
      return new LinkSettings(
          latency,
          jitter,
          rate(rates.constant.up),
          rate(rates.constant.down),
          bufferBytes,
          resetEvery,
          outages,
          seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Bandwidth rate(Optional<Double> mbps) {
    if (rates.trace.isEmpty()) {
      return mbps.map(Bandwidth::mbps).orElseGet(Bandwidth::unlimited);
    }
    try {
      return Bandwidth.trace(rates.trace.get());
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "--trace: " + e.getMessage(), e);
    }
  }

  private SocketAddress address() {
    int colon = target.lastIndexOf(':');
    try {
      return SocketAddress.inetSocketAddress(
          Integer.parseInt(target.substring(colon + 1)), target.substring(0, Math.max(0, colon)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--to: expected HOST:PORT, found '" + target + "'", e);
    }
  }
}
