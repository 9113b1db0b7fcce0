package dev.sluice.cloud.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetMetersTest {
  private static final TargetStats AWAY =
      new TargetStats("shelf", "redis", "refused", "", 7, 1, 2, 3, 4, 5, 6);
  private static final TargetStats WELL =
      new TargetStats("other", "redis", "", "", 0, 0, 0, 0, 0, 0, 0);

  @Test
  void theNameOfATargetIsALabel() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var meters =
        List.of(
            new TargetMeters(registry, "shelf", () -> AWAY),
            new TargetMeters(registry, "other", () -> WELL));

    assertThat(meters).hasSize(2);
    assertThat(registry.scrape())
        .contains("sluice_cloud_target_up{target=\"shelf\"} 0.0")
        .contains("sluice_cloud_target_up{target=\"other\"} 1.0")
        .contains("sluice_cloud_target_backlog{target=\"shelf\"} 7.0")
        .contains("sluice_cloud_target_dead_letters_total{target=\"shelf\"} 3.0")
        .contains("sluice_cloud_target_letters_kept{target=\"shelf\"} 1.0");
  }

  @Test
  void eachHasALineAndAnObject() {
    assertThat(TargetStats.lines(List.of(AWAY, WELL)))
        .isEqualTo("shelf redis backlog=7 away: refused\nother redis backlog=0 reached");
    assertThat(AWAY.json().getBoolean("reached")).isFalse();
    assertThat(AWAY.json().getLong("backlog")).isEqualTo(7);
    assertThat(AWAY.well()).isFalse();
    assertThat(WELL.well()).isTrue();
  }
}
