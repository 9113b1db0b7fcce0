package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lane against a list that is sorted after every step. */
class LaneOracleTest {
  private static final Comparator<Ticket> ORDER =
      Comparator.<Ticket>comparingLong(ticket -> ticket.request.deadlineNanos())
          .thenComparing(ticket -> ticket.request.priority(), Comparator.reverseOrder())
          .thenComparingLong(ticket -> ticket.request.id());

  private final Lane lane = new Lane(1_000);
  private final List<Ticket> oracle = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void holdsItsTicketsInDeadlineOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < 2_000; step++) {
      step(random, step);
      assertThat(tickets()).as("seed %d step %d", seed, step).isEqualTo(oracle);
      assertThat(lane.cloudWorkNanos())
          .as("seed %d step %d", seed, step)
          .isCloseTo(oracle.stream().mapToDouble(t -> t.cloudWorkNanos).sum(), within(1e-3));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {6, 7})
  void countsTheBytesAheadNearlyRight(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 600; i++) {
      lane.add(ticket(random, i));
    }
    PlacementRequest last = request(random, 1_000, Long.MAX_VALUE - 1);
    long exact = tickets().stream().mapToLong(ticket -> ticket.request.bytes()).sum();

    assertThat(lane.bytesAhead(last)).as("seed %d", seed).isBetween(0.8 * exact, 1.2 * exact);
    assertThat(lane.bytesAhead(lane.at(10).request))
        .isEqualTo(tickets().stream().limit(10).mapToDouble(t -> t.request.bytes()).sum());
  }

  private void step(SplittableRandom random, int id) {
    int choice = random.nextInt(10);
    if (oracle.isEmpty() || choice < 6) {
      Ticket ticket = ticket(random, id);
      lane.add(ticket);
      oracle.add(ticket);
      oracle.sort(ORDER);
    } else if (choice < 8) {
      Ticket ticket = oracle.remove(random.nextInt(oracle.size()));
      lane.remove(ticket);
    } else if (choice == 8) {
      assertThat(lane.takeFirst()).isSameAs(oracle.remove(0));
    } else {
      assertThat(lane.takeLast()).isSameAs(oracle.remove(oracle.size() - 1));
    }
  }

  private List<Ticket> tickets() {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < lane.size(); i++) {
      tickets.add(lane.at(i));
    }
    return tickets;
  }

  private static Ticket ticket(SplittableRandom random, long id) {
    Ticket ticket = new Ticket();
    ticket.request = request(random, id, random.nextLong(50));
    ticket.cloudWorkNanos = random.nextDouble(1e6);
    return ticket;
  }

  private static PlacementRequest request(SplittableRandom random, long id, long deadline) {
    return new PlacementRequest(
        id, 0, 0, deadline, random.nextInt(1, 2_000), random.nextInt(3), Privacy.CLOUD_OK, true);
  }
}
