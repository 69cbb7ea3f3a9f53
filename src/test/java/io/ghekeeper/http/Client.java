package io.ghekeeper.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** One connection to the port of this machine, byte by byte where it must be. */
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final Socket socket = new Socket();

    Client(int port) throws IOException {
        this(port, 0);
    }

    /** @param receive bytes that the system may take up unread; 0 for as many as it likes */
    @SuppressWarnings("MissingSummary")
    Client(int port, int receive) throws IOException {
        if (receive > 0) {
            socket.setReceiveBufferSize(receive);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    }

    /** The whole answer to a GET, head and all. */
    static String get(int port, String path) throws IOException {
        return ask(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    static String ask(int port, String request) throws IOException {
        try (Client client = new Client(port)) {
            client.send(request);
            return client.answer();
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Up to the end of the connection, however it came. */
    String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        byte[] piece = new byte[8192];
        try {
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                answer.append(new String(piece, 0, length, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException reset) {
            // The other side closed it with something of ours unread.
        }
        return answer.toString();
    }

    /** Whether the other side has closed it by now; what it answered is lost. */
    boolean ended() throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read(new byte[8192]) < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** As one that dies: nothing more is taken up, and the other side hears of it at its next word. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
