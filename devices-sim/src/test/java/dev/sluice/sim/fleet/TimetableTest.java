package dev.sluice.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.sim.fleet.Timetable.Departure;
import dev.sluice.sim.fleet.Timetable.Line;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimetableTest {
  @Test
  void ordersDeparturesByTimeThenDevice() {
    Timetable timetable =
        new Timetable(List.of(new Line(0, 50, 100), new Line(1, 0, 50), new Line(2, 0, 100)), 151);
    assertThat(all(timetable))
        .containsExactly(
            new Departure(1, 0),
            new Departure(2, 0),
            new Departure(0, 50),
            new Departure(1, 50),
            new Departure(1, 100),
            new Departure(2, 100),
            new Departure(0, 150),
            new Departure(1, 150));
  }

  @Test
  void makesNoDepartureAtTheEndOrLater() {
    assertThat(all(new Timetable(List.of(new Line(0, 0, 100)), 200)))
        .containsExactly(new Departure(0, 0), new Departure(0, 100));
    assertThat(new Timetable(List.of(new Line(0, 5, 100)), 5).nextNanos()).isEmpty();
  }

  @Test
  void doesNotDriftHoweverLateItIsAsked() {
    Timetable timetable = new Timetable(List.of(new Line(0, 3, 7)), Long.MAX_VALUE);
    for (int i = 0; i < 1_000; i++) {
      assertThat(timetable.nextNanos()).hasValue(3 + 7L * i);
      timetable.next();
    }
  }

  @Test
  void refusesALineThatStandsStill() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Line(0, 0, 0));
  }

  private static List<Departure> all(Timetable timetable) {
    List<Departure> departures = new ArrayList<>();
    while (timetable.nextNanos().isPresent()) {
      departures.add(timetable.next());
    }
    return departures;
  }
}
