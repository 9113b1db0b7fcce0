package dev.sluice.sim.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Timers whose time passes when the test says so. */
final class ManualTimers implements Reconnector.Timers {
  private record Timer(long atMillis, Runnable task) {}

  private final List<Timer> pending = new ArrayList<>();
  private long nowMillis;

  @Override
  public void after(long millis, Runnable task) {
    pending.add(new Timer(nowMillis + millis, task));
  }

  void pass(long millis) {
    long until = nowMillis + millis;
    for (; ; ) {
      var due =
          pending.stream()
              .filter(timer -> timer.atMillis <= until)
              .min(Comparator.comparingLong(Timer::atMillis));
      if (due.isEmpty()) {
        nowMillis = until;
        return;
      }
      pending.remove(due.get());
      nowMillis = due.get().atMillis;
      due.get().task.run();
    }
  }
}
