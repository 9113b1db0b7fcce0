package dev.sluice.offload;

/** What closes one side to a request before any policy is asked. */
enum Mask {
  OPEN,
  PRIVACY,
  NO_MODEL,
  /** Link down or breaker open: closed now, but a request may wait for it. */
  LINK,
  FULL,
  /** The gateway is too hot to run this model. */
  HEAT;

  /** Why the other side was taken: this mask, or {@code otherwise} when it is none. */
  Reason reason(Reason otherwise) {
    return switch (this) {
      case OPEN -> otherwise;
      case PRIVACY -> Reason.PRIVACY;
      case NO_MODEL -> Reason.NO_LOCAL_MODEL;
      case LINK -> Reason.BREAKER;
      case FULL -> Reason.LANE_FULL;
      case HEAT -> Reason.GATEWAY_HOT;
    };
  }
}
