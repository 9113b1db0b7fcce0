package dev.sluice.sim.world.disk;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.KeptMessages;
import dev.sluice.edge.journal.Evidence;
import dev.sluice.edge.journal.SteppedJournal;
import dev.sluice.sim.world.check.BrokenRule;
import dev.sluice.sim.world.check.Rule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The journal of one life: what has gathered while the disk was busy is its next batch, as in the
 * production thread.
 */
public final class DiskJournal {
  private final SteppedJournal steps;
  private final Disk disk;
  private final Evidence evidence = new Evidence();
  private final List<Effect.Append> waiting = new ArrayList<>();
  private final List<Effect.Append> batch = new ArrayList<>();

  /**
   * What became of one write.
   *
   * @param durable number of the latest record that would survive; 0 when nothing new would
   * @param refusal why nothing more is taken; empty when it is
   * @param again whether the same batch has to be tried again
   */
  public record Outcome(long durable, Optional<String> refusal, boolean again) {}

  DiskJournal(SteppedJournal steps, Disk disk) {
    this.steps = steps;
    this.disk = disk;
  }

  /** What was found, for the broker, before the first record. */
  public DurableState state() {
    return steps.state();
  }

  /** The queues beside the log. */
  public DiskLanes lanes() {
    return new DiskLanes(steps.queues(), Disk.LANES, this::nanos);
  }

  /** Reads messages of {@link #state}. */
  public KeptMessages messages() {
    return steps.messages();
  }

  /** Brings back what a session is owed. */
  public Fetched fetch(Effect.Fetch request) {
    return steps.fetch(request);
  }

  /** One line for each thing that is missing though it had been durable, found until now. */
  public List<String> losses() {
    return steps.losses();
  }

  /** The node's own clock at this moment. */
  public long nanos() {
    return steps.clock().nanos();
  }

  public void add(Effect.Append append) {
    waiting.addAll(evidence.add(append));
  }

  public boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** What waits becomes the batch, or joins the one that failed. */
  public void begin() {
    batch.addAll(waiting);
    waiting.clear();
  }

  /** The disk has taken its time: the batch is written, or it is not. */
  public Outcome finish() {
    long durable = 0;
    try {
      if (batch.isEmpty()) {
        steps.markTime();
      } else {
        durable = steps.commit(batch);
        batch.clear();
      }
      return new Outcome(durable, steps.tidy(), false);
    } catch (IOException e) {
      return new Outcome(durable, Optional.of(String.valueOf(e.getMessage())), !batch.isEmpty());
    } catch (RuntimeException escaped) {
      throw new BrokenRule(Rule.NO_FAULT, escaped);
    }
  }

  /** The power goes, perhaps in the middle of this batch. */
  public void losePower() {
    if (!batch.isEmpty()) {
      disk.losePowerSoon();
      finish();
    }
    disk.restart();
  }
}
