/**
 * The broker's rules: sessions, QoS flows, retained messages, Wills, limits. Inputs are method
 * calls on {@link dev.sluice.broker.BrokerCore}, outputs are {@link dev.sluice.broker.Effect}s; one
 * thread owns all of it. No clock, randomness, thread, lock, logging or I/O of its own. Imports
 * {@code dev.sluice.mqtt}, {@code dev.sluice.topic} and the JDK.
 */
package dev.sluice.broker;
