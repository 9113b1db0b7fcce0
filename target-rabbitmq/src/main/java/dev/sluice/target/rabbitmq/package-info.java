/**
 * RabbitMQ as a target: publisher confirms on one channel. One thread of its own per target writes,
 * the client's reads, and a third sees to it that nobody waits for ever. Imports {@code
 * dev.sluice.target}, RabbitMQ's Java client and the JDK.
 */
package dev.sluice.target.rabbitmq;
