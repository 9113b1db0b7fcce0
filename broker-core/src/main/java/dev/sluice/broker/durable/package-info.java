/**
 * What the broker has to remember across the end of its process, as values: records of what changed
 * and the state that they add up to. The broker emits the records; a journal keeps them and hands
 * the state back. Imports {@code dev.sluice.mqtt}, {@code dev.sluice.topic} and the JDK only.
 */
package dev.sluice.broker.durable;
