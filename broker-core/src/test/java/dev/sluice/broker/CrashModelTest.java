package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.ModelClient.Memory;
import dev.sluice.broker.ModelJournal.Bug;
import dev.sluice.mqtt.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Correct clients and a broker whose process ends at any moment: nothing acknowledged is lost, QoS
 * 2 arrives once, the order of each topic is kept, and no session is forgotten.
 */
class CrashModelTest {
  private static final int RUNS = 300;
  private static final int STEPS = 1_200;
  private static final int STEPS_TO_SETTLE = 40_000;
  private static final String ONCE = "once";
  private static final String AT_LEAST = "at-least";

  /** One publisher, one subscriber, one broker and its journal, from one seed. */
  private static final class World {
    private final SplittableRandom random;
    private final Ledger ledger = new Ledger();
    private final LossyLink link;
    private final ModelClient publisher;
    private final ModelClient subscriber;
    private int crashes;

    World(long seed, Bug bug) {
      random = new SplittableRandom(seed);
      BrokerLimits limits =
          Limits.with(
              l -> {
                l.receiveMaximum = 8;
                l.queueMessagesMax = 3;
                l.heldBytesMax = 200;
                l.transmitCreditBytes = 150;
              });
      link = new LossyLink(random, limits, Optional.of(new ModelJournal(bug)));
      publisher = new ModelClient("p", ledger, link, Memory.KEEPS);
      subscriber = new ModelClient("s", ledger, link, Memory.KEEPS);
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
      List<String> violations = new ArrayList<>();
      violations.addAll(ledger.violations(ONCE, Qos.EXACTLY_ONCE));
      violations.addAll(ledger.violations(AT_LEAST, Qos.AT_LEAST_ONCE));
      return violations;
    }

    private void act() {
      int choice = random.nextInt(200);
      if (choice < 30 && publisher.mayPublish()) {
        boolean once = random.nextBoolean();
        publisher.publish(once ? ONCE : AT_LEAST, once ? Qos.EXACTLY_ONCE : Qos.AT_LEAST_ONCE);
      } else if (choice < 32) {
        ModelClient client = random.nextBoolean() ? publisher : subscriber;
        link.breakDown(client);
        client.connect();
      } else if (choice < 35) {
        crash();
      } else {
        link.step();
      }
    }

    private void crash() {
      crashes++;
      link.crash();
      publisher.connect();
      subscriber.connect();
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
  }

  @Test
  void nothingAcknowledgedIsLostAndQos2ArrivesOnce() {
    int crashes = 0;
    for (long seed = 1; seed <= RUNS; seed++) {
      World world = new World(seed, Bug.NONE);
      assertThat(world.run()).as("seed %d", seed).isEmpty();
      assertThat(world.link.core().stats().faults()).as("seed %d", seed).isZero();
      crashes += world.crashes;
    }
    assertThat(crashes).isGreaterThan(RUNS * 10);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aJournalThatDoesWrongIsNoticed(Bug bug) {
    int noticed = 0;
    for (long seed = 1; seed <= 30; seed++) {
      noticed += notices(new World(seed, bug)) ? 1 : 0;
    }
    assertThat(noticed).as("of 30 seeds").isGreaterThan(3);
  }

  private static boolean notices(World world) {
    try {
      return !world.run().isEmpty();
    } catch (AssertionError noticed) {
      return true;
    }
  }
}
