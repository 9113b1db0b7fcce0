package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.ModelClient.Memory;
import dev.sluice.mqtt.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Correct clients over connections that break at any packet: nothing acknowledged is lost, QoS 2
 * arrives once, the order of each topic is kept.
 */
class ExactlyOnceModelTest {
  private static final int RUNS = 40;
  private static final int STEPS = 1_500;
  private static final int STEPS_TO_SETTLE = 20_000;
  private static final String ONCE = "once";
  private static final String AT_LEAST = "at-least";

  /** One publisher, one subscriber, one broker, from one seed. */
  private static final class World {
    private final SplittableRandom random;
    private final Ledger ledger = new Ledger();
    private final LossyLink link;
    private final ModelClient publisher;
    private final ModelClient subscriber;
    private int breaks;

    World(long seed, Memory subscribersMemory) {
      random = new SplittableRandom(seed);
      BrokerLimits limits =
          Limits.with(
              l -> {
                l.receiveMaximum = 8;
                l.queueMessagesMax = 10_000;
                l.transmitCreditBytes = 150;
              });
      link = new LossyLink(random, limits);
      publisher = new ModelClient("p", ledger, link, Memory.KEEPS);
      subscriber = new ModelClient("s", ledger, link, subscribersMemory);
      publisher.connect();
      subscriber.connect();
    }

    List<String> run() {
      while (!subscriber.isSubscribed() || !publisher.isSubscribed()) {
        link.step();
      }
      for (int step = 0; step < STEPS; step++) {
        act();
      }
      settle();
      return violations();
    }

    private void act() {
      int choice = random.nextInt(100);
      if (choice < 15 && publisher.mayPublish()) {
        boolean once = random.nextBoolean();
        publisher.publish(once ? ONCE : AT_LEAST, once ? Qos.EXACTLY_ONCE : Qos.AT_LEAST_ONCE);
      } else if (choice < 17) {
        reconnect(random.nextBoolean() ? publisher : subscriber);
      } else {
        link.step();
      }
    }

    private void reconnect(ModelClient client) {
      breaks++;
      if (random.nextBoolean()) {
        link.breakDown(client);
      }
      client.connect();
    }

    private void settle() {
      for (int step = 0; step < STEPS_TO_SETTLE; step++) {
        if (link.isQuiet() && publisher.isIdle()) {
          return;
        }
        link.step();
      }
      throw new AssertionError("not quiet after " + STEPS_TO_SETTLE + " steps");
    }

    private List<String> violations() {
      List<String> violations = new ArrayList<>();
      violations.addAll(ledger.violations(ONCE, Qos.EXACTLY_ONCE));
      violations.addAll(ledger.violations(AT_LEAST, Qos.AT_LEAST_ONCE));
      assertThat(link.core().lastFault()).isEmpty();
      assertThat(link.core().stats().droppedQueueFull()).isZero();
      return violations;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsItsPromisesOverConnectionsThatBreak(long seed) {
    int published = 0;
    int breaks = 0;
    for (int run = 0; run < RUNS; run++) {
      long worldSeed = seed * 1_000 + run;
      World world = new World(worldSeed, Memory.KEEPS);
      assertThat(world.run()).as("world seed %d", worldSeed).isEmpty();
      published += world.ledger.count();
      breaks += world.breaks;
    }
    assertThat(published).isGreaterThan(RUNS * 50);
    assertThat(breaks).isGreaterThan(RUNS * 10);
  }

  @Test
  void aSubscriberThatForgetsIsNoticed() {
    List<String> noticed = new ArrayList<>();
    for (int seed = 0; seed < RUNS; seed++) {
      noticed.addAll(new World(seed, Memory.FORGETS_ON_RECONNECT).run());
    }
    assertThat(noticed).contains("delivered twice").doesNotContain("lost");
  }
}
