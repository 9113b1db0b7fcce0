package dev.sluice.inference.remote;

import dev.sluice.inference.InferenceOutcome.Cause;
import dev.sluice.inference.guard.GuardOutput;
import dev.sluice.inference.guard.Verdict;

/** What whoever asked is told of a call without an answer; remembers what was last wrong. */
final class EndWords {
  static final Told STOPPING = new Told(Cause.FAILED, "the bridge is stopping");

  private final ServerSettings server;
  private final String who;
  private String lastFault = "";

  EndWords(ServerSettings server) {
    this.server = server;
    this.who = "model server '" + server.name() + "' ";
  }

  /**
   * @param detail one line
   */
  record Told(Cause cause, String detail) {}

  /** The server has done or said that instead of answering. */
  void onFault(String detail) {
    lastFault = detail;
  }

  /** Of an attempt that ended so. */
  Told told(Verdict verdict, String detail) {
    Cause cause =
        switch (verdict) {
          case REFUSED -> Cause.REJECTED;
          case BUSY -> Cause.SHED;
          default -> Cause.FAILED;
        };
    return new Told(cause, who + detail);
  }

  /** Of a call that did not end by a reply. */
  Told told(GuardOutput.Reason reason) {
    return switch (reason) {
      case REPLIED -> throw new IllegalArgumentException("a reply has words of its own");
      case TIMED_OUT -> {
        lastFault = "did not answer in " + server.timeout().toMillis() + " ms";
        yield new Told(Cause.FAILED, who + lastFault);
      }
      case EXPIRED -> new Told(Cause.EXPIRED, who + "did not answer in time");
      case BREAKER_OPEN ->
          new Told(Cause.FAILED, who + "is not asked for a while: it " + lastFaultOrSlow());
      case SHED -> new Told(Cause.SHED, who + "has too many waiting");
      case CANCELLED -> new Told(Cause.CANCELLED, "nobody waits for it any more");
    };
  }

  private String lastFaultOrSlow() {
    return lastFault.isEmpty() ? "did not answer in time" : lastFault;
  }
}
