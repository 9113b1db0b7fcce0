package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import dev.sluice.uplink.LaneName;
import java.time.Duration;
import java.util.Optional;

/**
 * Which messages of the cloud are published here, and how.
 *
 * @param name unique, for metrics
 * @param from topics in the cloud
 * @param qos of the publication here; empty = as published there
 * @param lane on which the cloud sends them
 * @param maxAge since they were published there, after which they are worth nothing; empty = never
 */
public record DownRule(
    String name,
    TopicFilter from,
    TopicMapping mapping,
    Optional<Qos> qos,
    RetainFlag retain,
    LaneName lane,
    Optional<Duration> maxAge) {}
