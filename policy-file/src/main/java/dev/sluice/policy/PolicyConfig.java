package dev.sluice.policy;

import dev.sluice.offload.Cascade;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.Policies;
import dev.sluice.offload.VitalLimits;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that a policy file says, checked.
 *
 * @param placement of routes that name none
 * @param budget for those routes
 * @param lateAnswers a valid Topic Name, where results are told that nobody waited for any more
 */
public record PolicyConfig(
    PlacementWord placement,
    Optional<Budget> budget,
    Optional<String> lateAnswers,
    Advanced advanced,
    List<RouteConfig> routes,
    List<TextRouteConfig> textRoutes) {

  /**
   * @param cloudRequestsPerMinute in the long run
   */
  public record Budget(int cloudRequestsPerMinute) {}

  /**
   * @param adaptiveBy what adaptive placement judges by
   * @param roundTripPrior believed before the first measurement
   * @param uplinkPriorMbps Mbit/s, believed before the first measurement
   * @param vitals what the machine's temperature and processor mean for models that run here
   */
  public record Advanced(
      Algorithm adaptiveBy, Duration roundTripPrior, double uplinkPriorMbps, Vitals vitals) {}

  /**
   * @param watch whether they count
   * @param slowFrom degrees Celsius, as all of these
   * @param slowFactor how many times as long runs are expected to take then, at least
   * @param closeFrom where heavy models no longer run here
   * @param heavyFrom time of one run that makes a model heavy
   */
  public record Vitals(
      boolean watch,
      double slowFrom,
      double slowUntil,
      double slowFactor,
      double closeFrom,
      double closeUntil,
      Duration heavyFrom) {

    /** As the engine takes them. */
    public VitalLimits limits() {
      return new VitalLimits(
          watch, slowFrom, slowUntil, slowFactor, closeFrom, closeUntil, heavyFrom);
    }
  }

  /** A new policy for the routes that name no placement; it belongs to one engine. */
  public PlacementPolicy newPolicy() {
    return budget
        .map(each -> Policies.budget(each.cloudRequestsPerMinute()))
        .orElseGet(() -> Policies.named(word(placement, advanced.adaptiveBy())));
  }

  /**
   * A new policy for a route that has its own; empty for one that follows the file.
   *
   * @param first what a cascade must know of the route's model
   */
  public Optional<PlacementPolicy> newPolicy(RouteConfig route, FirstModel first) {
    if (route.placement().orElse(placement) == PlacementWord.CASCADE) {
      Algorithm within = route.advanced().adaptiveBy().orElse(advanced.adaptiveBy());
      RouteConfig.Cascade terms = route.cascade();
      return Optional.of(
          new Cascade(
              Policies.named(within.word()),
              new Cascade.Terms(
                  terms.missed(),
                  terms.falseAlarm(),
                  first.alarm(),
                  terms.shift().map(from -> new Cascade.Moved(from, first.window())))));
    }
    if (route.placement().isEmpty() && route.advanced().adaptiveBy().isEmpty()) {
      return Optional.empty();
    }
    PlacementWord own = route.placement().orElse(placement);
    Algorithm algorithm = route.advanced().adaptiveBy().orElse(advanced.adaptiveBy());
    return Optional.of(Policies.named(word(own, algorithm)));
  }

  /**
   * Topics whose messages never leave the node, whatever a forwarding rule says. Where a guard
   * decides for each message, none does: a forwarding rule could not ask it.
   */
  public List<TopicFilter> neverLeave() {
    return routes.stream()
        .filter(route -> !route.mayLeave() || route.localOnlyWhen().isPresent())
        .flatMap(route -> Stream.of(route.topic(), "infer/" + route.name() + "/request"))
        .map(TopicFilter::of)
        .toList();
  }

  private static String word(PlacementWord placement, Algorithm algorithm) {
    boolean judges = placement == PlacementWord.ADAPTIVE || placement == PlacementWord.CASCADE;
    return judges ? algorithm.word() : placement.word();
  }
}
