package io.ghekeeper.appliance;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets on which the other side may say only so much before its SSH version. RFC 4253 lets it say lines before that, and
 * sshj keeps them all. What comes afterwards is in packets, whose length sshj bounds.
 */
final class BoundedGreeting extends SocketFactory {
    /** Bytes; sshj reads a line anew for each byte of it, so that many more would cost time instead of memory. */
    private static final int LONGEST = 8 * 1024;

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public InputStream getInputStream() throws IOException {
                return new Greeting(super.getInputStream());
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

    /** sshj reads the greeting byte by byte, and nothing else so. */
    private static final class Greeting extends FilterInputStream {
        private int said;

        Greeting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            if (++said > LONGEST) {
                throw new IOException("it says more than " + LONGEST + " bytes before its version");
            }
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, length);
        }
    }
}
