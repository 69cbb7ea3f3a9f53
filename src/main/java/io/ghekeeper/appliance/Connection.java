package io.ghekeeper.appliance;

import com.hierynomus.sshj.key.KeyAlgorithms;
import io.ghekeeper.net.LimitedSocketFactory;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.keepalive.KeepAlive;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/**
 * One SSH connection that ends in time whatever the other side does, and at once when the thread that opened it is
 * interrupted: sshj alone waits for ever in several places.
 */
final class Connection implements AutoCloseable {
    static final int LONGEST_ANSWER = 4096;

    /** Bytes; sshj reads a line again for each byte of it, so that many more would cost time instead of memory. */
    private static final int LONGEST_GREETING = 8 * 1024;

    private static final int UNANSWERED = 3;
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Timeouts patience;
    private final SSHClient client;
    private final CommandChannels channels;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean overdue;

    Connection(HostKeyVerifier verifier, Timeouts patience) {
        this.patience = patience;
        client = new SSHClient(configuration());
        client.addHostKeyVerifier(verifier);
        client.setSocketFactory(LimitedSocketFactory.ofSshGreetings(LONGEST_GREETING));
        int answer = Math.toIntExact(patience.answer().toMillis());
        client.setConnectTimeout(Math.toIntExact(patience.connect().toMillis()));
        client.setTimeout(answer);
        client.getTransport().setTimeoutMs(answer);
        client.getConnection().setTimeoutMs(answer);
        channels = new CommandChannels(client.getConnection());
        stayAlive(client.getConnection().getKeepAlive());
    }

    /**
     * Host keys in the order in which ssh(1) asks for them, so that the engine's ssh is shown the key that we were; and no
     * certificates, for we trust no authority.
     */
    private static DefaultConfig configuration() {
        DefaultConfig config = new DefaultConfig();
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
        config.setKeyAlgorithms(List.of(
                KeyAlgorithms.EdDSA25519(),
                KeyAlgorithms.ECDSASHANistp256(),
                KeyAlgorithms.ECDSASHANistp384(),
                KeyAlgorithms.ECDSASHANistp521(),
                KeyAlgorithms.RSASHA512(),
                KeyAlgorithms.RSASHA256()));
        return config;
    }

    /** Asks now and then whether anybody is there, so that a slow command on a host that hangs is not waited for. */
    private void stayAlive(KeepAlive keepAlive) {
        keepAlive.setKeepAliveInterval(
                Math.max(1, Math.toIntExact(patience.answer().toSeconds() / UNANSWERED)));
        if (keepAlive instanceof KeepAliveRunner runner) {
            runner.setMaxAliveCount(UNANSWERED);
        }
    }

    void open(String host, int port) throws IOException {
        Thread waiting = Thread.currentThread();
        Thread watch = new Thread(() -> watch(waiting), "appliance-patience");
        watch.setDaemon(true);
        watch.start();
        step(() -> {
            client.connect(host, port);
            return client;
        });
    }

    void authenticate(String user, KeyProvider key) throws IOException {
        step(() -> {
            client.authPublickey(user, key);
            return client;
        });
    }

    /**
     * What a command left when it ended.
     *
     * @param status its exit status; nothing where it was killed
     * @param output what it printed on its standard output, without blanks around it
     * @param errors the same of its standard error
     */
    record Reply(Optional<Integer> status, String output, String errors) {
        boolean succeeded() {
            return status.filter(number -> number == 0).isPresent();
        }
    }

    /**
     * How each command ended; nothing when it does not end in time, or prints too much. They run side by side, in one time
     * for all, and their channels end with the connection.
     *
     * @throws IOException where none of them ends in time either: the host is gone
     */
    List<Optional<Reply>> replies(List<String> commands) throws IOException {
        List<Session.Command> running = begin(commands);
        long begin = System.nanoTime();
        boolean anyEnded = false;
        List<Optional<Reply>> replies = new ArrayList<>();
        for (Session.Command command : running) {
            boolean ended = ended(command, patience.answer().minusNanos(System.nanoTime() - begin));
            anyEnded |= ended;
            replies.add(ended ? reply(command, LONGEST_ANSWER) : Optional.empty());
        }
        if (!anyEnded) {
            throw new IOException(new TimeoutException("no answer to any of " + commands.size() + " commands"));
        }
        return replies;
    }

    /**
     * What one command that may take longer, or print more, printed; nothing when it fails, does not end in time, or prints
     * too much.
     *
     * @param longest bytes of its answer
     */
    Optional<String> ask(String command, Duration limit, int longest) throws IOException {
        Session.Command running = begin(List.of(command)).get(0);
        return ended(running, limit) ? printed(running, longest) : Optional.empty();
    }

    /** The same of several that may take longer, side by side and in one time for all. */
    List<Optional<String>> ask(List<String> commands, Duration limit) throws IOException {
        List<Session.Command> running = begin(commands);
        long begin = System.nanoTime();
        List<Optional<String>> answers = new ArrayList<>();
        for (Session.Command command : running) {
            boolean ended = ended(command, limit.minusNanos(System.nanoTime() - begin));
            answers.add(ended ? printed(command, LONGEST_ANSWER) : Optional.empty());
        }
        return answers;
    }

    private static Optional<String> printed(Session.Command running, int longest) throws IOException {
        return reply(running, longest).filter(Reply::succeeded).map(Reply::output);
    }

    private List<Session.Command> begin(List<String> commands) throws IOException {
        return step(() -> List.copyOf(channels.begin(commands)));
    }

    /** A connection that breaks between two steps is a mistake of ours to sshj, which throws no IOException then. */
    private static <T> T step(SshAction<T> step) throws IOException {
        try {
            return step.take();
        } catch (IllegalStateException e) {
            throw new IOException("it hung up", e);
        }
    }

    private interface SshAction<T> {
        T take() throws IOException;
    }

    private static Optional<Reply> reply(Session.Command running, int longest) throws IOException {
        byte[] output = running.getInputStream().readNBytes(longest + 1);
        byte[] errors = running.getErrorStream().readNBytes(LONGEST_ANSWER);
        return output.length > longest
                ? Optional.empty()
                : Optional.of(new Reply(Optional.ofNullable(running.getExitStatus()), text(output), text(errors)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    /** Its output is kept by sshj meanwhile, up to the channel's window; one that says more is made to wait, and fails. */
    private static boolean ended(Session.Command running, Duration limit) throws IOException {
        try {
            running.join(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (ConnectionException e) {
            if (e.getCause() instanceof TimeoutException) {
                return false;
            }
            throw e;
        }
    }

    /** Whether it was ended because its whole time was over. */
    boolean overdue() {
        return overdue;
    }

    /** Ends it when its time is over, and when the thread that waits for it is interrupted, which a socket does not mind. */
    private void watch(Thread waiting) {
        long begin = System.nanoTime();
        try {
            while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                overdue = System.nanoTime() - begin >= patience.whole().toNanos();
                Socket socket = client.getSocket();
                if (socket != null && (overdue || waiting.isInterrupted())) {
                    socket.close();
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            client.close();
        } finally {
            closed.countDown();
        }
    }
}
