/**
 * The cloud bridge's configuration file as records. Read once at start; immutable. Imports {@code
 * dev.sluice.config} only.
 */
package dev.sluice.cloud.config;
