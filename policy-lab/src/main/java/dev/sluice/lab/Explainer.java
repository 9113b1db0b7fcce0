package dev.sluice.lab;

import dev.sluice.config.ConfigException;
import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Condition;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.policy.FirstModel;
import dev.sluice.policy.PolicyConfig;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.RouteConfig;
import dev.sluice.policy.RouteGuards;
import dev.sluice.policy.TextRouteConfig;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks the policies of a file about one message: an explanation for each route that it matches. */
final class Explainer {
  private static final double NANOS_PER_MS = 1e6;

  /** The gateway as a route's model meets it. */
  @FunctionalInterface
  interface States {
    StateConfig of(String model) throws ConfigException, IOException;
  }

  private final PolicyFile file;
  private final Question question;
  private final States states;

  Explainer(PolicyFile file, Question question, States states) {
    this.file = file;
    this.question = question;
    this.states = states;
  }

  /**
   * @throws IllegalArgumentException when no route is for this message
   */
  List<Explanation> explain() throws ConfigException, IOException {
    TopicName topic =
        TopicName.parse(question.topic())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--topic must be a topic name without '+' and '#', such as a/b"));
    List<Explanation> explanations = new ArrayList<>();
    List<RouteConfig> routes = file.config().routes();
    for (int i = 0; i < routes.size(); i++) {
      if (TopicFilter.of(routes.get(i).topic()).matches(topic)) {
        explanations.add(explain(routes.get(i), file.guards().get(i)));
      }
    }
    if (explanations.isEmpty()) {
      throw new IllegalArgumentException(whyNone(topic));
    }
    return explanations;
  }

  private String whyNone(TopicName topic) {
    for (TextRouteConfig text : file.config().textRoutes()) {
      if (TopicFilter.of(text.topic()).matches(topic)) {
        return "the topic is of text route '"
            + text.name()
            + "', which has no placement: chat models are in the cloud";
      }
    }
    return "no route matches the topic: there are "
        + String.join(", ", file.config().routes().stream().map(RouteConfig::topic).toList());
  }

  private Explanation explain(RouteConfig route, RouteGuards guards)
      throws ConfigException, IOException {
    RouteGuards.Verdict verdict = guards.judge(question.facts());
    PlacementPolicy policy = policy(route);
    PlacementRequest request = question.on(route, verdict);
    StateConfig cool = states.of(route.model());
    Condition condition = new Condition(file.config().advanced().vitals().limits());
    condition.settle(cool.vitals());
    StateConfig state = cool.slowed(condition.slowdown());
    Circumstances saw = state.of(request, !condition.closes(cool.edgeMs() * NANOS_PER_MS));
    Decision decision = new Decision();
    saw.ask(policy, request, 0, decision);
    List<String> flips =
        verdict.matches()
            ? new Flips(policy, request, state, condition, saw, decision.action()).lines()
            : List.of();
    return new Explanation(
        route, guards, verdict, policy.name(), request, condition, saw, decision, flips);
  }

  private PlacementPolicy policy(RouteConfig route) {
    PolicyConfig config = file.config();
    return config.newPolicy(route, FirstModel.UNKNOWN).orElseGet(config::newPolicy);
  }
}
