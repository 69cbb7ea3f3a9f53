package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/**
 * A GHES appliance for tests: an SSH server on a loopback address in this JVM, over a folder of its own. It answers what
 * backup-utils 3.11 and 3.12 ask of a single appliance that is backed up or restored to, and plain shell commands. It
 * refuses all logins before {@link #authorize}.
 */
public final class FakeAppliance implements AutoCloseable {
    /** GHES's only SSH account for administrators. */
    public static final String USER = "admin";

    private final ApplianceFiles files;
    private final SshServer server;
    private final Wire wire;
    private final Set<PublicKey> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger hostKeys = new AtomicInteger();
    private final String address;

    private FakeAppliance(ApplianceFiles files, String address, int port) {
        this.files = files;
        this.address = address;
        changeHostKey();
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        // The newer ones, of large numbers against computers to come, take more time than all else in a short
        // connection.
        server.setKeyExchangeFactories(NamedFactory.setUpTransformedFactories(
                true, List.of(BuiltinDHFactories.curve25519), ServerBuilder.DH2KEX));
        // Read for each connection: a restore imports other ones.
        server.setKeyPairProvider(session -> new FileKeyPairProvider(hostKey().privateKey()).loadKeys(session));
        server.setPublickeyAuthenticator((user, key, session) ->
                USER.equals(user) && accepted.stream().anyMatch(known -> KeyUtils.compareKeys(known, key)));
        server.setCommandFactory((channel, command) -> new ShellCommand(files.login(command)));
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wire = new Wire(new InetSocketAddress(address, port), server.getPort());
    }

    /** Makes an appliance in an absent or empty folder (see {@link ApplianceFiles#create}) and serves it. */
    public static FakeAppliance start(Path root) {
        return start(root, "127.0.0.1", 0);
    }

    /** The same, on another loopback address as {@code 127.0.0.2}, and on a port that is given: two can share one. */
    public static FakeAppliance start(Path root, String address, int port) {
        return new FakeAppliance(ApplianceFiles.create(root), address, port);
    }

    /** What is on its disk, and what it says it is. */
    public ApplianceFiles files() {
        return files;
    }

    /** The folder in the role of its disk: {@code /data/user} is {@code root/data/user}. */
    public Path root() {
        return files.root();
    }

    public String host() {
        return address;
    }

    public int port() {
        return wire.port();
    }

    /** The line by which an OpenSSH {@code known_hosts} file pins its present host key. */
    public String knownHostsLine() {
        return "[" + host() + "]:" + port() + " " + hostKey().publicLine();
    }

    /** The present host key, as {@code SHA256:...}. */
    public String hostKeyFingerprint() {
        return hostKey().fingerprint();
    }

    /** From the next connection on, it shows another host key. */
    public void changeHostKey() {
        // Host keys are part of a backup.
        SshKeys.make(files.at("/lab/host-keys"), "ecdsa-" + hostKeys.incrementAndGet(), SshKeys.Kind.ECDSA)
                .copyTo(hostKey());
    }

    /** Where its present host key lies. */
    private SshKeys.Pair hostKey() {
        return new SshKeys.Pair(files.at("/etc/ssh/ssh_host_ecdsa_key"), files.at("/etc/ssh/ssh_host_ecdsa_key.pub"));
    }

    /** Lets a key in, given as a line of {@code authorized_keys}. */
    public void authorize(String publicKeyLine) {
        try {
            accepted.add(AuthorizedKeyEntry.parseAuthorizedKeyEntry(publicKeyLine)
                    .resolvePublicKey(null, PublicKeyEntryResolver.FAILING));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(publicKeyLine, e);
        }
    }

    /** Lets a key in, given as its {@code .pub} file. */
    public void authorize(Path publicKeyFile) {
        try {
            authorize(Files.readString(publicKeyFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses all logins from now on. Connections that are open stay so. */
    public void refuseAll() {
        accepted.clear();
    }

    /** How many TCP connections were ever made to it. */
    public int connections() {
        return wire.connections();
    }

    /** Hangs: connections stay open, new ones are taken, and nothing is said on any of them. */
    public void freeze() {
        wire.freeze();
    }

    /** Hangs, as {@link #freeze}, when it has sent this many bytes more. */
    public void freezeAfterBytes(long bytes) {
        wire.freezeAfterBytes(bytes);
    }

    public void thaw() {
        wire.thaw();
    }

    /** Breaks every open connection. */
    public void dropAll() {
        wire.cut();
    }

    /** Breaks every open connection, once, when it has sent this many bytes more. Later connections work. */
    public void dropConnectionsAfterBytes(long bytes) {
        wire.cutAfterBytes(bytes);
    }

    /** Goes off the network: its port is closed. */
    @Override
    public void close() {
        wire.close();
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
