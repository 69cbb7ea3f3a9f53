package io.ghekeeper.http;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/** @param listen nothing where no port is to be opened */
@SuppressWarnings("MissingSummary")
public record HttpSettings(Optional<Listen> listen) {
    public HttpSettings {
        Objects.requireNonNull(listen);
    }

    /**
     * An address of this machine, and a port.
     *
     * @param host a name or an IP address; an IPv6 address in brackets
     */
    public record Listen(String host, int port) {
        public Listen {
            Objects.requireNonNull(host);
        }

        /** Asks the name service where the host is a name. */
        InetSocketAddress address() {
            return new InetSocketAddress(host, port);
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
