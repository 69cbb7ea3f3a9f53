package io.ghekeeper.engine.backuputils;

/**
 * The messages of OpenSSH's client that name a cause, whole (seen with 9.2). They count only where ssh itself wrote them:
 * see {@link OutputReader}.
 */
final class SshForms {
    static final String HOST_KEY_CHANGED =
            "@ +WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! +@|@ +WARNING: REVOKED HOST KEY DETECTED! +@";

    static final String HOST_KEY_UNKNOWN = "Host key verification failed\\.|No \\S+ host key is known for .*";

    static final String KEY_REFUSED =
            "\\S+: Permission denied \\([^)]*\\)\\.|Received disconnect from .*: Too many authentication failures";

    static final String UNREACHABLE = "ssh: connect to host .*|ssh: Could not resolve hostname .*"
            + "|(kex|ssh)_exchange_identification: .*|banner exchange: .*|Connection timed out during banner exchange"
            + "|Connection (closed|reset) by .* port \\d+|Connection to .* port \\d+ timed out";

    static final String LOST = "Timeout, server .* not responding\\.|client_loop: .*|packet_write_(poll|wait): .*"
            + "|ssh_dispatch_run_fatal: .*|Write failed: .*|Read from remote host .*|Connection to .* closed by remote host\\."
            + "|mux_client_\\w+: read from master failed: .*|Received disconnect from .*|Disconnected from .*"
            + "|Bad packet length .*|Corrupted (MAC|padding) .*";

    /** Said at the end of a connection at level VERBOSE. A connection that several commands share ends with the run. */
    static final String ENDED = "Transferred: sent \\d+, received \\d+ bytes, in [\\d.]+ seconds";

    /** What is said at level VERBOSE of connections that work. */
    static final String OF_NO_INTEREST = "Authenticated to .*|Bytes per second: .*|" + ENDED;

    private SshForms() {}
}
