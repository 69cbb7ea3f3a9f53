package io.ghekeeper.appliance;

/**
 * How hints speak of a host.
 *
 * @param host where its name comes from
 * @param trust the command that pins its host key
 * @param unreachable what to check where its port does not answer
 */
record HostHints(String host, String trust, String unreachable) {
    private static final String NETWORK = "a NetworkPolicy, security group or firewall lets this host out to that port";

    /** The appliance that is backed up. */
    static final HostHints CONFIGURED = new HostHints(
            "appliance.host",
            "ghe-keeper appliance trust",
            "Check appliance.host and appliance.port, that the appliance runs, and that " + NETWORK + ".");

    /** The host that was named to be restored to: pinning the configured one would not help. */
    static HostHints target(String host) {
        return new HostHints(
                "the target's name",
                "ghe-keeper appliance trust " + host,
                "Check that the target runs, and that " + NETWORK + ": docs/restore.md, step 3.");
    }
}
