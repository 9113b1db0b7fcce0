package dev.sluice.offload.lab;

import java.util.Arrays;

/**
 * One resource as the bound sees it - worker time, uplink bytes or the cloud's worker time: what it
 * can carry in each bin of time, what a unit costs there, and for each message its cheapest run.
 *
 * <p>A run is not interrupted: it takes the resource from a position on, measured in what one
 * worker (or the wire) has carried since the beginning, until it has had its amount.
 *
 * <pre>
 *   A(x) = integral of the price from 0 to x
 *   cost of a message = min over x in [earliest, latest] of A(x + amount) - A(x)
 * </pre>
 *
 * Prices are constant within a bin, so the cost is piecewise linear in x, and least where a run
 * begins or ends at the edge of a bin or where its window does.
 */
final class Market {
  private static final double MOMENTUM = 0.9;
  private static final double SCALE_MEMORY = 0.99;

  /** What one worker has carried at the beginning of each bin. */
  private final double[] edges;

  final double[] capacity;
  final double[] prices;

  // by message
  private final double[] amounts;
  private final double[] earliest;
  private final double[] latest;
  private final int[] startBin;
  private final int[] endBin;

  // of the present prices
  private final double[] paid;
  private final double[] sold;
  private double cheapestAt;
  private int cheapestBin;

  // of the steps so far
  private final double[] first;
  private final double[] second;
  private int steps;

  /**
   * @param edges what one worker has carried at the beginning of each bin, and at the end of the
   *     last
   * @param capacity what all of them carry in each bin
   * @param messages how many there are; none can run here until {@link #open}
   */
  Market(double[] edges, double[] capacity, int messages) {
    this.edges = edges;
    this.capacity = capacity;
    prices = new double[capacity.length];
    amounts = new double[messages];
    earliest = new double[messages];
    latest = new double[messages];
    Arrays.fill(latest, -1);
    startBin = new int[messages];
    endBin = new int[messages];
    paid = new double[edges.length];
    sold = new double[capacity.length];
    first = new double[capacity.length];
    second = new double[capacity.length];
  }

  /** Message {@code i} takes that amount, from a position between those two on. */
  void open(int i, double amount, double from, double until) {
    amounts[i] = amount;
    earliest[i] = from;
    latest[i] = Math.max(from, Math.min(until, edges[edges.length - 1] - amount));
    startBin[i] = binOf(from);
    endBin[i] = binOf(from + amount);
  }

  boolean takes(int i) {
    return latest[i] >= earliest[i];
  }

  private int binOf(double position) {
    int found = Arrays.binarySearch(edges, position);
    int bin = found >= 0 ? found : -found - 2;
    return Math.max(0, Math.min(capacity.length - 1, bin));
  }

  /** Reads the prices; returns what everything that can be sold costs. */
  double begin() {
    Arrays.fill(sold, 0);
    double all = 0;
    for (int bin = 0; bin < prices.length; bin++) {
      paid[bin + 1] = paid[bin] + prices[bin] * (edges[bin + 1] - edges[bin]);
      all += capacity[bin] * prices[bin];
    }
    return all;
  }

  /** What the cheapest run of message {@code i} costs; only if the market takes it. */
  double cheapest(int i) {
    double amount = amounts[i];
    double at = earliest[i];
    int from = startBin[i];
    int until = endBin[i];
    double best = Double.MAX_VALUE;
    while (true) {
      double cost = upTo(until, at + amount) - upTo(from, at);
      if (cost < best) {
        best = cost;
        cheapestAt = at;
        cheapestBin = from;
      }
      if (at >= latest[i]) {
        return best;
      }
      // The run slides on until it begins or ends at the next edge.
      double beginsAt = from < prices.length - 1 ? edges[from + 1] : Double.MAX_VALUE;
      double endsAt = until < prices.length - 1 ? edges[until + 1] - amount : Double.MAX_VALUE;
      at = Math.max(at, Math.min(latest[i], Math.min(beginsAt, endsAt)));
      from += beginsAt <= at ? 1 : 0;
      until += endsAt <= at ? 1 : 0;
    }
  }

  private double upTo(int bin, double position) {
    return paid[bin] + (position - edges[bin]) * prices[bin];
  }

  /** Sells a part of the run that {@link #cheapest} has just found for this message. */
  void sell(int i, double part) {
    double at = cheapestAt;
    double end = at + amounts[i];
    for (int bin = cheapestBin; bin < sold.length && edges[bin] < end; bin++) {
      double overlap = Math.min(end, edges[bin + 1]) - Math.max(at, edges[bin]);
      sold[bin] += part * Math.max(0, overlap);
    }
  }

  /**
   * Raises the price of what is sold beyond capacity, lowers that of the rest: a step of Adam
   * (Kingma and Ba, 2015) kept at zero or above.
   */
  void step(double rate) {
    steps++;
    double firstBias = 1 - Math.pow(MOMENTUM, steps);
    double secondBias = 1 - Math.pow(SCALE_MEMORY, steps);
    for (int bin = 0; bin < prices.length; bin++) {
      double gradient = capacity[bin] - sold[bin];
      first[bin] = MOMENTUM * first[bin] + (1 - MOMENTUM) * gradient;
      second[bin] = SCALE_MEMORY * second[bin] + (1 - SCALE_MEMORY) * gradient * gradient;
      double scale = Math.sqrt(second[bin] / secondBias) + 1e-9;
      prices[bin] = Math.max(0, prices[bin] - rate * first[bin] / firstBias / scale);
    }
  }
}
