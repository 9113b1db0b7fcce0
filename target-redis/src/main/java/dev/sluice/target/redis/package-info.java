/**
 * Redis Streams as a target. One thread of its own per target talks to the engine. Imports {@code
 * dev.sluice.target}, Jedis and the JDK.
 */
package dev.sluice.target.redis;
