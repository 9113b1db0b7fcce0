package dev.sluice.lab;

import dev.sluice.offload.Action;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.policy.FirstModel;
import dev.sluice.policy.PolicyConfig;
import dev.sluice.policy.RouteConfig;
import dev.sluice.policy.log.DecisionLine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Recorded decisions beside those of another policy, by route. */
final class Replayed {
  /** What both said of the decisions of one route. */
  static final class Tally {
    private final Map<String, Integer> moves = new TreeMap<>();
    private int decisions;
    private int differ;
    private int hits;
    private double predictedThen;
    private double predictedNow;

    private void add(DecisionLine line, Decision other) {
      decisions++;
      hits += line.hit() ? 1 : 0;
      double here = other.localHitProbability();
      double there = other.cloudHitProbability();
      predictedThen +=
          DecisionLine.hitProbability(
              line.action(), line.localHitProbability(), line.cloudHitProbability());
      predictedNow += DecisionLine.hitProbability(other.action(), here, there);
      if (line.action() != other.action()) {
        differ++;
        moves.merge(move(line.action(), other.action()), 1, Integer::sum);
      }
    }

    private static String move(Action then, Action now) {
      return then + " -> " + now;
    }

    int decisions() {
      return decisions;
    }

    int differ() {
      return differ;
    }

    /** Answers of the route's own model in time, as recorded. */
    int hits() {
      return hits;
    }

    /** As many as the recorded decisions promised. */
    double predictedThen() {
      return predictedThen;
    }

    /** As many as the other policy's decisions promise. */
    double predictedNow() {
      return predictedNow;
    }

    /** What went from which action to which. */
    Map<String, Integer> moves() {
      return Map.copyOf(moves);
    }
  }

  private final PolicyConfig config;
  private final PlacementPolicy ofFile;
  private final Map<String, RouteConfig> routes = new HashMap<>();
  private final Map<String, PlacementPolicy> ofRoutes = new HashMap<>();
  private final Map<String, Tally> tallies = new TreeMap<>();
  private final Map<String, Integer> unknown = new TreeMap<>();
  private final Map<String, Integer> unjudged = new TreeMap<>();
  private final Decision decision = new Decision();

  Replayed(PolicyConfig config) {
    this.config = config;
    this.ofFile = config.newPolicy();
    for (RouteConfig route : config.routes()) {
      routes.put(route.name(), route);
      ofRoutes.put(route.name(), config.newPolicy(route, FirstModel.UNKNOWN).orElse(ofFile));
    }
  }

  void add(DecisionLine line) {
    if (!routes.containsKey(line.route())) {
      unknown.merge(line.route(), 1, Integer::sum);
      add(line, new Revision(line.request(), line.saw()), ofFile);
      return;
    }
    Optional<Revision> revised = Revision.of(line, routes.get(line.route()));
    if (revised.isPresent()) {
      add(line, revised.get(), ofRoutes.get(line.route()));
    } else {
      unjudged.merge(line.route(), 1, Integer::sum);
    }
  }

  private void add(DecisionLine line, Revision revised, PlacementPolicy policy) {
    revised.saw().ask(policy, revised.request(), line.nowNanos(), decision);
    tallies.computeIfAbsent(line.route(), name -> new Tally()).add(line, decision);
  }

  Map<String, Tally> routes() {
    return tallies;
  }

  /** Decisions of routes that the policy does not have, judged by what it says for all. */
  Map<String, Integer> unknown() {
    return unknown;
  }

  /** Decisions of routes that were local-only then and are not any more: left out. */
  Map<String, Integer> unjudged() {
    return unjudged;
  }

  /** What the file says of placement. */
  String policy() {
    return config.placement().word() + " (" + ofFile.name() + ")";
  }

  int decisions() {
    return tallies.values().stream().mapToInt(Tally::decisions).sum();
  }

  int differ() {
    return tallies.values().stream().mapToInt(Tally::differ).sum();
  }
}
