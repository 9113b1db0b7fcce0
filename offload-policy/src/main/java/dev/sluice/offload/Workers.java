package dev.sluice.offload;

import java.util.Arrays;

/**
 * The local workers: what each runs, and a scratch schedule on which requests can be laid out to
 * see when a worker would come free.
 */
final class Workers {
  private final Ticket[] running;
  private final double[] freeInNanos;
  private int busy;

  Workers(int count) {
    running = new Ticket[count];
    freeInNanos = new double[count];
  }

  int count() {
    return running.length;
  }

  int busy() {
    return busy;
  }

  boolean hasFree() {
    return busy < running.length;
  }

  void start(Ticket ticket, long nowNanos) {
    ticket.place = Ticket.Place.RUNNING;
    ticket.startedNanos = nowNanos;
    running[busy++] = ticket;
  }

  void finish(Ticket ticket) {
    int i = 0;
    while (running[i] != ticket) {
      i++;
    }
    busy--;
    running[i] = running[busy];
  }

  /** Starts a schedule from what the workers still have to do. */
  void beginSchedule(TimeEstimate[] services, long nowNanos) {
    Arrays.fill(freeInNanos, 0);
    for (int i = 0; i < busy; i++) {
      freeInNanos[i] = residual(running[i], services, nowNanos);
    }
  }

  /**
   * What is left of a running request. One that overran its mean is expected to take as long again
   * as it is late: the longer it hangs, the less one should count on its worker.
   */
  private static double residual(Ticket ticket, TimeEstimate[] services, long nowNanos) {
    TimeEstimate service = services[ticket.request.serviceClass()];
    double left = service.mean(nowNanos) - (nowNanos - ticket.startedNanos);
    return left > 0 ? left : Math.max(-left, service.deviation());
  }

  /** Lays out one more request on the worker that is free first. */
  void schedule(double nanos) {
    freeInNanos[firstFree()] += nanos;
  }

  /** Of all laid out and running. */
  double totalNanos() {
    double total = 0;
    for (double each : freeInNanos) {
      total += each;
    }
    return total;
  }

  double firstFreeInNanos() {
    return freeInNanos[firstFree()];
  }

  /** When two are free; only with two or more. */
  double secondFreeInNanos() {
    int first = firstFree();
    double second = Double.MAX_VALUE;
    for (int i = 0; i < freeInNanos.length; i++) {
      if (i != first) {
        second = Math.min(second, freeInNanos[i]);
      }
    }
    return second;
  }

  private int firstFree() {
    int first = 0;
    for (int i = 1; i < freeInNanos.length; i++) {
      if (freeInNanos[i] < freeInNanos[first]) {
        first = i;
      }
    }
    return first;
  }
}
