package dev.sluice.sim.demo;

import dev.sluice.sim.demo.FieldTrial.Trouble;
import dev.sluice.sim.link.LinkProxy;
import dev.sluice.sim.link.Outage;
import java.io.IOException;

/**
 * Brings a trial's trouble and takes it away again. Called from the thread that watches the run,
 * every 50 ms or so; closing leaves nothing behind.
 */
final class TroubleMaker implements AutoCloseable {
  private static final long DUTY_NANOS = 100_000_000L;

  private final Trouble trouble;
  private final LinkProxy link;
  private final Child cloud;
  private boolean present;
  private boolean stopped;
  private volatile boolean spinning;

  private TroubleMaker(Trouble trouble, LinkProxy link, Child cloud) {
    this.trouble = trouble;
    this.link = link;
    this.cloud = cloud;
  }

  static TroubleMaker of(Trouble trouble, LinkProxy link, Child cloud) {
    return new TroubleMaker(trouble, link, cloud);
  }

  void set(boolean wanted) throws DemoException {
    if (wanted != present) {
      present = wanted;
      enter(wanted);
    }
    if (trouble == Trouble.SLOW_CLOUD) {
      stop(wanted && System.nanoTime() / DUTY_NANOS % 2 == 0);
    }
  }

  private void enter(boolean wanted) {
    switch (trouble) {
      case OUTAGE -> (wanted ? link.cut(Outage.Kind.SILENCE) : link.restore()).await();
      case STOLEN_PROCESSOR -> spin(wanted);
      case NONE, SLOW_CLOUD -> {}
    }
  }

  private void spin(boolean wanted) {
    spinning = wanted;
    if (wanted) {
      Thread thief = new Thread(this::spinOn, "field-thief");
      thief.setDaemon(true);
      thief.start();
    }
  }

  private void spinOn() {
    while (spinning) {
      Thread.onSpinWait();
    }
  }

  private void stop(boolean wanted) throws DemoException {
    if (wanted == stopped) {
      return;
    }
    stopped = wanted;
    String signal = wanted ? "-STOP" : "-CONT";
    try {
      new ProcessBuilder("kill", signal, Long.toString(cloud.pid())).start().waitFor();
    } catch (InterruptedException e) {
      // The signal is on its way; who interrupts wants the run to end, which the caller sees next.
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new DemoException("cannot stop the cloud for a moment: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws DemoException {
    set(false);
  }
}
