package dev.sluice.cloud.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.moquette.broker.subscriptions.Topic;
import org.junit.jupiter.api.Test;

class TopicRightsTest {
  private final TopicRights rights = new TopicRights("bridge");

  @Test
  void anEdgePublishesUpAndReadsDownUnderItsOwnName() {
    assertThat(rights.canWrite(new Topic("sluice/v1/up/one"), null, "edge-one")).isTrue();
    assertThat(rights.canRead(new Topic("sluice/v1/down/one"), null, "edge-one")).isTrue();
    assertThat(rights.canRead(new Topic("sluice/v1/up/one"), null, "edge-one")).isFalse();
    assertThat(rights.canWrite(new Topic("sluice/v1/down/one"), null, "edge-one")).isFalse();
    assertThat(rights.canWrite(new Topic("sluice/v1/up/one/x"), null, "edge-one")).isFalse();
    assertThat(rights.canRead(new Topic("sluice/v1/down/+"), null, "edge-one")).isFalse();
  }

  @Test
  void anEdgeIdThatIsAWildcardOpensNothing() {
    assertThat(rights.canRead(new Topic("sluice/v1/down/one"), null, "edge-+")).isFalse();
    assertThat(rights.canRead(new Topic("sluice/v1/down/+"), null, "edge-+")).isFalse();
    assertThat(rights.canRead(new Topic("sluice/v1/down/#"), null, "edge-#")).isFalse();
  }

  @Test
  void theBridgeMayDoAnything() {
    assertThat(rights.canWrite(new Topic("sluice/v1/down/one"), "bridge", "any")).isTrue();
    assertThat(rights.canRead(new Topic("#"), "bridge", "any")).isTrue();
  }

  @Test
  void anEdgeForwardsUpAndReadsDownUnderItsOwnName() {
    assertThat(rights.canWrite(new Topic("sluice/v1/forward/up/one"), null, "edge-one")).isTrue();
    assertThat(rights.canRead(new Topic("sluice/v1/forward/down/one"), null, "edge-one")).isTrue();
    assertThat(rights.canWrite(new Topic("sluice/v1/forward/up/two"), null, "edge-one")).isFalse();
    assertThat(rights.canRead(new Topic("sluice/v1/forward/up/one"), null, "edge-one")).isFalse();
    assertThat(rights.canRead(new Topic("plant/1"), null, "edge-one")).isFalse();
  }

  @Test
  void applicationsMeetEverythingButTheLink() {
    assertThat(rights.canRead(new Topic("plant/+/temperature"), null, "app")).isTrue();
    assertThat(rights.canWrite(new Topic("plant/1/set"), null, "app")).isTrue();
    assertThat(rights.canRead(new Topic("sluice/v1/up/one"), null, "app")).isFalse();
    assertThat(rights.canRead(new Topic("sluice/#"), null, "app")).isFalse();
    assertThat(rights.canRead(new Topic("#"), null, "app")).isFalse();
    assertThat(rights.canRead(new Topic("+/v1/up/one"), null, "app")).isFalse();
    assertThat(rights.canWrite(new Topic("$SYS/x"), null, "app")).isFalse();
  }

  @Test
  void othersMayDoNothingOnTheLinkAndNothingIsThrown() {
    assertThat(rights.canWrite(new Topic("sluice/v1/up/"), "x", "device")).isFalse();
    assertThat(rights.canRead(new Topic(""), "", "")).isFalse();
    assertThat(rights.canRead(new Topic("a"), null, null)).isFalse();
  }
}
