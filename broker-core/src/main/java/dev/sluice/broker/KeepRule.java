package dev.sluice.broker;

import dev.sluice.topic.TopicFilter;

/** How well messages of some topics are kept. */
public record KeepRule(TopicFilter topics, KeepLevel level) {}
