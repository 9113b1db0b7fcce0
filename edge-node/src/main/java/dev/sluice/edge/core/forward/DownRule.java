package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import java.util.Optional;

/**
 * Which messages of the cloud are published here, and how.
 *
 * @param name unique, for metrics
 * @param from topics in the cloud
 * @param qos of the publication here; empty = as published there
 */
public record DownRule(
    String name, TopicFilter from, TopicMapping mapping, Optional<Qos> qos, RetainFlag retain) {}
