package dev.sluice.inference.guard;

/** What a {@link CallGuard} asks. */
public sealed interface GuardOutput {
  long callId();

  /** Send the request to the server; its end is told by {@link CallGuard#onReply}, once. */
  record Begin(long callId, int attempt) implements GuardOutput {}

  /** Nobody waits for this attempt any more; nothing has to be told of it. */
  record Abandon(long callId, int attempt) implements GuardOutput {}

  /** The call has ended, and is forgotten. */
  record End(long callId, Reason reason) implements GuardOutput {}

  /** How a call ended. */
  enum Reason {
    /** By the reply to its last attempt, whatever it was. */
    REPLIED,
    /** Its last attempt took longer than attempts may. */
    TIMED_OUT,
    /** Its deadline came. */
    EXPIRED,
    /** The server is not called, because it fails. */
    BREAKER_OPEN,
    /** Too many wait. */
    SHED,
    /** Whoever asked wants it no more. */
    CANCELLED
  }
}
