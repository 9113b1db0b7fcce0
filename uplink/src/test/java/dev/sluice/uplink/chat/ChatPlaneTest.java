package dev.sluice.uplink.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.uplink.LinkId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatPlaneTest {
  private static final long SECOND = 1_000 * ChatPair.MS;
  private static final long DEADLINE = 60 * SECOND;

  private final ChatPair pair = new ChatPair();

  @BeforeEach
  void connect() {
    pair.edge.want(true, pair.nowNanos);
    pair.edge.onUp(pair.nowNanos);
    pair.deliver();
  }

  private void ask(boolean growing) {
    pair.ask(1, ChatPair.question("assistant", growing, DEADLINE));
    pair.deliver();
  }

  private String told() {
    return pair.told.get(1L).toString();
  }

  private EdgeChats.Output.Ended ended() {
    assertThat(pair.ends.get(1L)).hasSize(1);
    return (EdgeChats.Output.Ended) pair.ends.get(1L).get(0);
  }

  @Test
  void tellsTheTextInPartsAndThenTheEndOnce() {
    ask(true);
    pair.say(1, "Because ");
    pair.deliver();
    assertThat(told()).isEqualTo("Because ");
    pair.say(1, "it is.");
    pair.finish(1);
    pair.deliver();
    assertThat(told()).isEqualTo("Because it is.");
    assertThat(ended().text()).isEqualTo("Because it is.");
    assertThat(pair.cloud.stats().held()).as("remembered, without its text").isEqualTo(1);
  }

  @Test
  void withoutPartsNothingComesBeforeTheEnd() {
    ask(false);
    pair.say(1, "Because ");
    pair.pass(SECOND);
    pair.deliver();
    assertThat(told()).isEmpty();
    pair.finish(1);
    pair.deliver();
    assertThat(ended().text()).isEqualTo("Because ");
  }

  @Test
  void aFastModelDoesNotFloodTheLink() {
    ask(true);
    int parts = 0;
    for (int i = 0; i < 1_000; i++) {
      pair.say(1, "word ");
      pair.pass(ChatPair.MS);
      parts += pair.deliver();
    }
    assertThat(parts).as("in a second").isBetween(5, 12);
    assertThat(told().length()).isGreaterThan(4_000);
  }

  @Test
  void aSlowLinkGetsFewLongParts() {
    ask(true);
    for (int i = 0; i < 1_000; i++) {
      pair.say(1, "word ");
      pair.pass(ChatPair.MS);
    }
    assertThat(pair.down.stream().filter(ChatPair::isPart))
        .as("without acknowledgement no second part is sent")
        .hasSize(1);
    for (int i = 0; i < 20; i++) {
      pair.deliver();
      pair.pass(SECOND);
    }
    assertThat(told()).hasSize(5_000);
  }

  /** What is told of a long text at once, over a link on which each part takes so long. */
  private List<Integer> lengths(long tripMs, int parts) {
    ask(true);
    pair.say(1, "w".repeat(100_000));
    List<Integer> lengths = new ArrayList<>();
    int before = told().length();
    for (int i = 0; i < parts; i++) {
      pair.nowNanos += tripMs * ChatPair.MS;
      pair.deliverOnce();
      lengths.add(told().length() - before);
      before = told().length();
    }
    return lengths;
  }

  @Test
  void partsGrowWhileTheyAreAcknowledgedSoon() {
    List<Integer> lengths = lengths(110, 8);
    assertThat(lengths.get(0)).isEqualTo(1_024);
    assertThat(lengths.get(7)).isEqualTo(ChatEnvelope.PART_CHARS_MAX);
  }

  @Test
  void partsShrinkWhileTheyTakeLong() {
    List<Integer> lengths = lengths(1_500, 8);
    assertThat(lengths).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(lengths.get(7)).isEqualTo(256);
  }

  @Test
  void theNextTimerIsWhenAPartIsDue() {
    ask(true);
    pair.say(1, "a");
    pair.deliver();
    pair.say(1, "b");
    assertThat(pair.cloud.nextTimerNanos(pair.nowNanos))
        .isEqualTo(pair.nowNanos + HeldChat.PACE_NANOS);
  }

  @Test
  void whatALinkHasSwallowedComesWhenItIsAskedFor() {
    ask(true);
    pair.say(1, "lost ");
    pair.down.clear();
    pair.finish(1);
    pair.down.clear();
    pair.pass(6 * SECOND);
    pair.deliver();
    pair.pass(SECOND);
    pair.deliver();
    assertThat(ended().text()).isEqualTo("lost ");
  }

  @Test
  void afterAnOutageTheTextGoesOnWhereItStopped() {
    ask(true);
    pair.say(1, "before ");
    pair.deliver();
    pair.edge.onDown();
    pair.say(1, "meanwhile ");
    pair.pass(20 * SECOND);
    pair.down.clear();
    pair.up.clear();
    pair.edge.onUp(pair.nowNanos);
    pair.deliver();
    pair.finish(1);
    pair.deliver();
    assertThat(ended().text()).isEqualTo("before meanwhile ");
    assertThat(pair.started).hasSize(1);
  }

  @Test
  void aRepeatedRequestStartsItsModelOnce() {
    pair.ask(1, ChatPair.question("assistant", true, DEADLINE));
    byte[] ask = pair.up.element();
    pair.deliver();
    pair.cloud.onBytes("gw-1", ask, pair.nowNanos);
    pair.edge.drop(1);
    pair.deliver();
    pair.cloud.onBytes("gw-1", ask, pair.nowNanos);
    assertThat(pair.started).hasSize(1);
    assertThat(pair.stopped).containsExactly(1L);
  }

  @Test
  void whatIsDroppedIsStoppedEvenIfThatIsLost() {
    ask(true);
    pair.edge.drop(1);
    pair.up.clear();
    pair.say(1, "on and on");
    pair.deliver();
    assertThat(pair.stopped).containsExactly(1L);
  }

  @Test
  void whatIsDroppedDuringAnOutageIsStoppedAfterIt() {
    ask(true);
    pair.edge.onDown();
    pair.edge.drop(1);
    assertThat(pair.up).isEmpty();
    pair.edge.onUp(pair.nowNanos);
    pair.deliver();
    assertThat(pair.stopped).containsExactly(1L);
  }

  @Test
  void aCloudThatHasForgottenEndsIt() {
    ask(true);
    pair.restartCloud();
    pair.pass(6 * SECOND);
    pair.deliver();
    assertThat(ended().end().status()).isEqualTo(ChatEnvelope.Status.FAILED);
    assertThat(ended().end().detail()).contains("does not know");
  }

  @Test
  void aModelThatIsNotOfferedIsNotAskedFor() {
    pair.ask(1, ChatPair.question("poet", true, DEADLINE));
    assertThat(pair.ends.get(1L)).containsExactly(new EdgeChats.Output.NotOffered(1, "poet"));
    assertThat(pair.up).isEmpty();
  }

  @Test
  void aCloudOfBeforeIsNotWaitedForForLong() {
    ChatPair old = new ChatPair();
    old.edge.want(true, 0);
    old.edge.onUp(0);
    old.ask(1, ChatPair.question("assistant", true, DEADLINE));
    for (int i = 0; i < 5; i++) {
      old.pass(SECOND);
    }
    assertThat(old.ends.get(1L)).containsExactly(new EdgeChats.Output.NotUnderstood(1));
    assertThat(old.up).as("nothing but greetings").allMatch(bytes -> bytes[1] == ChatCodec.HELLO);
    old.ask(2, ChatPair.question("assistant", true, DEADLINE));
    assertThat(old.ends.get(2L)).hasSize(1);
    old.pass(31 * SECOND);
    old.deliver();
    old.ask(3, ChatPair.question("assistant", true, DEADLINE));
    old.deliver();
    assertThat(old.started).as("it has been replaced meanwhile").hasSize(1);
  }

  @Test
  void withoutTextRoutesTheCloudIsNotAsked() {
    ChatPair quiet = new ChatPair();
    quiet.edge.onUp(0);
    quiet.pass(SECOND);
    assertThat(quiet.up).isEmpty();
    quiet.edge.want(true, quiet.nowNanos);
    assertThat(quiet.up).hasSize(1);
  }

  @Test
  void anAnswerThatGrowsTooLongIsStopped() {
    pair.ask(1, new ChatQuestion("assistant", "why?", true, 5, 10, DEADLINE));
    pair.deliver();
    pair.say(1, "twelve chars");
    pair.deliver();
    assertThat(pair.ends.get(1L)).containsExactly(new EdgeChats.Output.TooLong(1, 10));
    assertThat(pair.stopped).containsExactly(1L);
  }

  @Test
  void requestsBeyondTheLimitOfAnEdgeAreShedAndOtherEdgesServed() {
    for (int i = 1; i <= CloudChats.PER_EDGE_MAX; i++) {
      pair.ask(i, ChatPair.question("assistant", true, DEADLINE));
    }
    pair.deliver();
    pair.ask(1_000, ChatPair.question("assistant", true, DEADLINE));
    pair.deliver();
    assertThat(pair.ends.get(1_000L)).hasSize(1);
    LinkId other = new LinkId("gw-2", 1);
    pair.cloud.onBytes(
        "gw-2",
        ChatCodec.encode(new ChatEnvelope.Ask(other, 1, "assistant", 1_000, 5, true, "why?")),
        pair.nowNanos);
    assertThat(pair.started).hasSize(CloudChats.PER_EDGE_MAX + 1);
    pair.edge.drop(1);
    pair.ask(1_001, ChatPair.question("assistant", true, DEADLINE));
    pair.deliver();
    assertThat(pair.started).as("what is dropped makes room").hasSize(CloudChats.PER_EDGE_MAX + 2);
  }

  @Test
  void whatNobodyDropsIsForgottenAfterItsDeadline() {
    ask(true);
    pair.edge.onDown();
    pair.up.clear();
    for (int i = 0; i < 100; i++) {
      pair.pass(SECOND);
    }
    assertThat(pair.cloud.stats().held()).isZero();
    assertThat(pair.stopped).containsExactly(1L);
    assertThat(pair.cloud.nextTimerNanos(pair.nowNanos)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anEnvelopeOfAnotherEdgeOrLifeCountsForNothing() {
    pair.cloud.onBytes(
        "gw-2", ChatCodec.encode(new ChatEnvelope.Hello(ChatPair.LINK)), pair.nowNanos);
    assertThat(pair.down).isEmpty();
    assertThat(pair.cloud.stats().malformed()).isEqualTo(1);
    ask(true);
    LinkId before = new LinkId("gw-1", 41);
    pair.edge.onBytes(
        ChatCodec.encode(new ChatEnvelope.Part(before, 1, 0, "stale")), pair.nowNanos);
    assertThat(told()).isEmpty();
    assertThat(pair.edge.malformed()).isEqualTo(1);
  }

  @Test
  void halvesOfACharacterAreNotTornApart() {
    ask(true);
    pair.say(1, "smile \uD83D");
    pair.deliver();
    assertThat(told()).isEqualTo("smile ");
    pair.say(1, "\uDE00");
    pair.pass(SECOND);
    pair.deliver();
    assertThat(told()).isEqualTo("smile \uD83D\uDE00");
  }
}
