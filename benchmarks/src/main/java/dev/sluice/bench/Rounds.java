package dev.sluice.bench;

import dev.sluice.bench.peer.BrokerProcess;
import dev.sluice.bench.peer.Peer;
import dev.sluice.bench.peer.PeerException;
import dev.sluice.bench.peer.Pinning;
import dev.sluice.bench.report.Results;
import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Outcome;
import dev.sluice.bench.trial.Timing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who runs when: in each round, for each group of cases, each broker in turn, started afresh. So
 * what else the machine does hits neighbours in the table alike.
 */
final class Rounds {
  private final Map<String, List<Case>> groups;
  private final List<Peer> peers;
  private final Timing timing;
  private final Pinning pinning;
  private final Path work;
  private final Results results;
  private final PrintWriter out;

  Rounds(
      List<Case> cases,
      List<Peer> peers,
      Timing timing,
      Pinning pinning,
      Path work,
      Results results,
      PrintWriter out) {
    this.groups =
        cases.stream()
            .collect(Collectors.groupingBy(Case::group, LinkedHashMap::new, Collectors.toList()));
    this.peers = peers;
    this.timing = timing;
    this.pinning = pinning;
    this.work = work;
    this.results = results;
    this.out = out;
  }

  void run(int rounds) throws InterruptedException {
    for (int round = 1; round <= rounds; round++) {
      for (List<Case> group : groups.values()) {
        for (Peer peer : peers) {
          runGroup(round, group, peer);
        }
      }
    }
  }

  private void runGroup(int round, List<Case> group, Peer peer) throws InterruptedException {
    try (BrokerProcess broker =
        BrokerProcess.start(peer, work.resolve(peer.name()), pinning, group.get(0).heap())) {
      for (Case each : group) {
        Outcome outcome = each.run(broker, timing);
        results.add(each.name(), peer.name(), round, outcome);
        tell(round, each, peer, outcome);
      }
    } catch (PeerException e) {
      for (Case each : group) {
        Outcome outcome = Outcome.failed(e.getMessage());
        results.add(each.name(), peer.name(), round, outcome);
        tell(round, each, peer, outcome);
      }
    }
  }

  private void tell(int round, Case each, Peer peer, Outcome outcome) {
    String result =
        outcome.breaches().isEmpty()
            ? String.format(
                Locale.ROOT,
                "%,.1f %s",
                outcome.figures().get(each.primary()),
                each.primary().unit())
            : "FAILED: " + String.join("; ", outcome.breaches());
    out.printf("round %d  %-16s %-10s %s%n", round, each.name(), peer.name(), result);
    out.flush();
  }
}
