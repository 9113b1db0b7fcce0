package dev.sluice.bench.report;

import dev.sluice.bench.trial.Case;
import java.util.List;

/**
 * Everything that a run of the benchmark has to tell.
 *
 * @param contenders ours first
 * @param cases in order
 */
public record Report(
    Conditions conditions, List<Contender> contenders, List<Case> cases, Results results) {

  public Report {
    contenders = List.copyOf(contenders);
    cases = List.copyOf(cases);
  }

  /** Those that were measured, ours first. */
  List<String> names() {
    return contenders.stream()
        .filter(contender -> contender.absence().isEmpty())
        .map(Contender::name)
        .toList();
  }

  List<Verdict> verdicts() {
    return Goals.verdicts(cases, results);
  }
}
