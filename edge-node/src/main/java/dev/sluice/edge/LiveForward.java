package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.edge.config.ForwardConfig;
import dev.sluice.edge.config.UpConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The forwarding rules of a running node. When its configuration file changes they are read with
 * it, checked as a whole, and take the place of the old ones in a single turn; lanes are those of
 * the start. Messages that are in a lane already go as the rule said that took them.
 *
 * <p>Of the thread that watches files.
 */
final class LiveForward {
  private final EdgeConfigFile started;
  private final Optional<Forwarding> up;
  private final Optional<Downward> down;
  private ForwardConfig inForce;

  LiveForward(EdgeConfigFile started, Optional<Forwarding> up, Optional<Downward> down) {
    this.started = started;
    this.up = up;
    this.down = down;
    this.inForce = started.config().forward();
  }

  Reloads.Item item() {
    return new Reloads.Item("forwarding rules", List.of(started.path()), this::reload);
  }

  private String reload() throws ConfigException {
    EdgeConfigFile next = started.readAgain();
    requireThatItFits(next);
    ForwardConfig rules = next.config().forward();
    List<String> said = new ArrayList<>(RuleChanges.between(inForce, rules));
    if (!said.isEmpty()) {
      use(rules);
    }
    List<String> waiting = next.waitingForStart(started);
    if (!waiting.isEmpty()) {
      said.add("at the next start only: " + String.join(" ", waiting));
    }
    return said.isEmpty() ? "as before" : String.join("; ", said);
  }

  private void use(ForwardConfig rules) {
    String node = started.config().node().id();
    up.ifPresent(plane -> plane.use(rules, node));
    down.ifPresent(plane -> plane.use(rules.downRules(node)));
    inForce = rules;
  }

  /** What the file cannot know: with which lanes, and as whom, the node runs. */
  private void requireThatItFits(EdgeConfigFile next) throws ConfigException {
    ForwardConfig rules = next.config().forward();
    List<ConfigException> faults = new ArrayList<>();
    if (!next.config().node().equals(started.config().node())) {
      faults.add(next.fault("node.id", "counts at the start only: restart the node"));
    }
    if (!rules.down().isEmpty() && down.isEmpty()) {
      faults.add(next.fault("forward.down", nothingToForwardWith()));
    }
    if (!rules.up().isEmpty() && up.isEmpty()) {
      faults.add(next.fault("forward.up", nothingToForwardWith()));
    }
    List<String> lanes = up.map(Forwarding::laneNames).orElse(rules.laneNames());
    for (int i = 0; i < rules.up().size(); i++) {
      UpConfig rule = rules.up().get(i);
      if (rule.forwards() && !lanes.contains(rule.laneName())) {
        faults.add(next.fault("forward.up." + i + ".lane", noSuchLane(rule.laneName(), lanes)));
      }
    }
    if (!faults.isEmpty()) {
      throw ConfigException.all(faults);
    }
  }

  private static String nothingToForwardWith() {
    return "needs what was not opened at the start, lanes or uplink: restart the node";
  }

  private static String noSuchLane(String lane, List<String> lanes) {
    return "lane '%s' is opened at the start only: restart the node, or use one of %s"
        .formatted(lane, String.join(", ", lanes));
  }
}
