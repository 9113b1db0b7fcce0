package dev.sluice.edge.core.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any rules and any messages, whatever is forgotten meanwhile. */
final class ForwardRulesModelTest {
  private static final int STEPS = 4_000;
  private static final String[] LEVELS = {"a", "b", "c"};

  /** What went last of a topic, by a reader in the cloud. */
  private record Seen(double value, long atNanos) {}

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aTopicKeepsItsLaneAndTheCloudIsNeverFurtherOffThanTheRuleAllows(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<UpRule> list = rules(random);
    ForwardRules.Limits limits = new ForwardRules.Limits(1 + random.nextInt(6), 1 << 16);
    ForwardRules rules = new ForwardRules(list, List.of(), limits, new PairFields());
    Map<TopicName, Integer> lanes = new HashMap<>();
    Map<TopicName, Seen> cloud = new HashMap<>();
    Map<TopicName, Double> values = new HashMap<>();
    long now = random.nextLong();
    int forwarded = 0;
    for (int step = 0; step < STEPS; step++) {
      now += random.nextLong(2 * Rules.SECOND);
      TopicName topic = topic(random);
      double value = values.merge(topic, random.nextDouble(-1, 1), Double::sum);
      Message message = Rules.message(topic.value(), Double.toString(value));
      Verdict verdict = rules.apply(message, now);
      String at = "seed %d step %d: %s".formatted(seed, step, topic);
      Optional<UpRule> decides = firstOf(list, topic);
      assertThat(verdict instanceof Verdict.NoRule).as(at).isEqualTo(decides.isEmpty());
      if (verdict instanceof Verdict.Forward forward) {
        forwarded++;
        assertThat(lanes.merge(topic, forward.lane(), (old, lane) -> old))
            .isEqualTo(forward.lane());
        assertThat(forward.lane()).as(at).isEqualTo(decides.get().destination().get().lane());
        cloud.put(topic, new Seen(value, now));
      } else if (verdict instanceof Verdict.Stay stay) {
        assertThat(cloud).as(at + ": the first always goes").containsKey(topic);
        check(decides.get().selection(), stay.reason(), cloud.get(topic), value, now, at);
      }
      if (random.nextInt(50) == 0) {
        rules.onRefused(topic);
      }
      assertThat(rules.stats().topics()).isLessThanOrEqualTo(limits.topicsMax());
    }
    assertThat(forwarded).as("seed %d forwards some", seed).isBetween(STEPS / 20, STEPS);
    assertThat(sum(rules)).as("seed %d", seed).isEqualTo(forwarded);
  }

  private static void check(
      Selection selection, LeftOut reason, Seen seen, double value, long now, String at) {
    long silence = now - seen.atNanos();
    switch (reason) {
      case SAMPLED_OUT -> assertThat(selection.sampling().takesAll()).as(at).isFalse();
      case DEADBAND -> {
        Deadband deadband = selection.deadband().get();
        assertThat(Math.abs(value - seen.value())).as(at).isLessThan(deadband.absolute());
        assertThat(silence).as(at).isLessThan(deadband.maxSilenceNanos());
      }
      case REPEATED -> {
        assertThat(value).as(at).isEqualTo(seen.value());
        assertThat(silence).as(at).isLessThan(selection.repeatWindowNanos());
      }
      default -> throw new AssertionError(at + " stays as " + reason);
    }
  }

  private static long sum(ForwardRules rules) {
    return rules.stats().rules().stream().mapToLong(RuleStats::forwarded).sum();
  }

  private static Optional<UpRule> firstOf(List<UpRule> rules, TopicName topic) {
    return rules.stream().filter(rule -> rule.filter().matches(topic)).findFirst();
  }

  private static List<UpRule> rules(SplittableRandom random) {
    List<UpRule> rules = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      rules.add(Rules.selecting(filter(random).value(), random.nextInt(3), selection(random)));
    }
    rules.add(Rules.selecting("a/#", random.nextInt(3), selection(random)));
    return rules;
  }

  private static Selection selection(SplittableRandom random) {
    Sampling sampling =
        random.nextBoolean()
            ? Sampling.ALL
            : new Sampling(1 + random.nextInt(4), random.nextLong(3 * Rules.SECOND));
    Optional<Deadband> deadband =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new Deadband(
                    Optional.empty(),
                    random.nextDouble(0.1, 2),
                    Double.POSITIVE_INFINITY,
                    1 + random.nextLong(20 * Rules.SECOND)));
    return new Selection(sampling, deadband, random.nextLong(3 * Rules.SECOND));
  }

  private static TopicFilter filter(SplittableRandom random) {
    String first = random.nextInt(3) == 0 ? "+" : LEVELS[random.nextInt(LEVELS.length)];
    String second = random.nextInt(3) == 0 ? "#" : LEVELS[random.nextInt(LEVELS.length)];
    return TopicFilter.of(first + "/" + second);
  }

  private static TopicName topic(SplittableRandom random) {
    return TopicName.of(
        LEVELS[random.nextInt(LEVELS.length)] + "/" + LEVELS[random.nextInt(LEVELS.length)]);
  }
}
