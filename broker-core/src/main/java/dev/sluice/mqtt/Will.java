package dev.sluice.mqtt;

import java.time.Duration;

/** Will Message and how long it waits after the connection is lost [MQTT-3.1.2-8]. */
public record Will(Message message, Duration delay) {}
