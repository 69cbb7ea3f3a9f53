package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.SshKeys;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where no appliance answers, in every way in which a port can disappoint. */
@Timeout(300)
class UnreachableApplianceIT {
    private static final Timeouts LITTLE =
            new Timeouts(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(600));

    @TempDir
    private static Path folder;

    private static Path key;

    /** The usual ones but where nothing answers: what does may be slow. */
    private Timeouts timeouts = Timeouts.USUAL;

    private ServerSocket port;

    @BeforeAll
    static void makeKey() {
        key = SshKeys.make(folder, "id_ed25519", SshKeys.Kind.ED25519).privateKey();
    }

    @BeforeEach
    void listen() throws IOException {
        port = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void leavesNoThreadBehind() throws IOException {
        port.close();
        Threads.awaitNoneOfAConnection();
    }

    @Test
    void aClosedPortRefused() throws IOException {
        port.close();

        assertThat(unreachable("127.0.0.1"))
                .hasMessageContainingAll("127.0.0.1 port " + port.getLocalPort(), "refused");
    }

    @Test
    void anUnknownNameCannotBeResolved() {
        Failure failure = unreachable("no-such-host.invalid");

        assertThat(failure).hasMessageContainingAll("no-such-host.invalid", "cannot be resolved");
        assertThat(failure.hint()).contains("appliance.host");
    }

    @Test
    void aSilentPortDoesNotAnswerInTime() {
        timeouts = LITTLE;

        assertThat(unreachable("127.0.0.1")).hasMessageContaining("does not answer in time");
    }

    @Test
    void aPortThatSendsALittleNowAndThenBlocksNoCaller() {
        timeouts = LITTLE;
        serve(socket -> {
            socket.setSoTimeout(50);
            while (true) {
                say(socket, "x");
                try {
                    socket.getInputStream().skipNBytes(1000);
                } catch (SocketTimeoutException silentLikeMost) {
                    assertThat(silentLikeMost).hasMessageContaining("timed out");
                }
            }
        });

        assertThat(unreachable("127.0.0.1")).hasMessageContaining("does not answer in time");
    }

    @Test
    void anSshPortThatFallsSilentAfterItsNameDoesNotAnswerInTime() {
        timeouts = LITTLE;
        serve(socket -> {
            say(socket, "SSH-2.0-OpenSSH_9.2\r\n");
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        });

        assertThat(unreachable("127.0.0.1")).hasMessageContaining("does not answer in time");
    }

    @Test
    void aPortThatSpeaksHttpIsNoSsh() {
        serve(socket -> say(socket, "HTTP/1.1 400 Bad Request\r\n\r\n<html>\u001b[31m</html>\r\n"));

        assertThat(unreachable("127.0.0.1")).hasMessageContaining("does not speak SSH");
    }

    @Test
    void aPortThatNeverSendsItsSshVersionIsNoSshAndItsOutputIsDropped() {
        for (String endless : List.of("hello world\r\n", "hello world")) {
            serve(socket -> {
                while (true) {
                    say(socket, endless.repeat(100));
                }
            });
            Appliance patient = appliance("127.0.0.1");

            long begin = System.nanoTime();
            Failure failure = catchThrowableOfType(Failure.class, () -> patient.probe(key, Optional.of("3.11.0")));

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Timeouts.USUAL.connect());
            assertThat(failure.kind()).isEqualTo(FailureKind.APPLIANCE_UNREACHABLE);
            assertThat(failure).hasMessageContaining("what answers does not speak SSH with us");
        }
    }

    @Test
    void aPortThatClosesAtOnceIsNoSsh() {
        serve(socket -> {});

        assertThat(unreachable("127.0.0.1")).hasMessageContaining("does not speak SSH");
    }

    @Test
    void theWordsOfAStrangerAreBoundedAndFitForATerminal() {
        serve(socket -> say(socket, "SSH-1.5-\u001b[2J\u0007" + "x".repeat(220) + "\r\n"));

        Failure failure = unreachable("127.0.0.1");

        assertThat(failure.getMessage()).hasSizeLessThan(400).matches("[\\x20-\\x7e]+");
    }

