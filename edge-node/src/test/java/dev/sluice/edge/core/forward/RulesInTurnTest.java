package dev.sluice.edge.core.forward;

import static dev.sluice.edge.core.forward.Rules.SECOND;
import static dev.sluice.edge.core.forward.Rules.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rules up that take the place of others. */
final class RulesInTurnTest {
  private static final PairFields JSON = new PairFields();
  private static final Selection NO_REPEATS =
      new Selection(Sampling.ALL, Optional.empty(), 10 * SECOND);

  private static boolean goes(ForwardRules rules, String topic, String payload) {
    return rules.apply(message(topic, payload), 0) instanceof Verdict.Forward;
  }

  private static List<String> counted(ForwardRules rules) {
    return rules.stats().rules().stream().map(one -> one.rule() + "=" + one.forwarded()).toList();
  }

  @Test
  void theNextMessageIsDecidedByTheNewRules() {
    ForwardRules rules = Rules.of(Rules.rule("a/#", 0));
    assertThat(goes(rules, "b", "1")).isFalse();

    rules.use(List.of(Rules.keeping("a/x"), Rules.rule("b", 1), Rules.rule("a/#", 0)), JSON);

    assertThat(rules.apply(message("b", "1"), 0))
        .isInstanceOfSatisfying(
            Verdict.Forward.class, forward -> assertThat(forward.lane()).isEqualTo(1));
    assertThat(goes(rules, "a/x", "1")).isFalse();
    assertThat(goes(rules, "a/y", "1")).isTrue();
    rules.use(List.of(), JSON);
    assertThat(rules.apply(message("a/y", "1"), 0)).isInstanceOf(Verdict.NoRule.class);
  }

  @Test
  void aRuleThatSaysTheSameGoesOnWithWhatItRemembers() {
    UpRule same = Rules.selecting("a/#", 0, NO_REPEATS);
    ForwardRules rules = Rules.of(same, Rules.rule("z", 0));
    assertThat(goes(rules, "a/1", "v")).isTrue();

    rules.use(List.of(Rules.rule("y", 0), Rules.selecting("a/#", 0, NO_REPEATS)), JSON);

    assertThat(goes(rules, "a/1", "v")).as("a repetition, before and after").isFalse();
    assertThat(rules.stats().topics()).isEqualTo(1);
  }

  @Test
  void whatARuleOfBeforeRememberedIsNotHeldAgainstAnotherOne() {
    ForwardRules rules = Rules.of(Rules.selecting("a/#", 0, NO_REPEATS));
    assertThat(goes(rules, "a/1", "v")).isTrue();

    rules.use(List.of(Rules.selecting("a/#", 1, NO_REPEATS)), JSON);
    assertThat(goes(rules, "a/1", "v")).as("never sent on that lane").isTrue();
    rules.use(
        List.of(Rules.selecting("a/1", 1, NO_REPEATS), Rules.selecting("a/#", 1, NO_REPEATS)),
        JSON);
    assertThat(goes(rules, "a/1", "v")).as("another rule decides").isTrue();
  }

  @Test
  void whatIsToStayHereStaysHere() {
    ForwardRules rules = Rules.of(Rules.rule("a/#", 0));
    rules.keepHere(List.of(dev.sluice.topic.TopicFilter.of("a/secret")));
    rules.use(List.of(Rules.rule("#", 0)), JSON);
    assertThat(goes(rules, "a/secret", "1")).isFalse();
    assertThat(goes(rules, "a/open", "1")).isTrue();
  }

  @Test
  void rulesThatKeepTheirNameGoOnCounting() {
    ForwardRules rules = Rules.of(Rules.rule("a/#", 0), Rules.rule("b", 0));
    goes(rules, "a/1", "1");
    goes(rules, "b", "1");
    rules.use(List.of(Rules.rule("c", 0), Rules.rule("a/#", 1)), JSON);
    goes(rules, "a/1", "1");
    assertThat(counted(rules)).containsExactly("c=0", "a/#=2");
  }

  /** Beside rules made anew: the same verdicts, but for what is remembered. */
  @Test
  void rulesChangedAtAnyMomentDecideAsRulesThatWereAlwaysThere() {
    String[] filters = {"a/#", "a/1", "+/2", "b/+", "#"};
    for (long seed = 1; seed <= 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ForwardRules changing = Rules.of();
      for (int change = 0; change < 20; change++) {
        List<UpRule> next = drawn(filters, random);
        changing.use(next, JSON);
        ForwardRules fresh = new ForwardRules(next, List.of(), Rules.ROOMY, JSON);
        for (int i = 0; i < 10; i++) {
          String topic = (random.nextBoolean() ? "a/" : "b/") + random.nextInt(4);
          assertThat(changing.apply(message(topic, "1"), 0))
              .as("seed %d, %s", seed, topic)
              .usingRecursiveComparison()
              .isEqualTo(fresh.apply(message(topic, "1"), 0));
        }
      }
    }
  }

  private static List<UpRule> drawn(String[] filters, SplittableRandom random) {
    List<UpRule> rules = new ArrayList<>();
    for (String filter : filters) {
      if (random.nextBoolean()) {
        int lane = random.nextInt(3);
        int place = random.nextInt(rules.size() + 1);
        rules.add(place, lane == 2 ? Rules.keeping(filter) : Rules.rule(filter, lane));
      }
    }
    return rules;
  }
}
