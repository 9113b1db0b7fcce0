package dev.sluice.bench.trial;

import dev.sluice.bench.load.LoadException;
import dev.sluice.bench.peer.BrokerProcess;
import dev.sluice.bench.peer.Heap;

/** One line of the report: a trial with its name. */
public final class Case {
  private final String name;
  private final String group;
  private final String title;
  private final Metric primary;
  private final Trial trial;

  /**
   * @param group cases of one group share a freshly started broker
   * @param primary the metric that the case is about
   */
  Case(String name, String group, String title, Metric primary, Trial trial) {
    this.name = name;
    this.group = group;
    this.title = title;
    this.primary = primary;
    this.trial = trial;
  }

  public String name() {
    return name;
  }

  public String group() {
    return group;
  }

  /**
   * Whether a user means this case.
   *
   * @param word a group, or a name in which * stands for anything
   */
  public boolean isCalled(String word) {
    return group.equals(word) || name.matches(word.replace(".", "\\.").replace("*", ".*"));
  }

  public String title() {
    return title;
  }

  public Metric primary() {
    return primary;
  }

  /** What the broker must make do with. */
  public Heap heap() {
    return trial instanceof IdleTrial ? Heap.SMALL : Heap.USUAL;
  }

  /** Runs it; what goes wrong becomes part of the outcome. */
  public Outcome run(BrokerProcess broker, Timing timing) {
    try {
      return trial.run(broker, timing);
    } catch (LoadException e) {
      return Outcome.failed(broker.isAlive() ? e.getMessage() : "the broker's process ended");
    }
  }
}