    @Test
    void garbageInsteadOfAKeyExchangeIsNoSsh() {
        serve(socket -> say(socket, "SSH-2.0-OpenSSH_9.2\r\n" + "\u0001".repeat(100_000)));

        assertThat(unreachable("127.0.0.1").getMessage()).doesNotContain("null");
    }

    @Test
    void anInterruptEndsTheWaitForAnSshVersion() throws InterruptedException {
        assertMindsAnInterrupt("");
    }

    @Test
    void anInterruptEndsTheWaitForAKeyExchange() throws InterruptedException {
        assertMindsAnInterrupt("SSH-2.0-OpenSSH_9.2\r\n");
    }

    private void assertMindsAnInterrupt(String said) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        serve(socket -> {
            say(socket, said);
            reached.countDown();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
        Appliance patient = appliance("127.0.0.1");
        Thread waiting = new Thread(() -> assertThatThrownBy(() -> patient.probe(key, Optional.of("3.11.0")))
                .isInstanceOf(Failure.class));
        waiting.start();
        assertThat(reached.await(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        waiting.interrupt();

        waiting.join(Timeouts.USUAL.answer().toMillis() * 2 / 3);
        assertThat(waiting.getStackTrace()).isEmpty();
    }

    @Test
    void aKeyThatCannotBeReadIsNotTheAppliancesFault() throws IOException {
        Path noKey = Files.writeString(folder.resolve("no-key"), "not a key: hunter2");

        for (Path broken : new Path[] {noKey, folder.resolve("missing"), folder}) {
            Failure failure = catchThrowableOfType(
                    Failure.class, () -> appliance("127.0.0.1").probe(broken, Optional.of("3.11.0")));
            assertThat(failure.kind()).isEqualTo(FailureKind.KEY_NOT_A_PRIVATE_KEY);
            assertThat(failure).hasMessageContaining(broken.toString());
            assertThat(failure.getMessage()).doesNotContain("hunter2");
        }
    }

    @Test
    void aFolderInsteadOfKnownHostsIsUnreadableNotUnknown() {
        ApplianceSettings settings = new ApplianceSettings(
                "127.0.0.1", port.getLocalPort(), "admin", folder, Optional.empty(), true, Optional.empty());

        Failure failure =
                catchThrowableOfType(Failure.class, () -> new Appliance(settings).probe(key, Optional.of("3.11.0")));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_UNREADABLE);
    }

    /** The probe's failure; looking at the host key must fail alike. */
    private Failure unreachable(String host) {
        Failure probe =
                catchThrowableOfType(Failure.class, () -> appliance(host).probe(key, Optional.of("3.11.0")));
        Failure look = catchThrowableOfType(Failure.class, () -> appliance(host).shownHostKey());
        assertThat(probe.kind()).isEqualTo(FailureKind.APPLIANCE_UNREACHABLE);
        assertThat(look.kind()).isEqualTo(FailureKind.APPLIANCE_UNREACHABLE);
        assertThat(probe.getMessage()).doesNotContain("null", "Exception");
        assertThat(look.getMessage()).doesNotContain("null", "Exception");
        return probe;
    }

    private Appliance appliance(String host) {
        return new Appliance(
                new ApplianceSettings(
                        host,
                        port.getLocalPort(),
                        "admin",
                        folder.resolve("known_hosts"),
                        Optional.empty(),
                        false,
                        Optional.empty()),
                timeouts);
    }

    /** Says this to everybody who comes, and closes. */
    private void serve(Speech speech) {
        inBackground(() -> {
            while (true) {
                try (Socket socket = port.accept()) {
                    speech.to(socket);
                } catch (IOException e) {
                    if (port.isClosed()) {
                        return;
                    }
                }
            }
        });
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "test-port");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Speech {
        void to(Socket socket) throws IOException;
    }
}
