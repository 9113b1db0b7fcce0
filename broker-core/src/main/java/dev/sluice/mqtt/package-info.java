/**
 * The vocabulary of MQTT as immutable values: packets, messages, properties, reason codes. No
 * state, no behaviour beyond validation. Imports {@code dev.sluice.topic} and the JDK only.
 */
package dev.sluice.mqtt;
