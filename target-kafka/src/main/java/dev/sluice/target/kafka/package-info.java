/**
 * Apache Kafka as a target. One thread of its own per target gives records to Kafka's producer,
 * whose network thread brings the answers. Imports {@code dev.sluice.target} and its settings,
 * Kafka's client and the JDK.
 */
package dev.sluice.target.kafka;
