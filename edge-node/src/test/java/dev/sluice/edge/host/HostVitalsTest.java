package dev.sluice.edge.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.offload.Vitals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a kernel, as a Raspberry Pi and a virtual machine show them. */
class HostVitalsTest {
  @TempDir Path root;
  private long now = 1_000_000_000L;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  private void zone(int number, String type, String temp) throws IOException {
    write("sys/class/thermal/thermal_zone" + number + "/type", type);
    write("sys/class/thermal/thermal_zone" + number + "/temp", temp);
  }

  private HostVitals host() {
    return new HostVitals(root, () -> now);
  }

  @Test
  void aMachineThatShowsNothingIsTakenForWell() {
    assertThat(host().read()).isEqualTo(Vitals.WELL);
  }

  @Test
  void theHottestZoneOfAProcessorCounts() throws IOException {
    zone(0, "acpitz", "99000");
    zone(1, "cpu-thermal", "61250");
    zone(2, "x86_pkg_temp", "64000");

    assertThat(host().read().celsius()).hasValue(64);
  }

  @Test
  void withoutOneTheHottestOfAllPlausibleOnes() throws IOException {
    zone(0, "acpitz", "55000");
    zone(1, "nvme", "41000");
    zone(2, "broken", "-274000");
    zone(3, "odd", "no number");

    assertThat(host().read().celsius()).hasValue(55);
  }

  @Test
  void theAllowedClockOfAllGroupsOfCoresIsTheSpeed() throws IOException {
    for (int i = 0; i < 2; i++) {
      write("sys/devices/system/cpu/cpufreq/policy" + i + "/cpuinfo_max_freq", "1500000");
    }
    write("sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq", "600000");
    write("sys/devices/system/cpu/cpufreq/policy1/scaling_max_freq", "1500000");

    assertThat(host().read().speed()).isCloseTo(0.7, within(1e-9));
  }

  @Test
  void whatOthersGotOfTheTimeAskedForIsStolen() throws IOException {
    write("proc/stat", "cpu  100 0 100 9000 5 0 0 50 0 0\ncpu0 1 2 3");
    HostVitals host = host();
    write("proc/stat", "cpu  150 0 110 9900 5 0 0 70 0 0\ncpu0 1 2 3");

    assertThat(host.read().stolen()).isCloseTo(20 / 80.0, within(1e-9));
    assertThat(host.read().stolen()).as("nothing since").isZero();
  }

  @Test
  void theShareOfTheTimeInWhichSomethingWaitedIsWaiting() throws IOException {
    write("proc/pressure/cpu", "some avg10=1.00 avg60=2.00 avg300=3.00 total=5000000");
    HostVitals host = host();
    now += 2_000_000_000L;
    write("proc/pressure/cpu", "some avg10=9.00 avg60=2.00 avg300=3.00 total=5500000");

    assertThat(host.read().waiting()).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void filesThatHoldSomethingElseSayNothing() throws IOException {
    write("proc/pressure/cpu", "none");
    write("proc/stat", "cpu x y");
    zone(0, "cpu", "");
    write("sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq", "<unsupported>");

    assertThat(host().read()).isEqualTo(Vitals.WELL);
  }
}
