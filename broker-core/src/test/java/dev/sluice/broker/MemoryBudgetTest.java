package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.durable.QueueClass;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryBudgetTest {
  private static AcceptedMessage message(String topic, int payloadBytes) {
    Message message =
        Message.of(TopicName.of(topic), Payload.of(new byte[payloadBytes]), Qos.AT_LEAST_ONCE);
    return AcceptedMessage.of(message, Optional.empty(), QueueClass.PLAIN, 0);
  }

  @Test
  void aMessageCountsOnceHoweverManyHoldIt() {
    MemoryBudget budget = new MemoryBudget(1 << 20);
    AcceptedMessage message = message("t", 1_000);
    budget.hold(message);
    long one = budget.held();
    budget.hold(message.keptAs(7));
    assertThat(budget.held() - one).isEqualTo(MemoryBudget.PLACE_BYTES);
    budget.release(message);
    assertThat(budget.held()).isEqualTo(one);
    budget.release(message.keptAs(8));
    assertThat(budget.held()).isZero();
  }

  @Test
  void eachStepBeginsAndEndsWhereItIsSaid() {
    MemoryBudget budget = new MemoryBudget(1_000);
    List<String> steps = new ArrayList<>();
    for (int change : new int[] {699, 1, 149, 1, 100, -49, -2, -99, -2, -148, -2, 950, -950}) {
      budget.add(change);
      steps.add(budget.held() + " " + budget.pressure());
    }
    assertThat(steps)
        .containsExactly(
            "699 NONE",
            "700 SPILLING",
            "849 SPILLING",
            "850 DROPPING",
            "950 REFUSING",
            "901 REFUSING",
            "899 DROPPING",
            "800 DROPPING",
            "798 SPILLING",
            "650 SPILLING",
            "648 NONE",
            "1598 REFUSING",
            "648 NONE");
  }

  @Test
  void reliefIsAskedForOnceAStep() {
    MemoryBudget budget = new MemoryBudget(1_000);
    assertThat(budget.needsRelief()).isFalse();
    budget.add(720);
    assertThat(budget.needsRelief()).isTrue();
    assertThat(budget.needsRelief()).isFalse();
    budget.add(200);
    assertThat(budget.needsRelief()).isTrue();
    budget.add(-500);
    budget.add(300);
    assertThat(budget.needsRelief()).as("it has been well in between").isTrue();
  }

  /** What is counted is what the heap holds, to a third: a budget that lies protects nothing. */
  @ParameterizedTest
  @CsvSource({"20, 40000", "200, 30000", "2000, 8000"})
  void itCountsWhatTheHeapHolds(int payloadBytes, int messages) {
    MemoryBudget budget = new MemoryBudget(1L << 30);
    Counters counters = new Counters();
    SessionLog log = new SessionLog(new Durability(effect -> {}), new ClientId("c"));
    DeliveryQueue queue =
        new DeliveryQueue(
            Limits.with(
                l -> {
                  l.queueMessagesMax = messages;
                  l.queueBytesMax = 1 << 30;
                }),
            log,
            new HeldBytes(1 << 20, budget),
            counters);
    long before = used();
    for (int i = 0; i < messages; i++) {
      AcceptedMessage accepted = message("plant/line-7/pump-" + i, payloadBytes);
      queue.offer(new Outgoing(accepted, Qos.AT_LEAST_ONCE, false, List.of()), 0);
    }
    long real = used() - before;
    assertThat(counters.droppedQueueFull).isZero();
    assertThat((double) budget.held() / real)
        .as("%d counted, %d held", budget.held(), real)
        .isBetween(0.75, 1.35);
    queue.clear();
    assertThat(budget.held()).isZero();
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
