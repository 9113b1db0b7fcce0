package dev.sluice.edge.core.forward;

import static dev.sluice.edge.core.forward.Rules.SECOND;
import static dev.sluice.edge.core.forward.Rules.message;
import static dev.sluice.edge.core.forward.Rules.retained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.mqtt.Message;
import dev.sluice.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Which of the messages of a topic go: sampling, deadband, repeats, and fields that do not leave.
 */
final class SelectionTest {
  private static final double NO_WIDTH = Double.POSITIVE_INFINITY;
  private static final long NEVER = Long.MAX_VALUE;

  private final List<String> sent = new ArrayList<>();
  private long now;

  private static Selection sampling(int every, long period) {
    return new Selection(new Sampling(every, period), Optional.empty(), 0);
  }

  private static Selection deadband(double absolute, double percent, long maxSilence) {
    return new Selection(
        Sampling.ALL,
        Optional.of(new Deadband(Optional.empty(), absolute, percent, maxSilence)),
        0);
  }

  private static Selection repeats(long window) {
    return new Selection(Sampling.ALL, Optional.empty(), window);
  }

  /** One message a second; what goes is noted. */
  private ForwardRules feed(Selection selection, String... payloads) {
    ForwardRules rules = Rules.of(Rules.selecting("#", 0, selection));
    for (String payload : payloads) {
      feed(rules, message("a", payload));
    }
    return rules;
  }

  private void feed(ForwardRules rules, Message message) {
    if (rules.apply(message, now) instanceof Verdict.Forward forward) {
      sent.add(Rules.text(forward.message().payload()));
    }
    now += SECOND;
  }

  private static long leftOut(ForwardRules rules, LeftOut reason) {
    return rules.stats().rules().get(0).leftOut().get(reason);
  }

  @Test
  void everyThirdMeansTheFirstAndThenTwoArePassedOver() {
    ForwardRules rules = feed(sampling(3, 0), "1", "2", "3", "4", "5", "6", "7");

    assertThat(sent).containsExactly("1", "4", "7");
    assertThat(leftOut(rules, LeftOut.SAMPLED_OUT)).isEqualTo(4);
  }

  @Test
  void atMostOnePerPeriodCountsFromTheLastThatWent() {
    now = Long.MAX_VALUE - 3 * SECOND;
    feed(sampling(1, 3 * SECOND), "1", "2", "3", "4", "5", "6", "7", "8");

    assertThat(sent).as("the clock wraps around meanwhile").containsExactly("1", "4", "7");
  }

  @Test
  void topicsAreSampledEachForItself() {
    ForwardRules rules = feed(sampling(2, 0), "1", "2");
    feed(rules, message("b", "10"));
    feed(rules, message("b", "11"));

    assertThat(sent).containsExactly("1", "10");
  }

  @Test
  void anAbsoluteDeadbandComparesWithTheLastNumberThatWent() {
    ForwardRules rules =
        feed(deadband(1, NO_WIDTH, NEVER), "20", "20.6", "21", "21.9", "20", "19.5");

    assertThat(sent).containsExactly("20", "21", "20");
    assertThat(leftOut(rules, LeftOut.DEADBAND)).isEqualTo(3);
  }

  @Test
  void aRelativeDeadbandIsAPartOfTheLastNumberThatWent() {
    feed(deadband(NO_WIDTH, 10, NEVER), "100", "109", "110", "120", "121", "-1", "0", "0", "1e-9");

    assertThat(sent).containsExactly("100", "110", "121", "-1", "0", "1e-9");
  }

  @Test
  void theNarrowerOfBothWidthsDecides() {
    feed(deadband(5, 10, NEVER), "100", "104", "105", "10", "11");

    assertThat(sent).containsExactly("100", "105", "10", "11");
  }

  @Test
  void afterTheLongestSilenceTheNextNumberGoesAnyway() {
    feed(deadband(1, NO_WIDTH, 3 * SECOND), "5", "5", "5", "5.1", "5", "5", "5.2");

    assertThat(sent).containsExactly("5", "5.1", "5.2");
  }

  @Test
  void aPayloadThatIsNoNumberIsAMoveAndCounted() {
    ForwardRules rules = feed(deadband(1, NO_WIDTH, NEVER), "5", "n/a", "5", "NaN", "5");

    assertThat(sent).containsExactly("5", "n/a", "5", "NaN", "5");
    assertThat(rules.stats().rules().get(0).unparsable()).isEqualTo(2);
  }

