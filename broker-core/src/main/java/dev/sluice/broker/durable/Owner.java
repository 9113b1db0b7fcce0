package dev.sluice.broker.durable;

/**
 * Whose a session is: a user who proved to be one. Of whoever proved nothing there is none.
 *
 * @param realm who vouches for the name: users of two realms are two, though they share a name
 */
public record Owner(String realm, String user) {}
