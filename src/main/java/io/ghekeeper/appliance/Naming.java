package io.ghekeeper.appliance;

/**
 * How hints speak of a host.
 *
 * @param host where its name comes from
 * @param trust the command that pins its host key
 */
record Naming(String host, String trust) {
    /** The appliance that is backed up. */
    static final Naming CONFIGURED = new Naming("appliance.host", "ghe-keeper appliance trust");

    /** The host that was named to be restored to: pinning the configured one would not help. */
    static Naming target(String host) {
        return new Naming("the target's name", "ghe-keeper appliance trust " + host);
    }
}
