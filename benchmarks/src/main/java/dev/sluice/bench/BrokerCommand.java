package dev.sluice.bench;

import dev.sluice.bench.peer.JvmPeer;
import dev.sluice.bench.peer.MosquittoPeer;
import dev.sluice.bench.peer.Peer;
import dev.sluice.bench.peer.PeerException;
import dev.sluice.bench.peer.Pinning;
import dev.sluice.bench.peer.SluicePeer;
import dev.sluice.bench.report.Results;
import dev.sluice.bench.report.TextReport;
import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Catalogue;
import dev.sluice.bench.trial.Timing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice bench broker}: its options. */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Brokers under the same load, one after the other, in interleaved rounds.",
      "Exit code 0: measured; 1: Sluice lost, repeated or reordered something; 2: cannot start."
    })
final class BrokerCommand implements Callable<Integer> {
  private final Path home;
  @Spec private CommandSpec spec;

  @Option(
      names = "--scenarios",
      split = ",",
      paramLabel = "NAME",
      description = "Cases or groups of them (see --list), * stands for anything.")
  private List<String> scenarios = List.of("*");

  @Option(names = "--peers", split = ",", paramLabel = "NAME", description = "Which brokers.")
  private List<String> peerNames = List.of("sluice", "mosquitto", "hivemq", "moquette");

  @Option(names = "--rounds", defaultValue = "5", description = "Each with every broker.")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "3", description = "Measured, each case and round.")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "10", description = "At most that many seconds.")
  private int warmUp;

  @Option(names = "--rate", defaultValue = "5000", description = "Messages a second of latency.")
  private int rate;

  @Option(names = "--idle", defaultValue = "9000", description = "Connections of idle.")
  private int idle;

  @Option(
      names = "--sluice-java",
      defaultValue = "",
      paramLabel = "OPTIONS",
      description = "Added to the JVM options of the edge node, such as -Xmx96m.")
  private String sluiceJava;

  @Option(names = "--list", description = "Lists the cases and ends.")
  private boolean list;

  BrokerCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      Catalogue.all(rate, idle)
          .forEach(c -> out.printf("%-10s %-16s %s%n", c.group(), c.name(), c.title()));
      out.flush();
      return 0;
    }
    List<Case> cases = selected();
    List<Peer> peers = peers();
    Pinning pinning = Pinning.ofThisMachine();
    try {
      pinning.pinThisProcess();
    } catch (PeerException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    out.println("pinning: " + pinning.note());
    Timing timing =
        new Timing(Duration.ofSeconds(1), Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    Results results = new Results();
    Path work = home.resolve("target/bench");
    new Rounds(cases, peers, timing, pinning, work, results, out).run(rounds);
    new TextReport(out, peers.stream().map(Peer::name).toList(), results).print(cases);
    return 0;
  }

  private List<Case> selected() {
    return Catalogue.all(rate, idle).stream()
        .filter(c -> scenarios.stream().anyMatch(word -> matches(word, c)))
        .toList();
  }

  private static boolean matches(String word, Case c) {
    String pattern = word.replace("*", ".*");
    return c.name().matches(pattern) || c.group().equals(word);
  }

  private List<Peer> peers() {
    List<Peer> all =
        List.of(
            new SluicePeer(home, sluiceJava),
            new MosquittoPeer(),
            JvmPeer.hiveMq(home),
            JvmPeer.moquette(home));
    return all.stream().filter(p -> peerNames.contains(p.name())).toList();
  }
}
