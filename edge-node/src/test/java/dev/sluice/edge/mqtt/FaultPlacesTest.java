package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultPlacesTest {
  private final FaultPlaces places = new FaultPlaces();

  private static RuntimeException fault() {
    return new IllegalStateException("each time another text " + System.nanoTime());
  }

  @Test
  void eachPlaceIsNewOnce() {
    assertThat(places.isNew(fault())).isTrue();
    assertThat(places.isNew(fault())).isFalse();
    assertThat(places.isNew(new IllegalStateException("elsewhere"))).isTrue();
  }

  @Test
  void thereIsAnEndToIt() {
    int said = 0;
    for (int i = 0; i < 1_000; i++) {
      RuntimeException fault = fault();
      fault.setStackTrace(
          new StackTraceElement[] {new StackTraceElement("Some", "method" + i, "Some.java", i)});
      said += places.isNew(fault) ? 1 : 0;
    }
    assertThat(said).isEqualTo(100);
  }
}
