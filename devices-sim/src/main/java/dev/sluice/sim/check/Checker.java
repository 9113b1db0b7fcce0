package dev.sluice.sim.check;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ledgers of all devices and what they add up to, group by group. */
public final class Checker {
  private final Map<String, GroupTally> groups = new LinkedHashMap<>();

  public Checker(Collection<GroupRules> rules) {
    rules.forEach(rule -> groups.put(rule.name(), new GroupTally(rule)));
  }

  /** Messages that are due before are checked, and not measured; all are unless this is said. */
  public void measureFrom(long nanos) {
    groups.values().forEach(tally -> tally.measureFrom(nanos));
  }

  /** Opens the ledger of one more device of a group. */
  public DeviceLedger open(String group) {
    GroupTally tally = groups.get(group);
    if (tally == null) {
      throw new IllegalArgumentException("no group " + group);
    }
    return new DeviceLedger(tally);
  }

  /** Whether nothing is on its way any more: all acknowledged or refused, all concluded. */
  public boolean settled() {
    Outcome total = total();
    return total.unacknowledged() == 0 && total.lost() == 0;
  }

  /** All groups together, as of now. */
  public Outcome total() {
    return new Tallies(groups.values()).outcome();
  }

  /** Each group by itself, as of now. */
  public Map<String, Outcome> perGroup() {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    groups.forEach((name, tally) -> outcomes.put(name, new Tallies(List.of(tally)).outcome()));
    return outcomes;
  }
}
