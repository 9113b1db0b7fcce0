package dev.sluice.bench;

import dev.sluice.bench.peer.BrokerProcess;
import dev.sluice.bench.peer.Heap;
import dev.sluice.bench.peer.JvmPeer;
import dev.sluice.bench.peer.MosquittoPeer;
import dev.sluice.bench.peer.PackagedPeer;
import dev.sluice.bench.peer.Peer;
import dev.sluice.bench.peer.PeerException;
import dev.sluice.bench.peer.Pinning;
import dev.sluice.bench.peer.ProcessUsage;
import dev.sluice.bench.stats.Spread;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code sluice bench footprint}: what an idle broker takes, and how soon it serves.
 */
@Command(
    name = "footprint",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Resident memory of an idle broker, and the time from its start to the first CONNACK, of the",
      "packaged edge node without and with models, beside Mosquitto and HiveMQ CE.",
      "Make the package first: ./sluice package --only tar --program edge, unpack it, and run its",
      "bin/sluice-edge-archive."
    },
    footer = {
      "",
      "Exit codes: 0 measured, 2 cannot start.",
      "",
      "Examples:",
      "  ./sluice bench footprint --package sluice-edge-0.1.0-linux-amd64"
    })
final class FootprintCommand implements Callable<Integer> {
  private static final int CANNOT_START = 2;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BYTES_PER_MB = 1 << 20;

  private final Path home;

  @Spec private CommandSpec spec;

  @Option(
      names = "--package",
      required = true,
      paramLabel = "DIR",
      description = "The unpacked tarball of the edge node.")
  private Path unpacked;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Starts of each broker, one after the other; medians count (default: 5).")
  private int rounds;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "From the first CONNACK until memory is read (default: 10).")
  private int settleSeconds;

  /** What one start gave. */
  private record Sample(double seconds, double megabytes) {}

  FootprintCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      Map<Peer, List<Sample>> samples = measure(present(out));
      out.printf("%-14s %28s %28s%n", "", "first CONNACK, s", "idle resident memory, MB");
      samples.forEach((peer, all) -> report(out, peer, all));
      out.flush();
      return 0;
    } catch (IOException | PeerException e) {
      spec.commandLine().getErr().println("bench: " + e.getMessage());
      return CANNOT_START;
    }
  }

  private List<Peer> present(PrintWriter out) {
    List<Peer> all =
        List.of(
            new PackagedPeer(unpacked.toAbsolutePath(), PackagedPeer.Models.NONE),
            new PackagedPeer(unpacked.toAbsolutePath(), PackagedPeer.Models.LOADED),
            new MosquittoPeer(),
            JvmPeer.hiveMq(home));
    List<Peer> present = new ArrayList<>();
    for (Peer peer : all) {
      Optional<String> absence = peer.absence();
      if (absence.isPresent()) {
        out.println(peer.name() + " is skipped: " + absence.get());
      } else {
        out.println(peer.name() + " " + peer.version() + ": " + peer.settings());
        present.add(peer);
      }
    }
    return present;
  }

  /** In rounds, so that a busy minute of the machine is shared by all. */
  private Map<Peer, List<Sample>> measure(List<Peer> peers)
      throws IOException, PeerException, InterruptedException {
    Map<Peer, List<Sample>> samples = new LinkedHashMap<>();
    Path folder = Files.createTempDirectory("sluice-footprint");
    try {
      for (int round = 0; round < rounds; round++) {
        for (Peer peer : peers) {
          samples.computeIfAbsent(peer, any -> new ArrayList<>()).add(start(peer, folder));
        }
      }
    } finally {
      TemporaryFolder.delete(folder);
    }
    return samples;
  }

  private Sample start(Peer peer, Path folder)
      throws IOException, PeerException, InterruptedException {
    long begun = System.nanoTime();
    Pinning anywhere = new Pinning(Optional.empty(), "not pinned");
    try (BrokerProcess broker =
        BrokerProcess.start(peer, folder.resolve(peer.name()), anywhere, Heap.USUAL)) {
      FirstAnswer.await(broker.address());
      double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
      TimeUnit.SECONDS.sleep(settleSeconds);
      ProcessUsage usage =
          ProcessUsage.of(broker.pid())
              .orElseThrow(() -> new IOException(peer.name() + " has no /proc entry"));
      return new Sample(seconds, usage.residentBytes() / BYTES_PER_MB);
    }
  }

  private static void report(PrintWriter out, Peer peer, List<Sample> samples) {
    Spread seconds = Spread.of(samples.stream().map(Sample::seconds).toList());
    Spread megabytes = Spread.of(samples.stream().map(Sample::megabytes).toList());
    out.printf(
        "%-14s %10.2f (%6.2f - %6.2f) %10.1f (%6.1f - %6.1f)%n",
        peer.name(),
        seconds.median(),
        seconds.min(),
        seconds.max(),
        megabytes.median(),
        megabytes.min(),
        megabytes.max());
  }
}
