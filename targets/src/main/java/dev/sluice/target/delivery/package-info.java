/**
 * How records get to a target: order, retries and dead letters. {@link Delivery} decides, without
 * clock, chance or thread of its own; {@link DeliveryLoop} performs. Imports {@code
 * dev.sluice.target} and the JDK.
 */
package dev.sluice.target.delivery;
