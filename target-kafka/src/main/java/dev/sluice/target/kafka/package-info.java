/**
 * Apache Kafka as a target, and as a backbone. One thread of its own per target or backbone gives
 * records to Kafka's producer, whose network thread brings the answers; each topic of a backbone
 * that is read has a thread with its consumer. Imports {@code dev.sluice.target}, its backbone and
 * its settings, Kafka's client and the JDK.
 */
package dev.sluice.target.kafka;
