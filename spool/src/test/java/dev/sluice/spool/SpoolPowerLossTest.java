package dev.sluice.spool;

import static dev.sluice.spool.Spools.entry;
import static dev.sluice.spool.Spools.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.FaultyStorage.Force;
import dev.sluice.storage.FaultyStorage.PowerLoss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power goes at any write; a model that remembers says what has to be there afterwards. */
class SpoolPowerLossTest {
  private static final int LIVES = 8;

  /** What was promised, and what may be there beside. */
  private static final class Model {
    final List<Long> settled = new ArrayList<>();
    final List<Long> unsettled = new ArrayList<>();
    long released;
    long stamp;

    /** Takes over what survived, after checking it. */
    void compare(Spool spool) throws IOException {
      SpoolBatch found = spool.read(1, Integer.MAX_VALUE);
      assertThat(spool.losses()).isEmpty();
      assertThat(spool.released()).as("released").isLessThanOrEqualTo(released);
      List<Long> given = new ArrayList<>(settled);
      given.addAll(unsettled);
      assertThat(spool.settled()).as("end").isBetween((long) settled.size(), (long) given.size());
      List<Long> expected = given.subList((int) spool.released(), (int) spool.settled());
      assertThat(Spools.stamps(found)).isEqualTo(expected);
      long last = spool.settled() == 0 ? 0 : given.get((int) spool.settled() - 1);
      assertThat(spool.note().stamp()).as("stamp of the note").isEqualTo(last);
      settled.addAll(unsettled.subList(0, (int) spool.settled() - settled.size()));
      unsettled.clear();
      released = spool.released();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingIsLostThatWasSettled(long block) throws IOException {
    for (long seed = block * 1_000; seed < block * 1_000 + 40; seed++) {
      run(seed, Force.WORKS);
    }
  }

  /** A disk that lies is a planted bug: the check has to find it. */
  @Test
  void aDiskThatLiesIsFoundOut() {
    int found = 0;
    for (long seed = 0; seed < 40; seed++) {
      try {
        run(seed, Force.LIES);
      } catch (AssertionError | IOException lost) {
        found++;
      }
    }
    assertThat(found).isGreaterThan(35);
  }

  private static void run(long seed, Force force) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    FaultyStorage disk = new FaultyStorage(random.split());
    disk.setForce(force);
    Model model = new Model();
    for (int life = 0; life < LIVES; life++) {
      try {
        Spool spool = open(disk);
        model.compare(spool);
        disk.losePowerAfter(1 + random.nextInt(120));
        live(spool, model, random);
      } catch (PowerLoss gone) {
        disk.restart();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ", life " + life + ": " + e.getMessage(), e);
      }
    }
  }

  private static void live(Spool spool, Model model, SplittableRandom random) throws IOException {
    while (true) {
      int what = random.nextInt(10);
      if (what < 6) {
        write(spool, model, random);
      } else if (what < 8) {
        long upTo =
            model.released + random.nextInt(1 + model.settled.size() - (int) model.released);
        model.released = Math.max(model.released, upTo);
        spool.release(upTo);
      } else {
        long from = model.released + 1;
        SpoolBatch batch = spool.read(from, 1 + random.nextInt(2_000));
        assertThat(Spools.stamps(batch))
            .isEqualTo(model.settled.subList((int) from - 1, (int) batch.last()));
      }
    }
  }

  private static void write(Spool spool, Model model, SplittableRandom random) throws IOException {
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      spool.add(entry(++model.stamp));
      model.unsettled.add(model.stamp);
    }
    spool.write();
    if (random.nextInt(4) != 0) {
      spool.settle();
      model.settled.addAll(model.unsettled);
      model.unsettled.clear();
    }
  }

  @Test
  void whatIsToComeOnceIsThereExactlyWhenItsGiverRemembers() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      FaultyStorage disk = new FaultyStorage(random.split());
      Spool spool = open(disk);
      Spools.fill(spool, 1, 20);
      for (long stamp = 21; stamp <= 40; stamp++) {
        spool.add(entry(stamp, true));
        if (random.nextInt(5) == 0) {
          spool.write();
        }
      }
      spool.write();
      long reached = 20L + random.nextInt(21);
      Spool again = crashWhileOpening(disk, random, reached);
      assertThat(again.settled()).as("seed %d", seed).isEqualTo(reached);
      assertThat(Spools.all(again)).hasSize((int) reached);
    }
  }

  private static Spool crashWhileOpening(FaultyStorage disk, SplittableRandom random, long reached)
      throws IOException {
    disk.losePowerAfter(1 + random.nextInt(3));
    try {
      open(disk, Spools.SMALL, OptionalLong.of(reached));
    } catch (PowerLoss gone) {
      disk.restart();
    }
    disk.losePowerAfter(Long.MAX_VALUE);
    return open(disk, Spools.SMALL, OptionalLong.of(reached));
  }
}
