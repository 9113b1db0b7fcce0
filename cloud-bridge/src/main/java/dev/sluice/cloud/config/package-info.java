/**
 * The cloud bridge's configuration file as records. Read once at start; immutable. Imports {@code
 * dev.sluice.config}, and of the link the size of its largest request.
 */
package dev.sluice.cloud.config;
