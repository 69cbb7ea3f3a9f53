package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;

/** One GHES host over SSH. Every connection is made anew, checked, and closed. */
public final class Appliance {
    private static final int LONGEST_WORDS = 200;

    /**
     * What backup-utils itself asks for the version. The release that we name only has to be one that appliances of today
     * take; whether the engine's own fits is for the engine to ask.
     */
    private static final String ASK_VERSION = "ghe-negotiate-version backup-utils 3.11.0";

    private static final Pattern VERSION = Pattern.compile(
            "^GitHub Enterprise\\b.* v?(\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}(?:[.+-][0-9A-Za-z.+-]{1,20})?)\\r?$",
            Pattern.MULTILINE);
    private static final Pattern UUID =
            Pattern.compile("\\A([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{32})\\z");

    private final ApplianceSettings settings;
    private final Patience patience;

    public Appliance(ApplianceSettings settings) {
        this(settings, Patience.USUAL);
    }

    Appliance(ApplianceSettings settings, Patience patience) {
        this.settings = settings;
        this.patience = patience;
    }

    /**
     * Connects as a backup would, and asks who it is.
     *
     * @param privateKey an unencrypted private key file
     * @throws Failure CONFIGURATION_UNREADABLE, KEY_NOT_A_PRIVATE_KEY, APPLIANCE_UNREACHABLE, HOST_KEY_UNKNOWN,
     *     HOST_KEY_CHANGED, KEY_REFUSED or CONNECTION_LOST; what it says of itself is judged by
     *     {@link ApplianceFacts#requirePrimary} only
     */
    public ApplianceFacts probe(Path privateKey) {
        HostKeyCheck check = new HostKeyCheck(settings);
        return probe(check, Identity.read(privateKey));
    }

    /**
     * The same with a key that lies in no file.
     *
     * @param privateKey an unencrypted private key's text
     */
    public ApplianceFacts probe(String privateKey) {
        HostKeyCheck check = new HostKeyCheck(settings);
        return probe(check, Identity.of(privateKey));
    }

    private ApplianceFacts probe(HostKeyCheck check, Identity identity) {
        try (Connection connection = new Connection(check, patience)) {
            return probe(connection, check, identity);
        } catch (IOException e) {
            // From closing it: what was asked is answered by then, or has failed with words of its own.
            throw lost(e, false);
        }
    }

    private ApplianceFacts probe(Connection connection, HostKeyCheck check, Identity identity) {
        open(connection, check);
        try {
            authenticate(connection, identity);
            List<Optional<String>> answers =
                    connection.ask(List.of("cat /etc/github/repl-state", ASK_VERSION, "cat /data/user/common/uuid"));
            return new ApplianceFacts(
                    settings.host(),
                    answers.get(0).equals(Optional.of("replica")),
                    answers.get(1).flatMap(answer -> match(VERSION, answer)),
                    answers.get(2).flatMap(answer -> match(UUID, answer)),
                    check.recorded());
        } catch (IOException e) {
            throw lost(e, connection.overdue());
        }
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
     * The host key that the appliance shows, which is a pinned one. Pins none, whatever {@code trustFirstUse} says.
     *
     * @throws Failure CONFIGURATION_UNREADABLE, APPLIANCE_UNREACHABLE, HOST_KEY_UNKNOWN or HOST_KEY_CHANGED
     */
    public HostKey pinnedHostKey() {
        HostKeyCheck check = new HostKeyCheck(settings.withoutTrustOnFirstUse());
        try (Connection connection = new Connection(check, patience)) {
            open(connection, check);
            return check.accepted().orElseThrow(() -> new IllegalStateException("no host key was checked"));
        } catch (IOException e) {
            throw lost(e, false);
        }
    }

    /** The host key that the appliance shows, without trusting it or sending anything of ours. */
    public HostKey shownHostKey() {
        List<String> algorithms = new KnownHosts(settings.knownHosts())
                .of(settings.host(), settings.port())
                .algorithms();
        HostKeyLook look = new HostKeyLook(algorithms);
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

    private void open(Connection connection, HostKeyCheck check) {
        try {
            connection.open(settings.host(), settings.port());
        } catch (IOException e) {
            throw check.refusal().orElseGet(() -> unreachable(e, connection.overdue()));
        }
    }

    private void authenticate(Connection connection, Identity identity) throws IOException {
        try {
            connection.authenticate(settings.user(), identity.key());
        } catch (UserAuthException e) {
            if (has(e, TransportException.class) || has(e, TimeoutException.class)) {
                throw e; // nobody refused anything: there is nobody any more
            }
            throw new Failure(
                    FailureKind.KEY_REFUSED,
                    settings.user() + "@" + where() + " refused the key " + identity.fingerprint(),
                    "Add its public key under SSH access in the appliance's Management Console.",
                    e);
        }
    }

    /** An answer is data, whatever it looks like: what has not the form of a fact is none. */
    private static Optional<String> match(Pattern pattern, String answer) {
        Matcher matcher = pattern.matcher(answer);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private Failure lost(IOException e, boolean overdue) {
        String why = overdue || has(e, TimeoutException.class) ? "it does not answer any more" : words(e);
        return new Failure(
                FailureKind.CONNECTION_LOST,
                "the connection to " + where() + " was lost: " + why,
                "Check the network and the appliance, and try again.",
                e);
    }

    private Failure unreachable(IOException e, boolean overdue) {
        String why;
        String hint = "Check appliance.host and appliance.port, and that the port is open from here.";
        if (has(e, UnknownHostException.class)) {
            why = "its name cannot be resolved";
            hint = "Check appliance.host, and the name service here.";
        } else if (has(e, ConnectException.class)) {
            why = "the connection was refused";
        } else if (has(e, NoRouteToHostException.class)) {
            why = "there is no route to it";
        } else if (overdue || has(e, SocketTimeoutException.class) || has(e, TimeoutException.class)) {
            why = "it does not answer in time";
        } else {
            why = "what answers does not speak SSH with us: " + words(e);
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

    /** What is wrong at the bottom, fit for a terminal: much of it may come from the other side. */
    private static String words(Throwable e) {
        String words = e.getClass().getSimpleName();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                words = cause.getMessage();
            }
        }
        String clean = words.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.substring(0, Math.min(clean.length(), LONGEST_WORDS));
    }

    private String where() {
        return settings.host() + " port " + settings.port();
    }
}
