package dev.sluice.offload.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** When messages come. Rates are per second. */
public sealed interface ArrivalProcess {
  /** The arrivals of a scenario of that length, in order. */
  List<Arrival> draw(SplittableRandom random, Duration length);

  /** Independent arrivals at a constant rate. */
  record Poisson(double rate) implements ArrivalProcess {
    @Override
    public List<Arrival> draw(SplittableRandom random, Duration length) {
      return Thinning.draw(random, length, rate, seconds -> rate);
    }
  }

  /** Devices that each report once a period, at a phase of their own. */
  record Periodic(int devices, Duration period) implements ArrivalProcess {
    @Override
    public List<Arrival> draw(SplittableRandom random, Duration length) {
      List<Arrival> arrivals = new ArrayList<>();
      for (int device = 0; device < devices; device++) {
        long at = random.nextLong(period.toNanos());
        for (; at < length.toNanos(); at += period.toNanos()) {
          arrivals.add(new Arrival(at, 1));
        }
      }
      arrivals.sort((left, right) -> Long.compare(left.atNanos(), right.atNanos()));
      return arrivals;
    }
  }

  /**
   * A Poisson process whose rate jumps between two values, each held for an exponential time
   * (Markov-modulated).
   */
  record Burst(double calm, double burst, Duration calmFor, Duration burstFor)
      implements ArrivalProcess {
    @Override
    public List<Arrival> draw(SplittableRandom random, Duration length) {
      List<Arrival> arrivals = new ArrayList<>();
      double seconds = 0;
      boolean calmNow = true;
      double until = exponential(random, calmFor.toNanos() / 1e9);
      while (seconds < length.toNanos() / 1e9) {
        // Memoryless: a draw that crosses the jump is dropped and drawn again after it.
        double next = seconds + exponential(random, 1 / (calmNow ? calm : burst));
        if (next >= until) {
          seconds = until;
          calmNow = !calmNow;
          until += exponential(random, (calmNow ? calmFor : burstFor).toNanos() / 1e9);
        } else {
          seconds = next;
          arrivals.add(new Arrival((long) (seconds * 1e9), 1));
        }
      }
      arrivals.removeIf(arrival -> arrival.atNanos() >= length.toNanos());
      return arrivals;
    }

    private static double exponential(SplittableRandom random, double mean) {
      return -mean * Math.log(1 - random.nextDouble());
    }
  }

  /** A Poisson process that for a while comes {@code factor} times as fast. */
  record FlashCrowd(double rate, double factor, Duration from, Duration lasting)
      implements ArrivalProcess {
    @Override
    public List<Arrival> draw(SplittableRandom random, Duration length) {
      double start = from.toNanos() / 1e9;
      double end = start + lasting.toNanos() / 1e9;
      return Thinning.draw(
          random,
          length,
          rate * Math.max(1, factor),
          seconds -> rate * (seconds >= start && seconds < end ? factor : 1));
    }
  }

  /** A Poisson process whose rate follows a day of the given length, lowest at its beginning. */
  record Diurnal(double low, double high, Duration day) implements ArrivalProcess {
    @Override
    public List<Arrival> draw(SplittableRandom random, Duration length) {
      double period = day.toNanos() / 1e9;
      double middle = (low + high) / 2;
      double swing = (high - low) / 2;
      return Thinning.draw(
          random,
          length,
          Math.max(low, high),
          seconds -> middle - swing * Math.cos(2 * Math.PI * seconds / period));
    }
  }

  /** Recorded arrivals, as they came. */
  record Recorded(List<Arrival> arrivals) implements ArrivalProcess {
    public Recorded {
      arrivals = List.copyOf(arrivals);
    }

    @Override
    public List<Arrival> draw(SplittableRandom random, Duration length) {
      return arrivals.stream().filter(arrival -> arrival.atNanos() < length.toNanos()).toList();
    }
  }
}
