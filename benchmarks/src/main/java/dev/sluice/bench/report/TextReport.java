package dev.sluice.bench.report;

import dev.sluice.bench.stats.Spread;
import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Metric;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The results as a table for a terminal. */
public final class TextReport {
  private final PrintWriter out;
  private final List<String> peers;
  private final Results results;

  /**
   * @param peers ours first
   */
  public TextReport(PrintWriter out, List<String> peers, Results results) {
    this.out = out;
    this.peers = peers;
    this.results = results;
  }

  public void print(List<Case> cases) {
    for (Case each : cases) {
      out.printf("%n%s: %s%n", each.name(), each.title());
      for (String peer : peers) {
        printPeer(each, peer);
      }
    }
    out.flush();
  }

  private void printPeer(Case each, String peer) {
    Metric primary = each.primary();
    Optional<Spread> spread = results.spread(each.name(), peer, primary);
    if (spread.isPresent()) {
      Spread s = spread.get();
      out.printf(
          Locale.ROOT,
          "  %-10s %12s %s  [%s, %s]%s%s%n",
          peer,
          number(s.median()),
          primary.unit(),
          number(s.min()),
          number(s.max()),
          ratio(each, peer),
          others(each, peer));
    }
    results
        .breaches(each.name(), peer)
        .forEach(breach -> out.printf("  %-10s FAILED: %s%n", peer, breach));
    results
        .remarks(each.name(), peer)
        .forEach(remark -> out.printf("  %-10s note: %s%n", peer, remark));
  }

  /** Ours over theirs. */
  private String ratio(Case each, String peer) {
    String ours = peers.get(0);
    if (peer.equals(ours)) {
      return "";
    }
    return results
        .ratio(each.name(), ours, peer, each.primary())
        .map(r -> String.format(Locale.ROOT, "  %s is %.2fx", ours, r.median()))
        .orElse("");
  }

  private String others(Case each, String peer) {
    StringBuilder line = new StringBuilder();
    for (Metric metric : Metric.values()) {
      if (metric != each.primary()) {
        results
            .spread(each.name(), peer, metric)
            .ifPresent(
                s ->
                    line.append("  ").append(number(s.median())).append(' ').append(metric.unit()));
      }
    }
    return line.toString();
  }

  static String number(double value) {
    if (Math.abs(value) >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
  }
}
