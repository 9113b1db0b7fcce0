package dev.sluice.bench;

import dev.sluice.bench.peer.JvmPeer;
import dev.sluice.bench.peer.MosquittoPeer;
import dev.sluice.bench.peer.Peer;
import dev.sluice.bench.peer.SluicePeer;
import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Catalogue;
import dev.sluice.bench.trial.Timing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    description = {"Brokers under the same load, one after the other, in interleaved rounds."},
    footer = {
      "",
      "Exit codes: 0 measured, 1 Sluice failed a case, which the report tells, 2 cannot start.",
      "",
      "Examples:",
      "  ./sluice bench broker --quick",
      "  ./sluice bench broker --scenarios fan-in,trie-10 --peers sluice,mosquitto --seconds 5"
    })
final class BrokerCommand implements Callable<Integer> {
  private static final int ROUNDS = 5;
  private static final int SECONDS = 3;
  private static final int WARM_UP_SECONDS = 30;
  private static final int QUICK_ROUNDS = 1;
  private static final int QUICK_SECONDS = 1;
  private static final int QUICK_WARM_UP_SECONDS = 3;
  private static final List<String> QUICK =
      List.of("fan-in-q1", "fan-out-q1", "pairs-q1", "latency-q1");
  private static final List<String> EVERYTHING = List.of("*");
  private static final Duration WARM_UP_MIN = Duration.ofSeconds(6);
  private static final Duration QUICK_WARM_UP_MIN = Duration.ofSeconds(1);

  private final Path home;
  @Spec private CommandSpec spec;

  @Option(names = "--list", description = "Lists the cases and ends.")
  private boolean list;

  @Option(
      names = "--scenarios",
      split = ",",
      paramLabel = "NAME",
      description = "Cases or groups of cases (see --list); * stands for anything.")
  private List<String> scenarios = List.of();

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "sluice,mosquitto,hivemq,moquette",
      description = "Which brokers, in that order (default: ${DEFAULT-VALUE}).")
  private List<String> peers;

  @Option(names = "--rounds", paramLabel = "N", description = "Each has every broker; default 5.")
  private Optional<Integer> rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Measured of each case in each round; default 3.")
  private Optional<Integer> seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Seconds before, at most, while the rate still rises; default 30.")
  private Optional<Integer> warmUp;

  @Option(names = "--quick", description = "Four cases, one short round: about two minutes.")
  private boolean quick;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Messages a second of the latency cases (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--idle",
      paramLabel = "N",
      defaultValue = "9000",
      description = "Connections of the idle case (default: ${DEFAULT-VALUE}).")
  private int idle;

  @Option(
      names = "--sluice-java",
      defaultValue = "",
      paramLabel = "OPTIONS",
      description = "Added to the JVM options of the edge node, such as -Xmx96m.")
  private String sluiceJava;

  @Option(names = "--json", paramLabel = "FILE", description = "Every figure, for programs.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--html", paramLabel = "FILE", description = "A page with charts.")
  private Optional<Path> html = Optional.empty();

  BrokerCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    checkNumbers();
    if (list) {
      catalogue().forEach(c -> out.printf("%-8s %-16s %s%n", c.group(), c.name(), c.title()));
      out.flush();
      return 0;
    }
    Comparison comparison =
        new Comparison(
            selectedCases(),
            selectedPeers(),
            timing(),
            rounds.orElse(quick ? QUICK_ROUNDS : ROUNDS),
            home.resolve("target/bench"));
    PrintWriter err = spec.commandLine().getErr();
    return comparison.run(out, err, new Comparison.Outputs(json, html));
  }

  private void checkNumbers() {
    atLeastOne("--rounds", rounds.orElse(1));
    atLeastOne("--seconds", seconds.orElse(1));
    atLeastOne("--warm-up", warmUp.orElse(1));
    atLeastOne("--rate", rate);
    atLeastOne("--idle", idle);
  }

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), "%s must be at least 1, found %d".formatted(option, value));
    }
  }

  private Timing timing() {
    Duration max =
        Duration.ofSeconds(warmUp.orElse(quick ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS));
    return new Timing(
        quick ? QUICK_WARM_UP_MIN : WARM_UP_MIN,
        max,
        Duration.ofSeconds(seconds.orElse(quick ? QUICK_SECONDS : SECONDS)));
  }

  private List<Case> catalogue() {
    return Catalogue.all(rate, idle);
  }

  private List<Case> selectedCases() {
    List<String> words = scenarios.isEmpty() ? (quick ? QUICK : EVERYTHING) : scenarios;
    for (String word : words) {
      if (catalogue().stream().noneMatch(each -> each.isCalled(word))) {
        throw new ParameterException(
            spec.commandLine(),
            "--scenarios: nothing is called '%s'; --list names all cases".formatted(word));
      }
    }
    return catalogue().stream().filter(each -> words.stream().anyMatch(each::isCalled)).toList();
  }

  private List<Peer> selectedPeers() {
    List<Peer> all =
        List.of(
            new SluicePeer(home, sluiceJava),
            new MosquittoPeer(),
            JvmPeer.hiveMq(home),
            JvmPeer.moquette(home));
    return peers.stream()
        .distinct()
        .map(
            name ->
                all.stream()
                    .filter(peer -> peer.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> noSuchPeer(name, all)))
        .toList();
  }

  private ParameterException noSuchPeer(String name, List<Peer> all) {
    return new ParameterException(
        spec.commandLine(),
        "--peers: '%s' is none of %s".formatted(name, all.stream().map(Peer::name).toList()));
  }
}
