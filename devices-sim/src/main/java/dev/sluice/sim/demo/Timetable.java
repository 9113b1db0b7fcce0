package dev.sluice.sim.demo;

import dev.sluice.offload.lab.Arrival;
import dev.sluice.policy.log.DecisionLogFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * When messages came.
 *
 * @param arrivals from the first of them on, in order
 */
record Timetable(List<Arrival> arrivals) {

  /**
   * As an edge node saw it. Devices that publish at the same instant do not come at the same
   * instant: each message has a way through a socket and a loop.
   *
   * @param decisions the folder of its decision log
   * @throws DemoException one line, when the log tells nothing
   */
  static Timetable recorded(Path decisions) throws DemoException {
    List<Long> nanos = new ArrayList<>();
    try {
      DecisionLogFiles.of(decisions).forEachLine(line -> nanos.add(line.request().arrivalNanos()));
    } catch (IOException e) {
      throw new DemoException("cannot read what the edge node has decided: " + e.getMessage(), e);
    }
    if (nanos.isEmpty()) {
      throw new DemoException("the edge node has recorded no decision in " + decisions);
    }
    long first = Collections.min(nanos);
    return new Timetable(nanos.stream().sorted().map(at -> new Arrival(at - first, 1)).toList());
  }
}
