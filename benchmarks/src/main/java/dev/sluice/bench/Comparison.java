package dev.sluice.bench;

import dev.sluice.bench.peer.Peer;
import dev.sluice.bench.peer.PeerException;
import dev.sluice.bench.peer.Pinning;
import dev.sluice.bench.report.Conditions;
import dev.sluice.bench.report.Contender;
import dev.sluice.bench.report.HtmlReport;
import dev.sluice.bench.report.JsonReport;
import dev.sluice.bench.report.Report;
import dev.sluice.bench.report.Results;
import dev.sluice.bench.report.TextReport;
import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Timing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of the benchmark from its plan to its report. */
final class Comparison {
  private static final int FAILED = 1;
  private static final int CANNOT_START = 2;
  private static final String OURS = "sluice";

  private final List<Case> cases;
  private final List<Peer> peers;
  private final Timing timing;
  private final int rounds;
  private final Path work;

  /** Where the report goes beside the terminal. */
  record Outputs(Optional<Path> json, Optional<Path> html) {}

  /**
   * @param work where brokers have their configuration and files
   */
  Comparison(List<Case> cases, List<Peer> peers, Timing timing, int rounds, Path work) {
    this.cases = cases;
    this.peers = peers;
    this.timing = timing;
    this.rounds = rounds;
    this.work = work;
  }

  /**
   * Measures and reports.
   *
   * @return the exit code
   */
  int run(PrintWriter out, PrintWriter err, Outputs files) throws InterruptedException {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    Machine.describe(words);
    Pinning pinning = Pinning.ofThisMachine();
    words.put("pinning", pinning.note());
    words.put(
        "timing",
        "%d rounds, warm-up %d to %d s, measured %d s"
            .formatted(
                rounds,
                timing.warmUpMin().toSeconds(),
                timing.warmUpMax().toSeconds(),
                timing.measured().toSeconds()));
    Results results = new Results();
    List<Peer> present = peers.stream().filter(peer -> peer.absence().isEmpty()).toList();
    Report report = new Report(new Conditions(words), contenders(), cases, results);
    try {
      pinning.pinThisProcess();
      new Rounds(cases, present, timing, pinning, work, results, out).run(rounds);
      new TextReport(out, report).print();
      write(report, files);
    } catch (PeerException | IOException e) {
      err.println("bench: " + e.getMessage());
      err.flush();
      return CANNOT_START;
    }
    return cases.stream().allMatch(each -> results.breaches(each.name(), OURS).isEmpty())
        ? 0
        : FAILED;
  }

  private List<Contender> contenders() {
    return peers.stream()
        .map(
            peer ->
                new Contender(
                    peer.name(),
                    peer.absence().isEmpty() ? peer.version() : "",
                    peer.settings(),
                    peer.absence()))
        .toList();
  }

  private static void write(Report report, Outputs files) throws IOException {
    if (files.json().isPresent()) {
      Files.writeString(files.json().get(), JsonReport.of(report));
    }
    if (files.html().isPresent()) {
      Files.writeString(files.html().get(), HtmlReport.of(report));
    }
  }
}