  @Test
  void theNumberMayBeAField() {
    Deadband deadband = new Deadband(Optional.of(FieldName.parse("t")), 1, NO_WIDTH, NEVER);
    feed(new Selection(Sampling.ALL, Optional.of(deadband), 0), "t=5;n=1", "t=5.5;n=2", "t=6;n=3");

    assertThat(sent).containsExactly("t=5;n=1", "t=6;n=3");
  }

  @Test
  void aRepeatedPayloadGoesAgainWhenTheWindowIsOver() {
    ForwardRules rules = feed(repeats(3 * SECOND), "on", "on", "off", "on", "on", "on", "on");

    assertThat(sent).containsExactly("on", "off", "on", "on");
    assertThat(leftOut(rules, LeftOut.REPEATED)).isEqualTo(3);
  }

  @Test
  void aRepetitionThatIsToBeRetainedIsNotOne() {
    ForwardRules rules = feed(repeats(60 * SECOND), "on");
    feed(rules, retained("a", "on"));
    feed(rules, retained("a", "on"));

    assertThat(sent).containsExactly("on", "on");
  }

  @Test
  void clearingARetainedMessageAlwaysGoesAndWhatFollowsIsNew() {
    ForwardRules rules = feed(sampling(100, 0), "1");
    feed(rules, retained("a", ""));
    feed(rules, message("a", "2"));
    feed(rules, message("a", "3"));

    assertThat(sent).containsExactly("1", "", "2");
  }

  @Test
  void whatIsPassedOverByOneIsNotShownToTheNext() {
    Deadband deadband = new Deadband(Optional.empty(), 1, NO_WIDTH, NEVER);
    feed(
        new Selection(new Sampling(2, 0), Optional.of(deadband), 0),
        "1",
        "50",
        "1.5",
        "60",
        "2",
        "3");

    assertThat(sent)
        .as("1.5 is sampled, and in the band; 2 is sampled, and not")
        .containsExactly("1", "2");
  }

  @Test
  void fieldsAreRedactedAndCounted() {
    ForwardRules rules =
        Rules.of(
            Rules.redacting(
                "#",
                OnUnparsable.DROP,
                new Redaction(FieldName.parse("gps"), Redaction.How.REMOVE),
                new Redaction(FieldName.parse("who"), Redaction.How.MASK)));
    feed(rules, message("a", "t=1;gps=48;who=me"));
    feed(rules, message("a", "t=2"));

    assertThat(sent).containsExactly("t=1;who=***", "t=2");
    assertThat(rules.stats().rules().get(0).redacted()).isEqualTo(1);
  }

  @Test
  void whatCannotBeRedactedStaysOrGoesAsTheRuleSays() {
    Redaction gps = new Redaction(FieldName.parse("gps"), Redaction.How.REMOVE);
    ForwardRules dropping = Rules.of(Rules.redacting("#", OnUnparsable.DROP, gps));
    ForwardRules forwarding = Rules.of(Rules.redacting("#", OnUnparsable.FORWARD, gps));
    feed(dropping, message("a", "secret"));
    feed(forwarding, message("a", "harmless"));

    assertThat(sent).containsExactly("harmless");
    assertThat(leftOut(dropping, LeftOut.UNPARSABLE)).isEqualTo(1);
    assertThat(dropping.stats().rules().get(0).unparsable()).isEqualTo(1);
    assertThat(forwarding.stats().rules().get(0).unparsable()).isEqualTo(1);
  }

  @Test
  void repetitionsAreToldByWhatWouldLeave() {
    UpRule rule =
        new UpRule(
            "r",
            TopicFilter.of("#"),
            Optional.of(Rules.to("#", "{topic}", 0)),
            repeats(60 * SECOND),
            List.of(new Redaction(FieldName.parse("at"), Redaction.How.REMOVE)),
            OnUnparsable.DROP);
    ForwardRules rules = Rules.of(rule);
    feed(rules, message("a", "t=1;at=10"));
    feed(rules, message("a", "t=1;at=20"));
    feed(rules, message("a", "t=2;at=30"));

    assertThat(sent).containsExactly("t=1", "t=2");
  }

  @Test
  void refusesWidthsThatSayNothing() {
    assertThatThrownBy(() -> deadband(0, NO_WIDTH, NEVER)).hasMessageContaining("above zero");
    assertThatThrownBy(() -> deadband(Double.NaN, 1, NEVER)).hasMessageContaining("above zero");
    assertThatThrownBy(() -> sampling(0, 0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> repeats(-1)).hasMessageContaining("not negative");
  }
}
