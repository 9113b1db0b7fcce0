package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.Authorizer;
import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord.Taken;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.SourceMark;
import dev.sluice.edge.core.forward.DownRule;
import dev.sluice.edge.core.forward.DownRules;
import dev.sluice.edge.core.forward.RetainFlag;
import dev.sluice.edge.core.forward.TopicMapping;
import dev.sluice.topic.TopicFilter;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.ForwardKind;
import dev.sluice.uplink.forward.Grant;
import dev.sluice.uplink.forward.LaneCodec;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Progress;
import dev.sluice.uplink.forward.LaneEnvelope.State;
import dev.sluice.uplink.forward.MessageCodec;
import dev.sluice.uplink.forward.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DownPlaneTest {
  private static final long SECOND = 1_000_000_000;
  private static final LaneName LANE = new LaneName("normal");
  private static final LinkId LINK = new LinkId("gw", 0xBEEF);
  private static final String SOURCE = "normal/beef";

  private final List<Effect> network = new ArrayList<>();
  private final List<EdgeEffect> work = new ArrayList<>();
  private final BrokerCore broker =
      new BrokerCore(
          BrokerLimits.DEFAULT, Authorizer.ALLOW_ALL, new SplittableRandom(1), network::add);

  private static DownRule rule(String from) {
    TopicFilter filter = TopicFilter.of(from);
    return new DownRule(
        "all",
        filter,
        TopicMapping.of(filter, "{1}", "", "gw"),
        Optional.empty(),
        RetainFlag.KEEP,
        LANE,
        Optional.empty());
  }

  private DownPlane plane(List<SourceMark> marks) {
    broker.restore(new DurableState(), id -> Optional.empty(), 0);
    DownRule rule = rule("cmd/#");
    DownPlane.Settings settings =
        new DownPlane.Settings(
            "gw",
            1_000,
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            Duration.ofSeconds(60),
            10_000);
    return new DownPlane(settings, new DownRules(List.of(rule)), marks, broker, work::add);
  }

  private static byte[] batch(long base, long first, long last, Long... numbers) {
    List<Block.Item> items = new ArrayList<>();
    for (long number : numbers) {
      byte[] payload = Long.toString(number).getBytes(StandardCharsets.UTF_8);
      ForwardedMessage message =
          new ForwardedMessage(
              "cmd/t", payload, 1, false, OptionalLong.empty(), ForwardedMessage.Properties.NONE);
      items.add(new Block.Item(number, OptionalLong.empty(), MessageCodec.encode(message)));
    }
    return LaneCodec.encode(new Batch(LINK, LANE, base, first, last, Block.encode(first, items)));
  }

  private List<Long> taken() {
    return network.stream()
        .filter(effect -> effect instanceof Effect.Append)
        .map(effect -> ((Effect.Append) effect).record())
        .filter(record -> record instanceof Taken)
        .map(record -> ((Taken) record).mark())
        .filter(mark -> mark.source().equals(SOURCE))
        .map(SourceMark::number)
        .toList();
  }

  private Progress lastProgress() throws Exception {
    EdgeEffect.SendForward last = (EdgeEffect.SendForward) work.get(work.size() - 1);
    return (Progress) LaneCodec.decode(last.bytes());
  }

  private long asked() {
    return work.stream()
        .filter(effect -> effect instanceof EdgeEffect.SendForward)
        .map(effect -> ((EdgeEffect.SendForward) effect).bytes())
        .filter(bytes -> ForwardKind.of(bytes) == ForwardKind.SUBSCRIPTION)
        .count();
  }

  @Test
  void publishesEachOnceAndLetsTheCloudForgetWhenTheJournalHasIt() throws Exception {
    DownPlane plane = plane(List.of());
    plane.onBytes(batch(1, 1, 2, 1L, 2L), 0);
    plane.onBytes(batch(1, 1, 2, 1L, 2L), 0);
    assertThat(taken()).as("each message, then the whole batch").containsExactly(1L, 2L, 2L);
    assertThat(lastProgress()).isEqualTo(new Progress(LINK, LANE, 2, 0, State.TAKING));

    broker.onDurable(3, 0);
    plane.onDurable(0);
    assertThat(lastProgress()).isEqualTo(new Progress(LINK, LANE, 2, 2, State.TAKING));
    assertThat(plane.stats().rules().get(0).published()).isEqualTo(2);
  }

  @Test
  void goesOnBehindWhatAnEarlierLifeTook() throws Exception {
    DownPlane plane = plane(List.of(new SourceMark(SOURCE, 7), new SourceMark("normal/0", 99)));
    plane.onBytes(batch(5, 5, 9, 5L, 6L, 7L, 8L, 9L), 0);
    assertThat(taken()).containsExactly(8L, 9L, 9L);
  }

  @Test
  void numbersWithoutMessageAreTakenToo() throws Exception {
    DownPlane plane = plane(List.of());
    plane.onBytes(batch(1, 1, 5, 3L), 0);
    assertThat(taken()).containsExactly(3L, 5L);
  }

  @Test
  void takesNothingWhileTheJournalRefusesAndNothingTwiceAfterwards() throws Exception {
    DownPlane plane = plane(List.of());
    plane.onBytes(batch(1, 1, 1, 1L), 0);
    broker.onJournalRefusing();
    plane.onBytes(batch(1, 2, 2, 2L), 0);
    assertThat(lastProgress()).isEqualTo(new Progress(LINK, LANE, 0, 0, State.FULL));
    broker.onJournalAccepting(0);
    plane.onBytes(batch(1, 1, 3, 1L, 2L, 3L), 0);
    assertThat(taken()).containsExactly(1L, 1L, 2L, 3L, 3L);
  }

  @Test
  void aBatchThatIsNoneEndsItsLane() {
    DownPlane plane = plane(List.of());
    plane.onBytes(LaneCodec.encode(new Batch(LINK, LANE, 1, 1, 1, new byte[] {1, 2})), 0);
    plane.onBytes(batch(1, 1, 1, 1L), 0);
    assertThat(plane.stats().unreadable()).isEqualTo(1);
    assertThat(taken()).isEmpty();
  }

  @Test
  void asksAtEachConnectionUntilItIsAnsweredAndNowAndThenAfterwards() throws Exception {
    DownPlane plane = plane(List.of());
    plane.onUp(0);
    assertThat(asked()).isEqualTo(1);
    assertThat(plane.nextTimerNanos()).isEqualTo(SECOND);
    plane.onTimer(SECOND);
    assertThat(plane.nextTimerNanos()).as("twice as long").isEqualTo(3 * SECOND);

    EdgeEffect.SendForward last = (EdgeEffect.SendForward) work.get(work.size() - 1);
    int revision = Subscription.decode(last.bytes()).revision();
    plane.onBytes(new Grant("gw", revision + 1, List.of()).encode(), 3 * SECOND);
    assertThat(plane.stats().answered()).as("it answers an older question").isFalse();
    plane.onBytes(new Grant("gw", revision, List.of(0)).encode(), 3 * SECOND);
    assertThat(plane.nextTimerNanos()).isEqualTo(63 * SECOND);
    assertThat(work.get(work.size() - 1)).isEqualTo(new EdgeEffect.Subscribed(List.of("cmd/#")));
    assertThat(plane.stats().refused()).isEqualTo(1);

    int news = work.size();
    plane.onBytes(new Grant("gw", revision, List.of(0)).encode(), 3 * SECOND);
    assertThat(work).as("no news").hasSize(news);
    plane.onDown();
    assertThat(plane.nextTimerNanos()).isEqualTo(Long.MAX_VALUE);
    plane.onUp(70 * SECOND);
    assertThat(asked()).isEqualTo(3);
  }

  private Subscription lastAsked() throws Exception {
    EdgeEffect.SendForward last = (EdgeEffect.SendForward) work.get(work.size() - 1);
    return Subscription.decode(last.bytes());
  }

  @Test
  void otherRulesAreAskedForAtOnceAndAnAnswerToTheOldOnesIsNone() throws Exception {
    DownPlane plane = plane(List.of());
    plane.onUp(0);
    int before = lastAsked().revision();
    plane.onBytes(new Grant("gw", before, List.of()).encode(), 0);

    plane.use(List.of(rule("cmd/#")), SECOND);
    assertThat(asked()).as("the same again").isEqualTo(1);
    plane.use(List.of(rule("other/#")), SECOND);
    assertThat(asked()).isEqualTo(2);
    assertThat(lastAsked().wishes().get(0).filter()).isEqualTo("other/#");
    plane.onBytes(new Grant("gw", before, List.of()).encode(), SECOND);
    assertThat(plane.stats().answered()).isFalse();
    assertThat(plane.nextTimerNanos()).as("asked again if need be").isEqualTo(2 * SECOND);
  }

  @Test
  void withoutConnectionOtherRulesAreAskedForAtTheNextOne() throws Exception {
    DownPlane plane = plane(List.of());
    plane.use(List.of(rule("other/#")), 0);
    assertThat(asked()).isZero();
    plane.onUp(SECOND);
    assertThat(lastAsked().wishes().get(0).filter()).isEqualTo("other/#");
  }

  @Test
  void whatIsOnItsWayWhenItsRuleGoesIsTakenAndPublishedNowhere() throws Exception {
    DownPlane plane = plane(List.of());
    plane.onBytes(batch(1, 1, 1, 1L), 0);
    plane.use(List.of(), 0);
    plane.onBytes(batch(1, 2, 2, 2L), 0);
    broker.onDurable(3, 0);
    plane.onDurable(0);
    assertThat(lastProgress()).isEqualTo(new Progress(LINK, LANE, 2, 2, State.TAKING));
    assertThat(plane.stats().unknown()).isEqualTo(1);

    plane.use(List.of(rule("cmd/#")), 0);
    plane.onBytes(batch(1, 1, 3, 1L, 2L, 3L), 0);
    assertThat(taken()).as("nothing twice").containsExactly(1L, 1L, 2L, 3L, 3L);
  }

  @Test
  void manyBatchesInAnyRepetitionAreTakenOnceInOrder() {
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      network.clear();
      DownPlane plane = plane(List.of());
      for (int i = 0; i < 60; i++) {
        long first = random.nextLong(1, 21);
        long last = first + random.nextInt(4);
        Long[] numbers = LongStream.rangeClosed(first, last).boxed().toArray(Long[]::new);
        plane.onBytes(batch(1, first, last, numbers), i);
        if (random.nextBoolean()) {
          broker.onDurable(random.nextInt(200), i);
          plane.onDurable(i);
        }
      }
      List<Long> distinct = taken().stream().distinct().toList();
      assertThat(distinct)
          .as("seed %d", seed)
          .isEqualTo(LongStream.rangeClosed(1, distinct.size()).boxed().toList());
      assertThat(plane.stats().rules().get(0).published()).isEqualTo(distinct.size());
    }
  }
}
