package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.bench.peer.BrokerProcess;
import dev.sluice.bench.peer.Heap;
import dev.sluice.bench.peer.MosquittoPeer;
import dev.sluice.bench.peer.Peer;
import dev.sluice.bench.peer.Pinning;
import dev.sluice.bench.peer.SluicePeer;
import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Catalogue;
import dev.sluice.bench.trial.Outcome;
import dev.sluice.bench.trial.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of case against real brokers, for moments: that it works, never how fast. */
@Timeout(180)
class ComparisonIT {
  private static final Pinning UNPINNED = new Pinning(Optional.empty(), "not pinned in tests");
  private static final Timing MOMENT =
      new Timing(Duration.ofMillis(1), Duration.ofMillis(250), Duration.ofSeconds(1));
  private static final List<String> CASES =
      List.of(
          "fan-in-one-q0",
          "fan-out-q1",
          "pairs-one-q2",
          "latency-q1",
          "storm",
          "idle",
          "trie-1000");

  @TempDir private Path folder;

  private void everyKindOfCase(Peer peer) throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(peer, folder, UNPINNED, Heap.USUAL)) {
      for (Case each : Catalogue.all(500, 50)) {
        if (CASES.contains(each.name())) {
          Outcome outcome = each.run(broker, MOMENT);
          assertThat(outcome.breaches()).as("%s of %s", each.name(), peer.name()).isEmpty();
          assertThat(outcome.figures().get(each.primary())).as(each.name()).isPositive();
        }
      }
    }
  }

  @Test
  void sluiceLosesNothing() throws Exception {
    Path home = Path.of(System.getProperty("sluice.root"));
    assumeTrue(
        Files.isDirectory(home.resolve("edge-node/target/lib")), "the edge node is not packaged");
    everyKindOfCase(new SluicePeer(home, ""));
  }

  @Test
  void mosquittoLosesNothing() throws Exception {
    MosquittoPeer mosquitto = new MosquittoPeer();
    assumeTrue(mosquitto.absence().isEmpty(), "no mosquitto in PATH or /usr/sbin");
    everyKindOfCase(mosquitto);
  }
}
