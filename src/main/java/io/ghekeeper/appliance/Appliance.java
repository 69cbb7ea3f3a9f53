package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.key.UnlockedKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One GHES host over SSH. Each connection is opened, checked and closed for one use. */
public final class Appliance {
    private final ApplianceSettings settings;
    private final Timeouts patience;
    private final HostHints naming;

    public Appliance(ApplianceSettings settings) {
        this(settings, Timeouts.USUAL);
    }

    Appliance(ApplianceSettings settings, Timeouts patience) {
        this(settings, patience, HostHints.CONFIGURED);
    }

    private Appliance(ApplianceSettings settings, Timeouts patience, HostHints naming) {
        this.settings = settings;
        this.patience = patience;
        this.naming = naming;
    }

    /** A host that a person named, to restore to: hints are about its network, and not about the configuration. */
    public static Appliance named(ApplianceSettings settings) {
        return new Appliance(settings, Timeouts.USUAL, HostHints.target(settings.host()));
    }

    /**
     * Connects as a backup would, and asks who it is.
     *
     * @param privateKey an unencrypted private key file
     * @param client the release that backup-utils sends; nothing where it is unknown
     * @throws Failure CONFIGURATION_UNREADABLE, VOLUME_UNUSABLE, KEY_NOT_A_PRIVATE_KEY, APPLIANCE_UNREACHABLE, HOST_KEY_UNKNOWN,
     *     HOST_KEY_CHANGED, KEY_REFUSED or CONNECTION_LOST; what it says of itself is judged by
     *     {@link ApplianceFacts#requirePrimary} only
     */
    public ApplianceFacts probe(Path privateKey, Optional<String> client) {
        HostKeyCheck check = new HostKeyCheck(settings);
        return probe(check, Identity.read(privateKey), client);
    }

    /** The same with a key in memory, which stays open. */
    public ApplianceFacts probe(UnlockedKey privateKey, Optional<String> client) {
        HostKeyCheck check = new HostKeyCheck(settings);
        return probe(check, Identity.of(privateKey), client);
    }

    private ApplianceFacts probe(HostKeyCheck check, Identity identity, Optional<String> client) {
        Login login = new Login(settings, patience, naming);
        return login.with(check, identity, connection -> {
            HostReplies answers = HostReplies.withVersion(
                    connection,
                    login.failures(),
                    client,
                    HostQuery.ROLE,
                    HostQuery.UUID,
                    HostQuery.EXTERNAL_MYSQL,
                    HostQuery.BACKUP_SERVICE,
                    HostQuery.GARBAGE_OFF);
            return new ApplianceFacts(
                    settings.host(),
                    answers.replica(),
                    answers.version(),
                    answers.negotiation(),
                    answers.uuid(),
                    answers.yesOrNo(HostQuery.EXTERNAL_MYSQL),
                    answers.backupService(),
                    answers.yesOrNo(HostQuery.GARBAGE_OFF),
                    check.recorded());
        });
    }

    /**
     * Turns its garbage collection on, as backup-utils does when it ends. It changes the appliance: a person has agreed.
     *
     * @throws Failure those of {@link #probe(UnlockedKey, Optional)}; CONNECTION_LOST where it is not seen to be on afterwards
     */
    public void turnGarbageCollectionOn(UnlockedKey privateKey) {
        HostKeyCheck check = new HostKeyCheck(settings);
        Login login = new Login(settings, patience, naming);
        login.with(check, Identity.of(privateKey), connection -> {
            connection.ask(
                    "sudo rm -f " + HostQuery.GARBAGE_LOCK + " </dev/null",
                    patience.answer(),
                    Connection.LONGEST_ANSWER);
            HostReplies answers = HostReplies.to(connection, login.failures(), HostQuery.GARBAGE_OFF);
            if (!answers.yesOrNo(HostQuery.GARBAGE_OFF).equals(Optional.of(false))) {
                throw new Failure(
                        FailureKind.CONNECTION_LOST,
                        "garbage collection on " + settings.host() + " could not be turned on",
                        "Remove this file on the appliance: " + HostQuery.GARBAGE_LOCK);
            }
            return true;
        });
    }

    /**
     * The addresses of its name.
     *
     * @throws Failure APPLIANCE_UNREACHABLE
     */
    public List<InetAddress> addresses() {
        try {
            return List.of(InetAddress.getAllByName(settings.host()));
        } catch (UnknownHostException e) {
            throw unreachable(e, false);
        }
    }

    /**
     * Opens its port, and closes it.
     *
     * @throws Failure APPLIANCE_UNREACHABLE
     */
    public void openPort() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(settings.host(), settings.port()),
                    Math.toIntExact(patience.connect().toMillis()));
        } catch (IOException e) {
            throw unreachable(e, false);
        }
    }

    /**
     * The host key that the appliance shows, which is a pinned one, and the file that pins it. Pins none, whatever {@code trustFirstUse} says.
     *
     * @throws Failure CONFIGURATION_UNREADABLE, VOLUME_UNUSABLE, APPLIANCE_UNREACHABLE, HOST_KEY_UNKNOWN or HOST_KEY_CHANGED
     */
    public PinnedHostKey pinnedHostKey() {
        HostKeyCheck check = new HostKeyCheck(settings.withoutTrustOnFirstUse());
        try (Connection connection = new Connection(check, patience)) {
            new Login(settings, patience, naming).open(connection, check);
            return check.accepted()
                    .flatMap(key -> check.file(key).map(file -> new PinnedHostKey(key, file)))
                    .orElseThrow(() -> new IllegalStateException("no host key was checked"));
        } catch (IOException e) {
            throw new ConnectionFailures(settings, naming).lost(e, false);
        }
    }

    /** The host key that the appliance shows, without trusting it or sending anything of ours. */
    public HostKey shownHostKey() {
        HostKeyScan look = new HostKeyScan(TrustedKeys.of(settings).algorithms());
        try (Connection connection = new Connection(look, patience)) {
            try {
                connection.open(settings.host(), settings.port());
            } catch (IOException e) {
                return look.shown().orElseThrow(() -> unreachable(e, connection.overdue()));
            }
        } catch (IOException e) {
            return look.shown().orElseThrow(() -> unreachable(e, false));
        }
        throw new IllegalStateException("a connection was opened although its host key was refused");
    }

    private Failure unreachable(IOException e, boolean overdue) {
        return new ConnectionFailures(settings, naming).unreachable(e, overdue);
    }
}
