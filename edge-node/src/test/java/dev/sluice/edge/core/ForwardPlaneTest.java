package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.Forwarder.Offer;
import dev.sluice.edge.core.ForwardPlane.LaneBlock;
import dev.sluice.edge.core.forward.FieldName;
import dev.sluice.edge.core.forward.ForwardRules;
import dev.sluice.edge.core.forward.JsonFields;
import dev.sluice.edge.core.forward.LeftOut;
import dev.sluice.edge.core.forward.OnUnparsable;
import dev.sluice.edge.core.forward.Redaction;
import dev.sluice.edge.core.forward.RetainFlag;
import dev.sluice.edge.core.forward.RuleStats;
import dev.sluice.edge.core.forward.Selection;
import dev.sluice.edge.core.forward.TopicMapping;
import dev.sluice.edge.core.forward.UpRule;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.LaneCodec;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneEnvelope.Progress;
import dev.sluice.uplink.forward.LaneEnvelope.State;
import dev.sluice.uplink.forward.LaneSender;
import dev.sluice.uplink.forward.MessageCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ForwardPlaneTest {
  private static final LinkId LINK = new LinkId("gw", 9);
  private static final LaneName LANE = new LaneName("normal");

  private final List<EdgeEffect> effects = new ArrayList<>();
  private boolean full;
  private long settled;

  private final Lanes lanes =
      new Lanes() {
        @Override
        public boolean isFull(int lane) {
          return full;
        }

        @Override
        public long settled(int lane) {
          return settled;
        }
      };

  private final ForwardPlane plane =
      new ForwardPlane(
          new ForwardPlane.Settings(
              new LaneSender.Settings(
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(9),
                  Duration.ofSeconds(3),
                  10_000,
                  1_000),
              200),
          rules(),
          lanes,
          List.of(new LaneSender.Lane(LANE, LINK, 0, 0)),
          effects::add);

  private static ForwardRules rules() {
    TopicFilter filter = TopicFilter.of("plant/#");
    UpRule.Destination destination =
        new UpRule.Destination(
            TopicMapping.of(filter, "site/{topic}", "", "gw"),
            0,
            Optional.empty(),
            RetainFlag.KEEP,
            Optional.of(Duration.ofSeconds(5)));
    UpRule rule =
        new UpRule(
            "all",
            filter,
            Optional.of(destination),
            Selection.ALL,
            List.of(),
            OnUnparsable.FORWARD);
    return new ForwardRules(List.of(rule), List.of(), new ForwardRules.Limits(10, 10_000), NO_JSON);
  }

  private static final JsonFields NO_JSON =
      new JsonFields() {
        @Override
        public OptionalDouble number(Payload payload, FieldName field) {
          return OptionalDouble.empty();
        }

        @Override
        public Optional<Payload> redact(Payload payload, List<Redaction> redactions) {
          return Optional.empty();
        }
      };

  private static Message message(String topic, int bytes) {
    return Message.of(TopicName.of(topic), Payload.of(new byte[bytes]), Qos.AT_LEAST_ONCE);
  }

  private Offer offer(String topic, int bytes) {
    return plane.offer(message(topic, bytes), 1_000);
  }

  @Test
  void keepsWhatARuleForwardsAsTheCloudShallPublishIt() throws Exception {
    Offer.Entry entry = (Offer.Entry) offer("plant/1", 3);
    assertThat(entry.expiresAtNanos()).isEqualTo(1_000 + Duration.ofSeconds(5).toNanos());
    ForwardedMessage kept = MessageCodec.decode(entry.entry().bytes(), OptionalLong.empty());
    assertThat(kept.topic()).isEqualTo("site/plant/1");
    assertThat(kept.qos()).isEqualTo(1);
  }

  @Test
  void leavesWhatNoRuleWants() {
    assertThat(offer("other", 3)).isInstanceOf(Offer.Nothing.class);
  }

  @Test
  void saysWhenTheLaneIsFullAndWhenAMessageCannotTravel() {
    assertThat(offer("plant/1", 300)).isInstanceOf(Offer.Nothing.class);
    full = true;
    assertThat(offer("plant/1", 3)).isInstanceOf(Offer.Full.class);
    RuleStats all = plane.stats().rules().rules().get(0);
    assertThat(all.leftOut()).containsEntry(LeftOut.TOO_LARGE, 1L);
    assertThat(all.forwarded()).isEqualTo(1);
    assertThat(plane.stats().refused()).isEqualTo(1);
  }

  @Test
  void sendsWhatHasBecomeDurableAndReleasesWhatIsCommitted() throws Exception {
    plane.onUp(0);
    Batch question = sent(0);
    assertThat(question.last()).isLessThan(question.first());
    progress(0, 0);
    settled = 4;
    plane.onDurable(1);
    EdgeEffect.ReadLane read = (EdgeEffect.ReadLane) effects.get(effects.size() - 1);
    assertThat(read.from()).isEqualTo(1);
    plane.onBlock(read, new LaneBlock(1, 1, 4, new byte[] {1}), 2);
    assertThat(sent(effects.size() - 1).last()).isEqualTo(4);
    progress(4, 0);
    assertThat(effects).noneMatch(effect -> effect instanceof EdgeEffect.ReleaseLane);
    progress(4, 4);
    assertThat(effects.get(effects.size() - 1)).isEqualTo(new EdgeEffect.ReleaseLane(0, 4));
  }

  @Test
  void asksForANewConnectionWhenNobodyAnswers() {
    plane.onUp(0);
    plane.onTimer(Duration.ofSeconds(4).toNanos());
    assertThat(effects).last().isInstanceOf(EdgeEffect.ResetUplink.class);
    assertThat(plane.nextTimerNanos()).isEqualTo(Long.MAX_VALUE);
  }

  private Batch sent(int index) throws Exception {
    return (Batch) LaneCodec.decode(((EdgeEffect.SendForward) effects.get(index)).bytes());
  }

  private void progress(long received, long committed) {
    plane.onBytes(LaneCodec.encode(new Progress(LINK, LANE, received, committed, State.TAKING)), 3);
  }
}
