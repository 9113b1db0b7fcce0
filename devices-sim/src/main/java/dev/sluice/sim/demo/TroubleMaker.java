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
  private final Thief thief;
  private boolean present;
  private boolean stopped;

  TroubleMaker(Trouble trouble, LinkProxy link, Child cloud, Thief thief) {
    this.trouble = trouble;
    this.link = link;
    this.cloud = cloud;
    this.thief = thief;
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

  private void enter(boolean wanted) throws DemoException {
    switch (trouble) {
      case OUTAGE -> (wanted ? link.cut(Outage.Kind.SILENCE) : link.restore()).await();
      case STOLEN_PROCESSOR -> steal(wanted);
      case NONE, SLOW_CLOUD -> {}
    }
  }

  private void steal(boolean wanted) throws DemoException {
    if (wanted) {
      thief.steal();
    } else {
      thief.giveBack();
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
