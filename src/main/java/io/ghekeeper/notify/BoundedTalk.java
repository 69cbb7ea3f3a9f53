package io.ghekeeper.notify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Sockets on which a mail server may say only so much, for only so long. The library keeps a line until it ends, and an
 * answer until its last line, however long they are: a server that never ends one would take all memory, and with it the
 * backup that is at work beside it; and one that drips would keep its thread for ever.
 */
final class BoundedTalk extends SocketFactory {
    /** Bytes of a whole connection, TLS and its certificates among them; a server says some kilobytes. */
    private static final int LONGEST = 256 * 1024;

    private final Duration limit;

    /** @param limit for a whole connection */
    @SuppressWarnings("MissingSummary")
    BoundedTalk(Duration limit) {
        this.limit = limit;
    }

    @Override
    public Socket createSocket() {
        Talk talk = new Talk(limit);
        return new Socket() {
            @Override
            public InputStream getInputStream() throws IOException {
                return talk.in(super.getInputStream());
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

    /** What was said on one connection; its stream is asked for twice where TLS begins later. */
    private static final class Talk {
        private final Duration limit;
        private final long end;
        private int said;

        Talk(Duration limit) {
            this.limit = limit;
            this.end = System.nanoTime() + limit.toNanos();
        }

        InputStream in(InputStream stream) {
            return new FilterInputStream(stream) {
                @Override
                public int read() throws IOException {
                    int letter = super.read();
                    count(1);
                    return letter;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = super.read(bytes, offset, length);
                    count(read);
                    return read;
                }
            };
        }

        private void count(int read) throws IOException {
            said += Math.max(0, read);
            if (said > LONGEST) {
                throw new IOException("it says more than " + LONGEST + " bytes");
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("it has not come to an end in " + limit.toSeconds() + " s");
            }
        }
    }
}
