package dev.sluice.sim.world.check;

/** What must hold in every world; each has a planted bug that it catches. */
public enum Rule {
  RECEIVE_MAXIMUM("a client has no more unacknowledged deliveries than its Receive Maximum"),
  PACKET_IDS("a Packet Identifier is valid and names one delivery at a time"),
  QUEUE_LIMITS("a session's queue and window stay within their limits"),
  TRANSMIT_CREDIT("a connection owes no more than its transmit credit, or one packet"),
  NEVER_STALLED("a session with a message, window and credit sends it"),
  LEAVES_IN_ORDER("messages leave in the order they were accepted, none skipped"),
  ARRIVES_IN_ORDER("messages of one publisher, topic and QoS arrive in order"),
  ARRIVES_ONCE("a delivery of QoS 2 reaches the application once"),
  NOTHING_LOST("what was accepted for a session is delivered, or dropped for a named reason"),
  NOTHING_UNASKED("a client gets only what a subscription of its session asked for"),
  ACKNOWLEDGED("each packet that asks for an answer gets the right one, in its turn"),
  RETAINED("what is retained is the last retained message of each topic"),
  SESSION_PRESENT("a session is there when, and only when, the protocol keeps it"),
  LIVE_CONNECTIONS("effects name connections that are open"),
  NOT_CUT_OFF("a client that keeps the rules is not disconnected"),
  ONE_ANSWER("a request has at most one terminal answer"),
  ANSWERED("every request of a living process has its answer"),
  BY_THE_DEADLINE("a request that could be read is answered by its deadline"),
  PRIVACY("what must not leave the gateway does not"),
  WORKERS("no more models run at one time than there are workers"),
  CLOUD_RUNS_ONCE("the cloud runs a request once while it must remember it"),
  NO_FAULT("no exception: none escapes a core, none meets the fault barrier"),
  TIMERS("after its timers have run, a core waits for a later moment"),
  COUNTERS("the cores count what the world saw"),
  NOTHING_LEFT("when all is answered, no table holds anything"),
  WITHHELD("what has to be kept is acknowledged only when the disk has it"),
  KEPT("what was acknowledged is delivered, whatever crashes in between"),
  BROUGHT_BACK("what is on disk only is on its way back when its client has room for it"),
  RESTORED("sessions and subscriptions that were acknowledged are there after a crash"),
  REQUESTS_KEPT("a request that a durable route has acknowledged is there until it is answered"),
  STARTS_AGAIN("a node starts again, whatever a crash has left on its disk"),
  LOSSES_EXPLAINED("the journal reports a loss only when the disk has lied"),
  NO_FORWARD_LOST(
      "what was acknowledged and may leave comes to the cloud's store, and stays there"),
  NO_FORWARD_TWICE("the cloud's store has a message as often as it was published, at most"),
  FORWARDED_IN_ORDER("messages of one publisher, topic and QoS are in the store in order"),
  NO_COMMAND_LOST("what the cloud has acknowledged comes to the edge, and stays there"),
  NO_COMMAND_TWICE("the edge publishes a command of the cloud once, whatever crashes in between"),
  COMMANDS_IN_ORDER("commands on one topic are published in their order"),
  COMMANDS_STAY_DOWN("what came down does not go up again"),
  FORWARDED_IN_SMALL_ENVELOPES(
      "no envelope of the forwarding plane is larger than two batches, whatever a message's size"),
  HELD("a publisher is held while one that hears it lags, and publishes nothing meanwhile"),
  RELEASED("a publisher is held no longer than the limit says"),
  TAKEN_UP("what a held publisher has sent is taken when it is released, all of it and in order"),
  ACTIVITY("a world without traffic proves nothing");

  private final String words;

  Rule(String words) {
    this.words = words;
  }

  /** The rule in words. */
  public String words() {
    return words;
  }
}
