package dev.sluice.offload;

/** Why a decision fell as it did: a stable code that users see as {@code x-reason}. */
public enum Reason {
  /** The request may not leave the gateway. */
  PRIVACY,
  /** The cloud is not answering. */
  BREAKER,
  /** The lane of the other side is full. */
  LANE_FULL,
  /** The model is not loaded here, so only the cloud can run it. */
  NO_LOCAL_MODEL,
  /** The gateway is too hot to run this model. */
  GATEWAY_HOT,
  /** The route or the operator fixed the side. */
  FIXED,
  /** Preferred side, and nothing speaks against it. */
  PREFERRED,
  /** Only this side is predicted to make the deadline. */
  ONLY_LOCAL_FEASIBLE,
  ONLY_CLOUD_FEASIBLE,
  /** Both sides make it, or neither does: this one is predicted to finish first. */
  CHEAPER_LOCAL,
  CHEAPER_CLOUD,
  /** The local queue is above its high mark and not yet back at its low mark. */
  QUEUE_HIGH,
  /** The local queue is below its marks. */
  QUEUE_LOW,
  /** Moved to this side when the other could not keep all its deadlines. */
  EVICTED,
  /** Started here because the cloud's answer was late. */
  RESCUED,
  /** The model here was unsure, so the cloud was asked for a second opinion. */
  ESCALATED_LOW_CONF,
  /** The cloud would be the better side, but its budget is spent. */
  BUDGET,
  /** No deadline, no link: kept until the link returns. */
  DEFERRED_LINK_DOWN,
  /** Neither side is predicted to make the deadline. */
  SHED_INFEASIBLE,
  /** An answer would cost others, who want the same workers and wire, more than it is worth. */
  SHED_FOR_OTHERS,
  /** Neither side may run it: private without a local model, or no link and nothing here. */
  SHED_NO_SIDE,
  /** The lane that it needs is full. */
  SHED_QUEUE_FULL
}
