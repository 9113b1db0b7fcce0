package dev.sluice.offload.lab;

import java.util.List;

/**
 * Arrivals of messages that are of several classes.
 *
 * @param shares of each class of the scenario, in its order; they need not add up to 1
 */
public record Stream(ArrivalProcess process, List<Double> shares) {
  public Stream {
    shares = List.copyOf(shares);
    if (shares.stream().mapToDouble(share -> share).sum() <= 0) {
      throw new IllegalArgumentException("a stream needs a class with a share above 0");
    }
  }

  /**
   * @param point from 0 to 1
   */
  int classAt(double point) {
    double left = point * shares.stream().mapToDouble(share -> share).sum();
    int last = 0;
    for (int i = 0; i < shares.size(); i++) {
      if (shares.get(i) > 0) {
        last = i;
        if (left < shares.get(i)) {
          return i;
        }
        left -= shares.get(i);
      }
    }
    return last;
  }
}
