package dev.sluice.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.world.actor.Seams;
import dev.sluice.sim.world.plant.PlantedBug;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WorldCommandTest {
  private final StringWriter out = new StringWriter();

  private int run(Supplier<Seams> seams) {
    CommandLine command = new CommandLine(new WorldCommand(seams));
    return command.setOut(new PrintWriter(out, true)).execute("--seeds", "3");
  }

  @Test
  void endsWithZeroWhereEverythingHeld() {
    assertThat(run(Seams::new)).as(out.toString()).isZero();
  }

  @Test
  void endsWithOneWhereARuleWasBrokenAndNamesIt() {
    assertThat(run(PlantedBug.SWALLOWS_A_DELIVERY::plant)).as(out.toString()).isEqualTo(1);
    assertThat(out.toString()).contains(PlantedBug.SWALLOWS_A_DELIVERY.rule().name());
  }
}
