package dev.sluice.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.EdgeStatus.Link;
import dev.sluice.edge.core.EdgeStatus.LinkState;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a scrape says, and that it says it by Prometheus' naming conventions. */
final class EdgeMetricsTest {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final List<String> SCALED_UNITS =
      List.of("_ms", "_millis", "_milliseconds", "_minutes", "_nanos", "_kb", "_mb", "_percent");

  private long now;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final StatusBoard board = new StatusBoard(() -> now);
  private final EdgeMetrics metrics = new EdgeMetrics(board, registry);

  private Map<String, Double> scrape() {
    metrics.registerNewLabels();
    return registry
        .scrape()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.lastIndexOf(' ')),
                line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
  }

  @Test
  void whatCameDownFromTheCloudIsScrapedByRule() {
    board.post(Statuses.healthy());

    assertThat(scrape())
        .containsEntry("sluice_down_messages_total{rule=\"commands\"}", 401.0)
        .containsEntry("sluice_down_unmappable_total{rule=\"commands\"}", 402.0)
        .containsEntry("sluice_down_batches_total", 403.0)
        .containsEntry("sluice_down_duplicates_total", 404.0)
        .containsEntry("sluice_down_skipped_total", 405.0)
        .containsEntry("sluice_down_envelopes_dropped_total", 406.0)
        .containsEntry("sluice_down_unknown_total", 409.0)
        .containsEntry("sluice_down_unreadable_total", 410.0)
        .containsEntry("sluice_down_refused_filters", 0.0);
  }

  @Test
  void whatTheForwardingRulesDidIsScrapedByRule() {
    board.post(Statuses.healthy());

    assertThat(scrape())
        .containsEntry("sluice_forward_messages_total{rule=\"alarms\"}", 301.0)
        .containsEntry("sluice_forward_redacted_total{rule=\"alarms\"}", 302.0)
        .containsEntry("sluice_forward_unparsable_total{rule=\"alarms\"}", 303.0)
        .containsEntry("sluice_forward_left_out_total{reason=\"private\",rule=\"alarms\"}", 7.0)
        .containsEntry("sluice_forward_left_out_total{reason=\"too_large\",rule=\"alarms\"}", 0.0)
        .containsEntry("sluice_forward_batches_total", 304.0)
        .containsEntry("sluice_forward_questions_total", 305.0)
        .containsEntry("sluice_forward_envelopes_dropped_total", 306.0)
        .containsEntry("sluice_forward_sent_bytes_total", 307.0)
        .containsEntry("sluice_forward_on_wire_bytes", 308.0)
        .containsEntry("sluice_forward_window_bytes", 309.0)
        .containsEntry("sluice_forward_remembered_topics", 310.0)
        .containsEntry("sluice_forward_forgotten_topics_total", 311.0)
        .containsEntry("sluice_forward_refused_total", 312.0);
  }

  @Test
  void everyNumberOfTheBrokerIsScrapedUnderItsOwnName() {
    board.post(Statuses.healthy());

    assertThat(scrape())
        .containsEntry("sluice_broker_messages_received_total", 1.0)
        .containsEntry("sluice_broker_received_bytes_total", 2.0)
        .containsEntry("sluice_broker_messages_delivered_total", 3.0)
        .containsEntry("sluice_broker_delivered_bytes_total", 4.0)
        .containsEntry("sluice_broker_messages_dropped_total{reason=\"queue_full\"}", 5.0)
        .containsEntry("sluice_broker_messages_dropped_total{reason=\"expired\"}", 6.0)
        .containsEntry("sluice_broker_messages_dropped_total{reason=\"packet_too_large\"}", 7.0)
        .containsEntry("sluice_broker_connects_refused_total", 8.0)
        .containsEntry("sluice_journal_records_total", 101.0)
        .containsEntry("sluice_journal_appended_bytes_total", 102.0)
        .containsEntry("sluice_journal_forces_total", 105.0)
        .containsEntry("sluice_journal_write_amplification", 1.5)
        .containsEntry("sluice_journal_disk_bytes", 108.0)
        .containsEntry("sluice_journal_refusing", 0.0)
        .containsEntry("sluice_broker_protocol_errors_total", 9.0)
        .containsEntry("sluice_broker_takeovers_total", 10.0)
        .containsEntry("sluice_broker_wills_sent_total", 11.0)
        .containsEntry("sluice_broker_keepalive_timeouts_total", 12.0)
        .containsEntry("sluice_broker_faults_total", 13.0)
        .containsEntry("sluice_broker_connections", 14.0)
        .containsEntry("sluice_broker_sessions", 15.0)
        .containsEntry("sluice_broker_subscriptions", 16.0)
        .containsEntry("sluice_broker_retained_messages", 17.0)
        .containsEntry("sluice_broker_retained_bytes", 18.0)
        .containsEntry("sluice_broker_queued_messages", 19.0)
        .containsEntry("sluice_broker_queued_bytes", 20.0);
  }

  @Test
  void everyRefusalOfTheBrokerHasItsReason() {
    board.post(Statuses.healthy());

    assertThat(scrape())
        .containsEntry("sluice_broker_messages_dropped_total{reason=\"offline\"}", 71.0)
        .containsEntry("sluice_broker_messages_redelivered_total", 72.0)
        .containsEntry("sluice_broker_messages_dropped_total{reason=\"unreadable\"}", 73.0)
        .containsEntry("sluice_broker_messages_dropped_total{reason=\"oldest\"}", 202.0)
        .containsEntry("sluice_broker_messages_dropped_total{reason=\"superseded\"}", 203.0)
        .containsEntry("sluice_broker_messages_dropped_total{reason=\"outranked\"}", 204.0)
        .containsEntry("sluice_broker_packets_refused_total{reason=\"queue_full\"}", 207.0)
        .containsEntry("sluice_broker_messages_dropped_total{reason=\"memory\"}", 205.0)
        .containsEntry("sluice_broker_packets_refused_total{reason=\"memory\"}", 208.0)
        .containsEntry("sluice_broker_memory_bytes", 209.0)
        .containsEntry("sluice_broker_memory_limit_bytes", 1_000.0)
        .containsEntry("sluice_broker_memory_pressure", 0.0)
        .containsEntry("sluice_broker_publishers_held", 210.0)
        .containsEntry("sluice_broker_publisher_holds_total", 211.0)
        .containsEntry("sluice_broker_publisher_held_seconds_total", 212.5)
        .containsEntry("sluice_broker_publisher_holds_timed_out_total", 213.0)
        .containsEntry("sluice_broker_packets_refused_total{reason=\"not_authorized\"}", 81.0)
        .containsEntry("sluice_broker_packets_refused_total{reason=\"reserved_topic\"}", 82.0)
        .containsEntry("sluice_broker_packets_refused_total{reason=\"topic_too_deep\"}", 83.0)
        .containsEntry("sluice_broker_packets_refused_total{reason=\"retained_full\"}", 84.0)
        .containsEntry("sluice_broker_packets_refused_total{reason=\"journal\"}", 86.0)
        .containsEntry("sluice_broker_packets_refused_total{reason=\"subscriptions_full\"}", 85.0);
  }

  @Test
  void everyNumberOfALaneIsScraped() {
    board.post(Statuses.healthy());

    assertThat(scrape())
        .containsEntry("sluice_lane_waiting{lane=\"bulk\"}", 201.0)
        .containsEntry("sluice_lane_disk_bytes{lane=\"bulk\"}", 202.0)
        .containsEntry("sluice_lane_oldest_seconds{lane=\"bulk\"}", 203.0)
        .containsEntry("sluice_lane_committed_total{lane=\"bulk\"}", 204.0)
        .containsEntry("sluice_lane_dropped_total{lane=\"bulk\",reason=\"displaced\"}", 205.0)
        .containsEntry("sluice_lane_dropped_total{lane=\"bulk\",reason=\"expired\"}", 206.0)
        .containsEntry("sluice_lane_dropped_total{lane=\"bulk\",reason=\"lost\"}", 0.0)
        .containsEntry("sluice_lane_full{lane=\"bulk\"}", 0.0);
  }

  @Test
  void everyNumberOfTheListenerIsScraped() {
    board.post(Statuses.healthy());

    assertThat(scrape())
        .containsEntry("sluice_listener_connections_opened_total", 91.0)
        .containsEntry("sluice_listener_turned_away_total", 87.0)
        .containsEntry("sluice_listener_connect_timeouts_total", 92.0)
        .containsEntry("sluice_listener_packet_timeouts_total", 90.0)
        .containsEntry("sluice_listener_gate_overflows_total", 93.0)
        .containsEntry("sluice_listener_malformed_total{kind=\"topic-name\"}", 94.0)
        .containsEntry("sluice_listener_faults_total", 95.0)
        .containsEntry("sluice_listener_read_pauses_total", 96.0)
        .containsEntry("sluice_listener_paced_total", 89.0)
        .containsEntry("sluice_listener_received_bytes_total", 97.0)
        .containsEntry("sluice_listener_sent_bytes_total", 98.0)
        .containsEntry("sluice_listener_connections", 99.0)
        .containsEntry("sluice_listener_connections_paused", 100.0);
  }

  @Test
  void everyNumberOfTheDispatcherIsScraped() {
    board.post(Statuses.healthy());

    assertThat(scrape())
        .containsEntry("sluice_inference_requests_total", 21.0)
        .containsEntry("sluice_inference_results_late_total", 22.0)
        .containsEntry("sluice_inference_requests_unanswerable_total", 23.0)
        .containsEntry("sluice_inference_requests_open", 24.0)
        .containsEntry("sluice_inference_requests_preparing", 25.0)
        .containsEntry("sluice_inference_answers_total{placement=\"edge\"}", 31.0)
        .containsEntry("sluice_inference_answers_total{placement=\"cloud\"}", 32.0)
        .containsEntry("sluice_inference_answers_total{placement=\"fallback\"}", 0.0)
        .containsEntry("sluice_inference_answer_statuses_total{status=\"shed\"}", 34.0)
        .containsEntry("sluice_inference_answer_reasons_total{reason=\"CHEAPER_LOCAL\"}", 35.0)
        .containsEntry(
            "sluice_placement_decisions_total{action=\"local\",reason=\"cheaper_local\"}", 37.0);
  }

  @Test
  void everyNumberOfPlacementAndUplinkIsScraped() {
    board.post(Statuses.healthy());

    assertThat(scrape())
        .containsEntry("sluice_placement_local_queue", 41.0)
        .containsEntry("sluice_placement_local_running", 42.0)
        .containsEntry("sluice_placement_outbox", 43.0)
        .containsEntry("sluice_placement_deferred", 44.0)
        .containsEntry("sluice_machine_celsius", 81.5)
        .containsEntry("sluice_machine_speed", 0.75)
        .containsEntry("sluice_machine_stolen", 0.125)
        .containsEntry("sluice_machine_waiting", 0.25)
        .containsEntry("sluice_machine_slowdown", 2.5)
        .containsEntry("sluice_uplink_requests_on_wire", 45.0)
        .containsEntry("sluice_uplink_on_wire_bytes", 46.0)
        .containsEntry("sluice_uplink_round_trip_seconds", 0.0125)
        .containsEntry("sluice_uplink_bandwidth_bits_per_second", 3_500_000.0)
        .containsEntry("sluice_uplink_requests_sent_total", 51.0)
        .containsEntry("sluice_uplink_requests_resent_total", 52.0)
        .containsEntry("sluice_uplink_requests_received_total", 53.0)
        .containsEntry("sluice_uplink_answers_total", 54.0)
        .containsEntry("sluice_uplink_answers_late_total", 55.0)
        .containsEntry("sluice_uplink_envelopes_dropped_total", 56.0)
        .containsEntry("sluice_uplink_requests_unanswered", 57.0);
  }

  @Test
  void theUplinksStateIsTheOneSeriesThatSaysOne() {
    board.post(Statuses.of(true, 2, new Link(LinkState.STALLED, Duration.ZERO)));

    assertThat(scrape())
        .containsEntry("sluice_uplink_state{state=\"stalled\"}", 1.0)
        .containsEntry("sluice_uplink_state{state=\"up\"}", 0.0)
        .containsEntry("sluice_uplink_state{state=\"down\"}", 0.0)
        .containsEntry("sluice_uplink_state{state=\"disabled\"}", 0.0);
  }

  @Test
  void aLateLoopShowsInItsLag() {
    board.post(Statuses.healthy());
    now += 1_500_000_000L;

    assertThat(scrape()).containsEntry("sluice_loop_lag_seconds", 1.5);
  }

  @Test
  void inferenceTimesAreAHistogramPerModel() {
    metrics.inferred("light", 50_000);
    metrics.inferred("light", 150_000);
    metrics.inferred("heavy", 8_000_000);

    assertThat(scrape())
        .containsEntry("sluice_inference_seconds_count{model=\"light\"}", 2.0)
        .containsEntry("sluice_inference_seconds_sum{model=\"light\"}", 0.0002)
        .containsEntry("sluice_inference_seconds_count{model=\"heavy\"}", 1.0)
        .containsEntry("sluice_inference_seconds_bucket{model=\"heavy\",le=\"+Inf\"}", 1.0);
  }

  @Test
  void labelsThatAppearLaterAreRegisteredOnce() {
    scrape();
    board.post(Statuses.healthy());
    scrape();

    assertThat(scrape().keySet())
        .filteredOn(name -> name.startsWith("sluice_placement_decisions_total"))
        .hasSize(1);
  }

  @Test
  void namesFollowPrometheusConventions() {
    try (JvmMetrics jvm = new JvmMetrics(registry)) {
      board.post(Statuses.healthy());
      metrics.inferred("light", 50_000);
      metrics.registerNewLabels();

      List<String> faults =
          registry.scrape().lines().map(TYPE::matcher).filter(m -> m.matches()).toList().stream()
              .map(m -> namingFault(m.group(1), m.group(2)))
              .filter(fault -> !fault.isEmpty())
              .toList();

      assertThat(jvm).isNotNull();
      assertThat(faults).isEmpty();
    }
  }

  @Test
  void theNamingCheckCatchesBadNames() {
    assertThat(namingFault("sluice_messages", "counter")).contains("_total");
    assertThat(namingFault("sluice_depth_total", "gauge")).contains("_total");
    assertThat(namingFault("sluice_rtt_ms", "gauge")).contains("base unit");
    assertThat(namingFault("sluice_Queue", "gauge")).contains("snake");
    assertThat(namingFault("sluice_queue__depth", "gauge")).contains("snake");
    assertThat(namingFault("sluice_inference", "histogram")).contains("seconds");
    assertThat(namingFault("sluice_rtt_seconds", "gauge")).isEmpty();
  }

  /** The rules that promtool checks, as far as they concern names. */
  private static String namingFault(String name, String type) {
    if (!NAME.matcher(name).matches()) {
      return name + ": not snake case";
    }
    if (type.equals("counter") != name.endsWith("_total")) {
      return name + ": counters, and only they, end in _total";
    }
    if (type.equals("histogram") && !name.endsWith("_seconds") && !name.endsWith("_bytes")) {
      return name + ": a histogram of seconds or bytes says so";
    }
    boolean scaled =
        SCALED_UNITS.stream().anyMatch(unit -> name.replace("_total", "").endsWith(unit));
    return scaled ? name + ": not a base unit" : "";
  }
}
