package io.ghekeeper.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The network between a client and a server on this host: a TCP relay that can be counted, frozen and cut. A frozen wire
 * keeps its connections open and carries nothing, as an appliance that hangs; new connections are taken and stay silent.
 */
final class Wire implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket entrance;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong bytesUntilCut = new AtomicLong(NEVER);
    private final AtomicLong bytesUntilFreeze = new AtomicLong(NEVER);
    private final Object ice = new Object();
    private volatile int pauseMillis;
    private boolean frozen;

    /** Between clients of this address and port, 0 for a free one, and a server on 127.0.0.1. */
    Wire(InetSocketAddress address, int serverPort) {
        this.serverPort = serverPort;
        try {
            entrance = new ServerSocket();
            entrance.bind(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** How many connections were ever taken. */
    int connections() {
        return connections.get();
    }

    /** From now on the server hears in one piece what a client says in so many milliseconds. */
    void gather(int millis) {
        pauseMillis = millis;
    }

    void freeze() {
        synchronized (ice) {
            frozen = true;
        }
    }

    void thaw() {
        bytesUntilFreeze.set(NEVER);
        synchronized (ice) {
            frozen = false;
            ice.notifyAll();
        }
    }

    /** Freezes once the server has sent this many bytes more, all connections together. */
    void freezeAfterBytes(long bytes) {
        bytesUntilFreeze.set(bytes);
    }

    /** Resets all connections, once, when the server has sent this many bytes more, all connections together. */
    void cutAfterBytes(long bytes) {
        bytesUntilCut.set(bytes);
    }

    /** Resets all connections that are open. */
    void cut() {
        for (Socket socket : new ArrayList<>(sockets)) {
            reset(socket);
        }
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        thaw();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                connections.incrementAndGet();
                connect(client);
            }
        } catch (IOException e) {
            // The entrance was closed: no more connections come in.
            cut();
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            sockets.addAll(List.of(client, server));
            // A relay writes what it reads, in pieces: each would wait up to 40 ms for the answer to the one before.
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            inBackground(() -> relay(client, server, false));
            inBackground(() -> relay(server, client, true));
        } catch (IOException e) {
            reset(client);
        }
    }

    private void relay(Socket from, Socket to, boolean fromServer) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (fromServer) {
                    spend(length);
                }
                awaitThaw();
                out.write(buffer, 0, fromServer ? length : length + more(in, buffer, length));
            }
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                close(from);
                close(to);
            }
        } catch (IOException e) {
            // One side is gone; the other must hear of it.
            reset(from);
            reset(to);
        }
    }

    /** What comes within the pause after a first piece. */
    private int more(InputStream in, byte[] buffer, int length) throws IOException {
        if (pauseMillis == 0) {
            return 0;
        }
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        int space = Math.min(in.available(), buffer.length - length);
        return space == 0 ? 0 : in.read(buffer, length, space);
    }

    private void spend(int length) {
        if (bytesUntilFreeze.get() != NEVER && bytesUntilFreeze.addAndGet(-length) <= 0) {
            bytesUntilFreeze.set(NEVER);
            freeze();
        }
        if (bytesUntilCut.get() != NEVER && bytesUntilCut.addAndGet(-length) <= 0) {
            bytesUntilCut.set(NEVER);
            cut();
        }
    }

    private void awaitThaw() throws IOException {
        synchronized (ice) {
            while (frozen) {
                try {
                    ice.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        }
    }

    /** Ends a connection so that the other side sees it broken, not closed. */
    private void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already, which is what is wanted.
        }
        close(socket);
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "lab-wire");
        thread.setDaemon(true);
        thread.start();
    }
}
