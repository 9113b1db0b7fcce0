package dev.sluice.offload;

import java.util.List;

/** The policies by the words that configuration uses. */
public final class Policies {
  private static final List<String> WORDS =
      List.of(
          "adaptive",
          "edge-only",
          "cloud-only",
          "prefer-edge",
          "prefer-cloud",
          "threshold",
          "fastest",
          "deadline",
          "priced");

  private Policies() {}

  /** Every word that {@link #named} knows. */
  public static List<String> words() {
    return WORDS;
  }

  /**
   * The default policy under a budget of requests that go to the cloud.
   *
   * @param perMinute 1 or more
   */
  public static PlacementPolicy budget(int perMinute) {
    if (perMinute < 1) {
      throw new IllegalArgumentException("a budget must be 1 request per minute or more");
    }
    return new Budget(perMinute);
  }

  /**
   * A new policy; one that holds state belongs to one engine.
   *
   * @throws IllegalArgumentException for a word that is not in {@link #words}
   */
  public static PlacementPolicy named(String word) {
    return switch (word) {
      case "deadline" -> new Deadline();
      case "fastest" -> new Fastest();
      case "adaptive", "priced" -> new Priced();
      case "edge-only" -> new EdgeOnly();
      case "cloud-only" -> new CloudOnly();
      case "prefer-edge" -> new PreferEdge();
      case "prefer-cloud" -> new PreferCloud();
      case "threshold" -> new Threshold();
      default ->
          throw new IllegalArgumentException(
              "unknown policy '" + word + "': use one of " + String.join(", ", WORDS));
    };
  }
}
