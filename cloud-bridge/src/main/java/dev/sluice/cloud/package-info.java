/**
 * The cloud process: the only place that puts the core and its adapters together.
 *
 * <p>The core is {@code cloud.core}; {@code cloud.broker}, {@code cloud.bridge}, {@code
 * cloud.inference}, {@code cloud.admin} and {@code cloud.config} each stand between it and one
 * outside thing and do not know each other.
 */
package dev.sluice.cloud;
