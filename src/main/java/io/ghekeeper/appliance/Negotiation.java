package io.ghekeeper.appliance;

import io.ghekeeper.text.ReleaseText;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How an appliance answered {@code ghe-negotiate-version backup-utils RELEASE}. backup-utils asks it before all else, with
 * the release in its own version file, and ends where the exit status is not 0.
 *
 * <p>An appliance refuses a client of an older feature release by that number alone: 3.9.2 answered 3.8.1 with
 * {@code backup-utils 3.9.0 or greater is required!} (github/backup-utils 1095), 3.4.0 answered 3.3.1 with nothing (858).
 * Which stream and which exit status it takes is not documented, so neither is relied on. The accepting form is that of
 * backup-utils' own tests.
 *
 * @param client the release that was named; nothing where the engine's own is unknown, and nothing was asked
 * @param version that an accepting answer names
 * @param answer what was printed, in one line and fit for a terminal; empty where nothing was
 */
public record Negotiation(Optional<String> client, HostCheckOutcome outcome, Optional<String> version, String answer) {
    private static final Pattern ACCEPTED = Pattern.compile(
            "^GitHub Enterprise(?: Server)?(?: version)? v?(" + ReleaseText.REGEX + ")\\s*$", Pattern.MULTILINE);

    /** In a line about releases: that this one is not enough. */
    private static final Pattern REFUSING =
            Pattern.compile("(?i)\\b(requires?|required|(?:not|no longer) (?:\\w+ )?support"
                    + "\\w*|unsupported|(?:in|not )compatible|too old|outdated|must|refus\\w*|reject\\w*|den(?:y|ied)|minimum"
                    + "|at least|or (?:greater|newer|later|higher)|not accept\\w*)\\b");

    private static final Pattern ABOUT_RELEASES =
            Pattern.compile("(?i)backup[- ]util|\\bclient\\b|(?<![\\d.])\\d{1,4}\\.\\d{1,4}");

    private static final Pattern NO_SUCH_COMMAND =
            Pattern.compile("(?i)ghe-negotiate-version.{0,40}(?:not found|no such file)");

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    /** What came of it. */
    public enum HostCheckOutcome {
        /** With status 0, and in the accepting form. */
        ACCEPTED,
        /** With another status, or not in that form: backup-utils ends there. */
        REFUSED,
        /** There is no such command. */
        MISSING,
        /** Nothing that can be judged came in time, or nothing was asked. */
        UNANSWERED
    }

    public Negotiation {
        Objects.requireNonNull(client);
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(version);
        Objects.requireNonNull(answer);
    }

    /** Where the engine's release is unknown. */
    static Negotiation notAsked() {
        return new Negotiation(Optional.empty(), HostCheckOutcome.UNANSWERED, Optional.empty(), "");
    }

    /** @param client of the form of {@link ReleaseText}, for it becomes part of a command */
    static String command(String client) {
        return "ghe-negotiate-version backup-utils " + ReleaseText.read(client).orElseThrow();
    }

    static Negotiation of(String client, Optional<Connection.Reply> reply) {
        Optional<String> asked = Optional.of(client);
        if (reply.flatMap(Connection.Reply::status).isEmpty()) {
            return new Negotiation(
                    asked,
                    HostCheckOutcome.UNANSWERED,
                    Optional.empty(),
                    reply.map(Negotiation::words).orElse(""));
        }
        String words = words(reply.get());
        Optional<String> version = accepted(reply.get());
        HostCheckOutcome outcome = version.isPresent()
                ? HostCheckOutcome.ACCEPTED
                : missing(reply.get()) ? HostCheckOutcome.MISSING : HostCheckOutcome.REFUSED;
        return new Negotiation(asked, outcome, version, words);
    }

    /**
     * The release in an answer that accepts: nothing where another line of it refuses, or names another one.
     */
    private static Optional<String> accepted(Connection.Reply reply) {
        List<String> lines = lines(reply).toList();
        List<String> versions = lines.stream()
                .map(ACCEPTED::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .distinct()
                .toList();
        boolean refused = lines.stream().anyMatch(Negotiation::refuses);
        return reply.succeeded() && versions.size() == 1 && !refused ? Optional.of(versions.get(0)) : Optional.empty();
    }

    private static boolean missing(Connection.Reply reply) {
        int status = reply.status().orElseThrow();
        return status == NOT_FOUND
                || status == NOT_EXECUTABLE
                || lines(reply).anyMatch(line -> NO_SUCH_COMMAND.matcher(line).find());
    }

    private static boolean refuses(String line) {
        return REFUSING.matcher(line).find() && ABOUT_RELEASES.matcher(line).find();
    }

    /** Whether it refuses in words that only an appliance has: those about backup-utils. */
    boolean refusedInWords() {
        String own = client.map(release -> answer.replace(command(release), "")).orElse(answer);
        return outcome == HostCheckOutcome.REFUSED && own.contains("backup-utils") && refuses(own);
    }

    /** What a refusal answered, in words for people; nothing where it is none. */
    public Optional<String> refusal() {
        return outcome == HostCheckOutcome.REFUSED
                ? Optional.of(answer.isEmpty() ? "nothing" : "'" + answer + "'")
                : Optional.empty();
    }

    /** Why the appliance's own word on the engine is not known; nothing where it is. */
    public Optional<String> open() {
        return switch (outcome) {
            case ACCEPTED, REFUSED -> Optional.empty();
            case MISSING -> Optional.of("it has no ghe-negotiate-version, which backup-utils asks first");
            case UNANSWERED ->
                Optional.of(
                        client.isPresent()
                                ? "it did not answer ghe-negotiate-version"
                                : "it was not asked, because the release of backup-utils is unknown");
        };
    }

    private static Stream<String> lines(Connection.Reply reply) {
        return (reply.output() + "\n" + reply.errors()).lines();
    }

    private static String words(Connection.Reply reply) {
        return ConnectionFailures.fit(
                lines(reply).map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("; ")));
    }
}
