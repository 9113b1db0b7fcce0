package dev.sluice.offload.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * The most that can be answered in time, by trying everything: every set for each side, and every
 * order in which a set can be served by one worker here, or by the wire and one worker there. Knows
 * what will come, and nothing is interrupted; at most 12 messages.
 */
final class Optimum {
  private static final double HALF_TRIP_NANOS = 10e6;

  private final Course course;
  private final double bytesPerNano;

  private Optimum(Course course) {
    this.course = course;
    bytesPerNano = course.uplink().at(1_000_000) / 1e6;
  }

  static double of(Course course) {
    return new Optimum(course).weight();
  }

  private double weight() {
    int sets = 1 << course.size();
    double[] local = localWeights(sets);
    double[] cloud = cloudWeights(sets);
    double best = 0;
    for (int set = 0; set < sets; set++) {
      if (local[set] < 0) {
        continue;
      }
      int rest = sets - 1 - set;
      for (int up = rest; up > 0; up = (up - 1) & rest) {
        best = Math.max(best, cloud[up] < 0 ? 0 : local[set] + cloud[up]);
      }
      best = Math.max(best, local[set]);
    }
    return best;
  }

  /** What each set is worth if it can be served here, else -1: the earliest end of all orders. */
  private double[] localWeights(int sets) {
    double[] ends = new double[sets];
    double[] weights = new double[sets];
    for (int set = 1; set < sets; set++) {
      ends[set] = Double.MAX_VALUE;
      for (int last = 0; last < course.size(); last++) {
        int before = set & ~(1 << last);
        if (before != set && ends[before] < Double.MAX_VALUE) {
          ends[set] = Math.min(ends[set], endHere(course.job(last), ends[before]));
        }
      }
      weights[set] = ends[set] < Double.MAX_VALUE ? weight(set) : -1;
    }
    return weights;
  }

  private static double endHere(Job job, double free) {
    double end = Math.max(free, (double) job.request().arrivalNanos()) + job.localNanos();
    return end <= job.request().deadlineNanos() ? end : Double.MAX_VALUE;
  }

  /** When wire and cloud worker come free; none is worse than another in both. */
  private record Free(double wire, double cloud) {}

  private double[] cloudWeights(int sets) {
    List<List<Free>> fronts = new ArrayList<>();
    double[] weights = new double[sets];
    fronts.add(List.of(new Free(0, 0)));
    for (int set = 1; set < sets; set++) {
      List<Free> front = new ArrayList<>();
      for (int last = 0; last < course.size(); last++) {
        int before = set & ~(1 << last);
        if (before != set) {
          for (Free free : fronts.get(before)) {
            extend(front, course.job(last), free);
          }
        }
      }
      fronts.add(front);
      weights[set] = front.isEmpty() ? -1 : weight(set);
    }
    return weights;
  }

  private void extend(List<Free> front, Job job, Free free) {
    double left =
        Math.max(free.wire(), (double) job.request().arrivalNanos())
            + job.request().bytes() / bytesPerNano;
    double arrived = left + HALF_TRIP_NANOS + job.upNanos();
    double end = Math.max(arrived, free.cloud()) + job.cloudNanos();
    if (end + HALF_TRIP_NANOS + job.downNanos() > job.request().deadlineNanos()) {
      return;
    }
    if (front.stream().noneMatch(other -> other.wire() <= left && other.cloud() <= end)) {
      front.removeIf(other -> left <= other.wire() && end <= other.cloud());
      front.add(new Free(left, end));
    }
  }

  private double weight(int set) {
    double sum = 0;
    for (int i = 0; i < course.size(); i++) {
      sum += (set >> i & 1) == 0 ? 0 : course.job(i).request().weight();
    }
    return sum;
  }
}
