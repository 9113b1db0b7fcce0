package dev.sluice.sim.world.plant;

import dev.sluice.sim.world.actor.Seams;
import dev.sluice.sim.world.check.Rule;
import java.util.function.Supplier;

/** A mistake that the production code could have had, and the rule that must notice it. */
public enum PlantedBug {
  IGNORES_RECEIVE_MAXIMUM(Rule.RECEIVE_MAXIMUM, InputBugs.IgnoresReceiveMaximum::new),
  REUSES_A_PACKET_ID(Rule.PACKET_IDS, EffectBugs.ReusesAPacketId::new),
  QUEUES_WITHOUT_LIMIT(Rule.QUEUE_LIMITS, InputBugs.QueuesWithoutLimit::new),
  IGNORES_TRANSMIT_CREDIT(Rule.TRANSMIT_CREDIT, InputBugs.IgnoresTransmitCredit::new),
  FORGETS_A_FLUSH(Rule.COUNTERS, InputBugs.ForgetsAFlush::new),
  BELIEVES_IN_LESS_CREDIT(Rule.NEVER_STALLED, InputBugs.BelievesInLessCredit::new),
  SWAPS_TWO_DELIVERIES(Rule.LEAVES_IN_ORDER, EffectBugs.SwapsTwoDeliveries::new),
  SOCKET_SWAPS_TWO_PACKETS(Rule.ARRIVES_IN_ORDER, EffectBugs.SocketSwapsTwoPackets::new),
  FORGETS_WHAT_HAS_ARRIVED(Rule.ARRIVES_ONCE, InputBugs.DeviceForgets::new),
  SWALLOWS_A_DELIVERY(Rule.COUNTERS, EffectBugs.SwallowsADelivery::new),
  SOCKET_LOSES_A_PACKET(Rule.NOTHING_LOST, EffectBugs.SocketLosesAPacket::new),
  WIDENS_A_FILTER(Rule.NOTHING_UNASKED, InputBugs.WidensAFilter::new),
  SWALLOWS_AN_ACKNOWLEDGEMENT(Rule.ACKNOWLEDGED, EffectBugs.SwallowsAnAcknowledgement::new),
  DOES_NOT_RETAIN(Rule.RETAINED, InputBugs.DoesNotRetain::new),
  KEEPS_A_CLEAN_SESSION(Rule.SESSION_PRESENT, InputBugs.KeepsACleanSession::new),
  SENDS_AFTER_CLOSE(Rule.LIVE_CONNECTIONS, EffectBugs.SendsAfterClose::new),
  CUTS_A_CLIENT_OFF(Rule.NOT_CUT_OFF, EffectBugs.CutsAClientOff::new),
  ANSWERS_TWICE(Rule.ONE_ANSWER, EffectBugs.AnswersTwice::new),
  FORGETS_TO_DECODE(Rule.ANSWERED, EffectBugs.ForgetsToDecode::new),
  OVERSLEEPS(Rule.BY_THE_DEADLINE, InputBugs.Oversleeps::new),
  LEAKS_A_SECRET(Rule.PRIVACY, InputBugs.LeaksASecret::new),
  RUNS_A_MODEL_TOO_MANY(Rule.WORKERS, EffectBugs.RunsAModelTooMany::new),
  CLOUD_FORGETS(Rule.CLOUD_RUNS_ONCE, InputBugs.CloudForgets::new),
  THROWS_IN_A_TURN(Rule.NO_FAULT, EffectBugs.ThrowsInATurn::new),
  TIMER_LIVES_IN_THE_PAST(Rule.TIMERS, InputBugs.TimerLivesInThePast::new),
  CLOUD_LOSES_A_RESULT(Rule.NOTHING_LEFT, InputBugs.CloudLosesAResult::new),
  ACKNOWLEDGES_BEFORE_DURABLE(Rule.WITHHELD, DiskBugs.AcknowledgesBeforeDurable::new),
  SKIPS_FORCE(Rule.LOSSES_EXPLAINED, DiskBugs.SkipsForce::new),
  KEEPS_NO_MESSAGES(Rule.KEPT, DiskBugs.KeepsNoMessages::new),
  LOSES_WHAT_IS_FETCHED(Rule.KEPT, DiskBugs.LosesWhatIsFetched::new),
  SWALLOWS_A_FETCH(Rule.BROUGHT_BACK, DiskBugs.SwallowsAFetch::new),
  FORGETS_SUBSCRIPTIONS(Rule.RESTORED, DiskBugs.ForgetsSubscriptions::new),
  FORGETS_A_SESSION(Rule.RESTORED, DiskBugs.ForgetsASession::new),
  REPLAYS_WHAT_WAS_DELIVERED(Rule.ARRIVES_ONCE, DiskBugs.ReplaysWhatWasDelivered::new),
  TAKES_A_REPETITION_FOR_NEW(Rule.ARRIVES_ONCE, DiskBugs.TakesARepetitionForNew::new),
  FORGETS_A_REQUEST(Rule.REQUESTS_KEPT, DiskBugs.ForgetsARequest::new),
  ANSWERS_AGAIN_AFTER_A_CRASH(Rule.ONE_ANSWER, DiskBugs.AnswersAgainAfterACrash::new),
  FORGETS_WHAT_IS_RETAINED(Rule.RETAINED, DiskBugs.ForgetsWhatIsRetained::new),
  REFUSES_ITS_OWN_LOG(Rule.STARTS_AGAIN, DiskBugs.RefusesItsOwnLog::new),
  DAMAGES_ITS_LOG(Rule.LOSSES_EXPLAINED, DiskBugs.DamagesItsLog::new),
  LEAVES_A_FORWARDED_MESSAGE_OUT(Rule.NO_FORWARD_LOST, ForwardBugs.LeavesOneOut::new),
  STORE_SKIPS_FORCE(Rule.NO_FORWARD_LOST, ForwardBugs.StoreSkipsForce::new),
  FORWARDS_ONE_TWICE(Rule.NO_FORWARD_TWICE, ForwardBugs.SendsOneTwice::new),
  SEPARATES_ENTRY_AND_EVIDENCE(Rule.NO_FORWARD_TWICE, DiskBugs.SeparatesEntryAndEvidence::new),
  GLUES_FORWARDED_BATCHES(Rule.FORWARDED_IN_SMALL_ENVELOPES, ForwardBugs.GluesBatches::new),
  SWAPS_TWO_FORWARDED_MESSAGES(Rule.FORWARDED_IN_ORDER, ForwardBugs.SwapsTwo::new),
  LEAVES_A_COMMAND_OUT(Rule.NO_COMMAND_LOST, DownBugs.LeavesACommandOut::new),
  COMMANDS_SKIP_FORCE(Rule.NO_COMMAND_LOST, DownBugs.CommandsSkipForce::new),
  FORGETS_WHAT_CAME_DOWN(Rule.NO_COMMAND_TWICE, DownBugs.ForgetsWhatCameDown::new),
  SWAPS_TWO_COMMANDS(Rule.COMMANDS_IN_ORDER, DownBugs.SwapsTwoCommands::new),
  SENDS_A_COMMAND_UP_AGAIN(Rule.COMMANDS_STAY_DOWN, DownBugs.SendsACommandUpAgain::new),
  HOLDS_TOO_LONG(Rule.RELEASED, HoldBugs.HoldsTooLong::new),
  NEVER_RELEASES(Rule.HELD, HoldBugs.NeverReleases::new),
  RELEASES_AT_ONCE(Rule.HELD, HoldBugs.ReleasesAtOnce::new),
  LOSES_WHAT_WAITS(Rule.TAKEN_UP, HoldBugs.LosesWhatWaits::new),
  NOBODY_SPEAKS(Rule.ACTIVITY, InputBugs.NobodySpeaks::new);

  private final Rule rule;

  // A constructor: each call makes another.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Supplier<Seams> seams;

  PlantedBug(Rule rule, Supplier<Seams> seams) {
    this.rule = rule;
    this.seams = seams;
  }

  /** The rule that must notice it. */
  public Rule rule() {
    return rule;
  }

  /** The bug itself, for one world. */
  public Seams plant() {
    return seams.get();
  }
}
