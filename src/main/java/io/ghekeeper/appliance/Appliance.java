package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** One GHES host over SSH. Every connection is made anew, checked, and closed. */
public final class Appliance {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 15_000;
    private static final int LONGEST_ANSWER = 4096;

    /**
     * What backup-utils itself asks for the version. The release that we name only has to be one that appliances of today
     * take; whether the engine's own fits is for the engine to ask.
     */
    private static final String ASK_VERSION = "ghe-negotiate-version backup-utils 3.11.0";

    private static final Pattern VERSION = Pattern.compile("GitHub Enterprise.*?v?(\\d+\\.\\d+\\.\\d+\\S{0,20})\\s*$");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F-]{32,40}");

    private final ApplianceSettings settings;

    public Appliance(ApplianceSettings settings) {
        this.settings = settings;
    }

    /**
     * Connects as a backup would, and asks who it is.
     *
     * @param privateKey an unencrypted private key file
     * @throws Failure APPLIANCE_UNREACHABLE, HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, KEY_REFUSED, CONNECTION_LOST or
     *     APPLIANCE_IS_REPLICA
     */
    public ApplianceFacts probe(Path privateKey) {
        HostKeyCheck check = new HostKeyCheck(settings);
        try (SSHClient client = client(check)) {
            connect(client, check);
            authenticate(client, privateKey);
            if (ask(client, "cat /etc/github/repl-state").equals("replica")) {
                throw new Failure(
                        FailureKind.APPLIANCE_IS_REPLICA,
                        where() + " is a high-availability replica",
                        "Set appliance.host to the primary: a replica's data may be behind.");
            }
            return new ApplianceFacts(
                    settings.host(),
                    firstMatch(VERSION, ask(client, ASK_VERSION)),
                    firstMatch(UUID, ask(client, "cat /data/user/common/uuid")),
                    check.recorded());
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.CONNECTION_LOST,
                    "the connection to " + where() + " was lost: " + e.getMessage(),
                    "Check the network and the appliance, and try again.",
                    e);
        }
    }

    /** The host key that the appliance shows, without trusting it or sending anything of ours. */
    public HostKey shownHostKey() {
        AtomicReference<HostKey> shown = new AtomicReference<>();
        HostKeyVerifier look = new HostKeyVerifier() {
            @Override
            public boolean verify(String host, int port, java.security.PublicKey key) {
                shown.set(HostKey.of(key));
                return false;
            }

            @Override
            public java.util.List<String> findExistingAlgorithms(String host, int port) {
                return java.util.List.of();
            }
        };
        try (SSHClient client = client(look)) {
            client.connect(settings.host(), settings.port());
        } catch (IOException e) {
            if (shown.get() == null) {
                throw unreachable(e);
            }
        }
        return shown.get();
    }

    private static SSHClient client(HostKeyVerifier verifier) {
        SSHClient client = new SSHClient(new DefaultConfig());
        client.addHostKeyVerifier(verifier);
        client.setConnectTimeout(CONNECT_MILLIS);
        client.setTimeout(SILENCE_MILLIS);
        client.getTransport().setTimeoutMs(SILENCE_MILLIS);
        return client;
    }

    private void connect(SSHClient client, HostKeyCheck check) {
        try {
            client.connect(settings.host(), settings.port());
        } catch (IOException e) {
            throw check.refusal().orElseGet(() -> unreachable(e));
        }
    }

    private void authenticate(SSHClient client, Path privateKey) throws IOException {
        KeyProvider key = client.loadKeys(privateKey.toString());
        try {
            client.authPublickey(settings.user(), key);
        } catch (UserAuthException e) {
            throw new Failure(
                    FailureKind.KEY_REFUSED,
                    settings.user() + "@" + where() + " refused the key "
                            + HostKey.of(key.getPublic()).fingerprint(),
                    "Add its public key under SSH access in the appliance's Management Console.",
                    e);
        }
    }

    /** What a command prints, without blanks around it; nothing when it fails. It is data, whatever it looks like. */
    private static String ask(SSHClient client, String command) throws IOException {
        try (Session session = client.startSession();
                Session.Command running = session.exec(command)) {
            byte[] answer = running.getInputStream().readNBytes(LONGEST_ANSWER);
            running.join(SILENCE_MILLIS, TimeUnit.MILLISECONDS);
            return new String(answer, StandardCharsets.UTF_8).strip();
        }
    }

    private static Optional<String> firstMatch(Pattern pattern, String answer) {
        Matcher matcher = pattern.matcher(answer);
        return matcher.find() ? Optional.of(matcher.group(matcher.groupCount())) : Optional.empty();
    }

    private Failure unreachable(IOException e) {
        String why;
        String hint = "Check appliance.host and appliance.port, and that the port is open from here.";
        if (has(e, UnknownHostException.class)) {
            why = "its name cannot be resolved";
            hint = "Check appliance.host, and the name service here.";
        } else if (has(e, ConnectException.class)) {
            why = "the connection was refused";
        } else if (has(e, NoRouteToHostException.class)) {
            why = "there is no route to it";
        } else if (has(e, SocketTimeoutException.class) || has(e, java.util.concurrent.TimeoutException.class)) {
            why = "it does not answer in time";
        } else {
            why = "what answers does not speak SSH with us: " + e.getMessage();
        }
        return new Failure(FailureKind.APPLIANCE_UNREACHABLE, where() + " cannot be reached: " + why, hint, e);
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private String where() {
        return settings.host() + " port " + settings.port();
    }
}
