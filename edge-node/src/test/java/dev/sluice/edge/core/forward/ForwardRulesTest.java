package dev.sluice.edge.core.forward;

import static dev.sluice.edge.core.forward.Rules.SECOND;
import static dev.sluice.edge.core.forward.Rules.message;
import static dev.sluice.edge.core.forward.Rules.retained;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule decides, where a message goes, and what never leaves. */
final class ForwardRulesTest {
  private static Verdict.Forward forwarded(ForwardRules rules, Message message) {
    Verdict verdict = rules.apply(message, 0);
    assertThat(verdict).isInstanceOf(Verdict.Forward.class);
    return (Verdict.Forward) verdict;
  }

  private static LeftOut stays(ForwardRules rules, Message message) {
    Verdict verdict = rules.apply(message, 0);
    assertThat(verdict).isInstanceOf(Verdict.Stay.class);
    return ((Verdict.Stay) verdict).reason();
  }

  @Test
  void aTopicWithoutRuleStaysAndIsNotCounted() {
    ForwardRules rules = Rules.of(Rules.rule("a/#", 0));

    assertThat(rules.apply(message("b", "1"), 0)).isInstanceOf(Verdict.NoRule.class);
    assertThat(rules.stats().rules().get(0).forwarded()).isZero();
  }

  @Test
  void theFirstRuleThatMatchesDecidesAlone() {
    ForwardRules rules =
        Rules.of(Rules.rule("a/alarm", 2), Rules.keeping("a/secret"), Rules.rule("a/#", 1));

    assertThat(forwarded(rules, message("a/alarm", "1")).lane()).isEqualTo(2);
    assertThat(forwarded(rules, message("a/b", "1")).lane()).isEqualTo(1);
    assertThat(stays(rules, message("a/secret", "1"))).isEqualTo(LeftOut.KEPT);
  }

  @Test
  void theMessageIsForwardedUnderItsRemoteTopicWithAllThatItSays() {
    Message message = Rules.saying("a/b", "unit", "mm/s");

    Verdict.Forward forward = forwarded(Rules.of(Rules.rule("a/#", 0)), message);

    assertThat(forward.message().topic()).isEqualTo(TopicName.of("gw/a/b"));
    assertThat(forward.message().payload()).isSameAs(message.payload());
    assertThat(forward.message().properties()).isEqualTo(message.properties());
    assertThat(forward.message().qos()).isEqualTo(Qos.AT_LEAST_ONCE);
    assertThat(forward.maxAge()).isEmpty();
  }

  @Test
  void theDestinationSetsQosAndRetainFlag() {
    UpRule.Destination destination =
        new UpRule.Destination(
            TopicMapping.of(TopicFilter.of("a"), "x", "", "gw"),
            0,
            Optional.of(Qos.EXACTLY_ONCE),
            RetainFlag.CLEAR,
            Optional.empty());
    Verdict.Forward forward = forwarded(Rules.of(with(destination)), retained("a", "1"));

    assertThat(forward.message().qos()).isEqualTo(Qos.EXACTLY_ONCE);
    assertThat(forward.message().retain()).isFalse();
    assertThat(forwarded(Rules.of(Rules.rule("a", 0)), retained("a", "1")).message().retain())
        .isTrue();
  }

  private static UpRule with(UpRule.Destination destination) {
    return new UpRule(
        "r",
        TopicFilter.of("a"),
        Optional.of(destination),
        Selection.ALL,
        List.of(),
        OnUnparsable.DROP);
  }

  @ParameterizedTest
  @CsvSource({"60, 30, 30", "10, 30, 10", ", 30, 30", "60, , 60", ", , "})
  void theSoonerOfRuleAndMessageExpiryBoundsItsAge(Long rule, Long message, Long expected) {
    UpRule.Destination destination =
        new UpRule.Destination(
            TopicMapping.of(TopicFilter.of("a"), "x", "", "gw"),
            0,
            Optional.empty(),
            RetainFlag.KEEP,
            Optional.ofNullable(rule).map(Duration::ofSeconds));
    PublishProperties properties =
        new PublishProperties(
            OptionalInt.empty(),
            message == null ? OptionalLong.empty() : OptionalLong.of(message),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    Message expiring =
        new Message(TopicName.of("a"), Payload.utf8("1"), Qos.AT_LEAST_ONCE, false, properties);

    assertThat(forwarded(Rules.of(with(destination)), expiring).maxAge())
        .isEqualTo(Optional.ofNullable(expected).map(Duration::ofSeconds));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "1, true", "yes, true", "'', true", "false, false", "0, false"})
  void aSenderKeepsItsMessageHereAndAWordNotUnderstoodProtectsToo(String word, boolean stays) {
    Verdict verdict =
        Rules.of(Rules.rule("#", 0)).apply(Rules.saying("a", "x-no-offload", word), 0);

    assertThat(verdict instanceof Verdict.Stay).isEqualTo(stays);
    assertThat(!stays || verdict.equals(new Verdict.Stay(LeftOut.PRIVATE))).isTrue();
  }

  @Test
  void topicsThatNeverLeaveStayWhateverTheRuleSays() {
    ForwardRules rules =
        new ForwardRules(
            List.of(Rules.rule("#", 0)),
            List.of(TopicFilter.of("home/+/camera")),
            Rules.ROOMY,
            new PairFields());

    assertThat(stays(rules, message("home/1/camera", "1"))).isEqualTo(LeftOut.PRIVATE);
    assertThat(forwarded(rules, message("home/1/camera/inference", "1")).lane()).isZero();

    rules.keepHere(List.of(TopicFilter.of("home/+/door")));

    assertThat(forwarded(rules, message("home/1/camera", "1")).lane()).isZero();
    assertThat(stays(rules, message("home/1/door", "1"))).isEqualTo(LeftOut.PRIVATE);
  }

  @Test
  void aTopicThatWouldBeOneOfTheLinkStays() {
    UpRule rule =
        new UpRule(
            "r",
            TopicFilter.of("#"),
            Optional.of(Rules.to("#", "{topic}", 0)),
            Selection.ALL,
            List.of(),
            OnUnparsable.FORWARD);

    assertThat(stays(Rules.of(rule), message("sluice/v1/up/x", "1"))).isEqualTo(LeftOut.UNMAPPABLE);
  }

  @Test
  void everyOutcomeIsCountedUnderItsRule() {
    ForwardRules rules = Rules.of(Rules.keeping("k"), Rules.rule("#", 0));
    rules.apply(message("k", "1"), 0);
    rules.apply(message("a", "1"), 0);

    RuleStats keep = rules.stats().rules().get(0);
    RuleStats all = rules.stats().rules().get(1);
    assertThat(keep.leftOut()).containsEntry(LeftOut.KEPT, 1L);
    assertThat(keep.forwarded()).isZero();
    assertThat(all.forwarded()).isEqualTo(1);
    assertThat(all.leftOut()).containsOnlyKeys(LeftOut.values());
  }

  @Test
  void whatCouldNotBeKeptIsNotTakenForForwarded() {
    Selection repeats = new Selection(Sampling.ALL, Optional.empty(), 60 * SECOND);
    ForwardRules rules = Rules.of(Rules.selecting("a", 0, repeats));
    forwarded(rules, message("a", "1"));
    assertThat(stays(rules, message("a", "1"))).isEqualTo(LeftOut.REPEATED);

    rules.onRefused(TopicName.of("a"));

    forwarded(rules, message("a", "1"));
  }
}
