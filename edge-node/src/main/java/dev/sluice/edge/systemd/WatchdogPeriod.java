package dev.sluice.edge.systemd;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often systemd is told that the node lives: twice in the time after which it would act, as
 * {@code sd_watchdog_enabled(3)} advises.
 *
 * @param millis 0 when nobody watches
 */
record WatchdogPeriod(long millis) {
  private static final WatchdogPeriod NONE = new WatchdogPeriod(0);

  /**
   * @param pid of this process: the watch may be meant for another
   */
  static WatchdogPeriod of(Map<String, String> environment, long pid) {
    String watched = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    if (!watched.equals(Long.toString(pid)) || !micros.matches("[0-9]{1,15}")) {
      return NONE;
    }
    long limit = TimeUnit.MICROSECONDS.toMillis(Long.parseLong(micros));
    return limit == 0 ? NONE : new WatchdogPeriod(Math.max(1, limit / 2));
  }

  boolean isWanted() {
    return millis > 0;
  }
}
