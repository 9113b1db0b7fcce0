package dev.sluice.offload;

/** Where a request goes. */
public enum Action {
  /** Run the model here. */
  LOCAL,
  /** Send it up. */
  CLOUD,
  /** Keep it for a better link; only requests without a deadline. */
  DEFER,
  /** Neither side can answer in time: the route's fallback answers, or an explicit error does. */
  SHED
}
