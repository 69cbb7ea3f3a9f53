package io.ghekeeper.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * Sockets on which the other side may send only so many bytes, for only so long. Libraries keep a line until it ends: a
 * server that never ends one would take all memory, and one that drips would keep its thread for ever.
 */
public final class LimitedSocketFactory extends SocketFactory {
    private final long longest;
    private final Optional<Duration> limit;
    private final boolean blocksCount;
    private final String until;

    private LimitedSocketFactory(long longest, Optional<Duration> limit, boolean blocksCount, String until) {
        this.longest = longest;
        this.limit = limit;
        this.blocksCount = blocksCount;
        this.until = until;
    }

    /**
     * Limits whole connections, TLS and its certificates included.
     *
     * @param longest in bytes
     */
    public static LimitedSocketFactory ofConnections(long longest, Duration limit) {
        return new LimitedSocketFactory(longest, Optional.of(limit), true, "");
    }

    /**
     * Limits what comes before the SSH version: RFC 4253 allows lines there, and sshj keeps them all. sshj reads those byte
     * by byte and nothing else so; the packets after them have a length that sshj bounds.
     *
     * @param longest in bytes
     */
    public static LimitedSocketFactory ofSshGreetings(long longest) {
        return new LimitedSocketFactory(longest, Optional.empty(), false, " before its version");
    }

    @Override
    public Socket createSocket() {
        Meter meter = new Meter();
        return new Socket() {
            @Override
            public InputStream getInputStream() throws IOException {
                return meter.in(super.getInputStream());
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }

    /** Of one connection; its stream is asked for twice where TLS begins later. */
    private final class Meter {
        private final long begin = System.nanoTime();
        private long received;

        InputStream in(InputStream stream) {
            return new FilterInputStream(stream) {
                @Override
                public int read() throws IOException {
                    int one = super.read();
                    count(1);
                    return one;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = super.read(bytes, offset, length);
                    count(blocksCount ? read : 0);
                    return read;
                }
            };
        }

        private void count(int read) throws IOException {
            received += Math.max(0, read);
            if (received > longest) {
                throw new IOException("it says more than " + longest + " bytes" + until);
            }
            if (limit.filter(time -> System.nanoTime() - begin > time.toNanos()).isPresent()) {
                throw new IOException(
                        "it has not come to an end in " + limit.get().toSeconds() + " s");
            }
        }
    }
}
