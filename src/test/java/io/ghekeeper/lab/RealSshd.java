package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The same appliance behind a real OpenSSH server, for what a server in this JVM cannot show: OpenSSH's own words, and an
 * appliance whose every process hangs. It runs as the user of the test, and only that user can log in: set
 * {@code appliance.user} to {@link #user()}. It refuses all logins before {@link #authorize}.
 */
public final class RealSshd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private final Process process;
    private final int port;
    private final SshKeys.Pair hostKey;
    private final Path authorizedKeys;
    private Wire slow;

    private RealSshd(Process process, int port, SshKeys.Pair hostKey, Path authorizedKeys) {
        this.process = process;
        this.port = port;
        this.hostKey = hostKey;
        this.authorizedKeys = authorizedKeys;
    }

    /** Whether this machine has one; a test that needs it assumes so, with this as its reason. */
    public static boolean installed() {
        return Files.isExecutable(PROGRAM);
    }

    /** Serves an appliance's disk on 127.0.0.1. Its own files go to {@code lab/sshd} on that disk. */
    public static RealSshd serve(ApplianceFiles files) {
        Path folder = files.at("/lab/sshd");
        SshKeys.Pair hostKey = SshKeys.make(folder, "host_key", SshKeys.Kind.ED25519);
        Path authorizedKeys = folder.resolve("authorized_keys");
        Path configuration = folder.resolve("sshd_config");
        int port = freePort();
        try {
            Files.writeString(authorizedKeys, "");
            Files.writeString(
                    configuration,
                    String.join(
                            "\n",
                            "ListenAddress 127.0.0.1:" + port,
                            "HostKey " + hostKey.privateKey(),
                            "PidFile none",
                            "KexAlgorithms curve25519-sha256", // the newest takes most of a short connection's time
                            "AuthorizedKeysFile " + authorizedKeys,
                            "AuthenticationMethods publickey",
                            "PermitRootLogin prohibit-password",
                            "StrictModes no",
                            "UsePAM no",
                            // Else bash reads the start-up file of the user of the test at each of some hundred logins.
                            "SetEnv SHLVL=1",
                            "ForceCommand " + String.join(" ", files.login()),
                            ""));
            if ("root".equals(System.getProperty("user.name"))) {
                // Where sshd, when it is root's, locks its unprivileged half in.
                Files.createDirectories(Path.of("/run/sshd"));
            }
            Process process = new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("sshd.log").toFile())
                    .start();
            awaitOpen(process, port);
            return new RealSshd(process, port, hostKey, authorizedKeys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who can log in. */
    public String user() {
        return System.getProperty("user.name");
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** A port at which the same server hears in one piece what a client says in a tenth of a second, until it is closed. */
    public int slowPort() {
        slow = new Wire(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), port);
        slow.gather(100);
        return slow.port();
    }

    /** The line by which an OpenSSH {@code known_hosts} file pins its host key. */
    public String knownHostsLine() {
        return "[" + host() + "]:" + port + " " + hostKey.publicLine();
    }

    /** Lets a key in, given as its {@code .pub} file, and no other. */
    public void authorize(Path publicKeyFile) {
        try {
            Files.copy(publicKeyFile, authorizedKeys, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses all logins from now on. Connections that are open stay so. */
    public void refuseAll() {
        try {
            Files.writeString(authorizedKeys, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops all its processes where they are. The kernel keeps the connections, and takes new ones, in silence. */
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    /** Ends it with everything that it runs. */
    @Override
    public void close() {
        if (slow != null) {
            slow.close();
        }
        thaw();
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        Awaitility.await().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    private void signal(String signal) {
        for (ProcessHandle one : processes()) {
            // One may have ended in between, which is no failure.
            Tool.run("bash", "-c", "kill \"$0\" \"$1\" || true", signal, Long.toString(one.pid()));
        }
    }

    private List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    private static void awaitOpen(Process process, int port) {
        Awaitility.await().ignoreExceptions().until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("sshd ended with " + process.exitValue());
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return true;
            }
        });
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
