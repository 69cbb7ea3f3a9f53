package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.ReleaseText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a host answered. An answer is data, whatever it looks like: what has not the form of a fact is none. */
final class HostReplies {
    /** What ghe-version prints: a sentence with the release in it, or with {@code -v} the release alone. */
    private static final Pattern VERSION = Pattern.compile(
            "^GitHub Enterprise(?: Server)?(?: version)? v?(" + ReleaseText.REGEX + ")(?=[\\s,;(]|$)(?! +v?\\d)"
                    + "|\\Av?(" + ReleaseText.REGEX + ")\\z",
            Pattern.MULTILINE);

    private static final Pattern UUID =
            Pattern.compile("\\A([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{32})\\z");
    private static final Pattern RESTORE_STATUS = Pattern.compile("\\A(restoring|failed|complete)\\z");
    private static final Pattern INSTANCE = Pattern.compile("\\A(i-[0-9a-f]{8}(?:[0-9a-f]{9})?)\\z");

    /** Two lines, the second with the file system, its bytes, those used and those free, and where it is mounted. */
    private static final Pattern ROOM = Pattern.compile(
            "\\A[^\\n]{1,200}\\n[^\\n]{1,400}? +(\\d{1,18}) +(\\d{1,18}) +(\\d{1,18}) +\\d{1,3}% +/[^\\n]{0,400}\\z");

    private final ConnectionFailures failures;
    private final Negotiation negotiation;
    private final Map<HostQuery, Optional<String>> answers;

    private HostReplies(
            ConnectionFailures failures, Negotiation negotiation, Map<HostQuery, Optional<String>> answers) {
        this.failures = failures;
        this.negotiation = negotiation;
        this.answers = answers;
    }

    /** Asks all of them side by side. */
    static HostReplies to(Connection connection, ConnectionFailures failures, HostQuery... questions)
            throws IOException {
        return new HostReplies(
                failures, Negotiation.notAsked(), read(connection.replies(commands(questions)), questions));
    }

    /**
     * The same, with what backup-utils asks for the version before all else; and ghe-version where that names none.
     *
     * @param client the release that backup-utils sends
     */
    static HostReplies withVersion(
            Connection connection, ConnectionFailures failures, Optional<String> client, HostQuery... questions)
            throws IOException {
        List<String> commands = new ArrayList<>();
        client.map(Negotiation::command).ifPresent(commands::add);
        int first = commands.size();
        commands.addAll(commands(questions));
        List<Optional<Connection.Reply>> replies = connection.replies(commands);
        Negotiation negotiation =
                client.map(release -> Negotiation.of(release, replies.get(0))).orElseGet(Negotiation::notAsked);
        Map<HostQuery, Optional<String>> answers = read(replies.subList(first, replies.size()), questions);
        if (negotiation.version().isEmpty()) {
            answers.putAll(read(connection.replies(commands(HostQuery.VERSION)), HostQuery.VERSION));
        }
        return new HostReplies(failures, negotiation, answers);
    }

    private static List<String> commands(HostQuery... questions) {
        return Stream.of(questions).map(HostQuery::command).toList();
    }

    /** What they printed where they ended well. */
    private static Map<HostQuery, Optional<String>> read(
            List<Optional<Connection.Reply>> replies, HostQuery... questions) {
        Map<HostQuery, Optional<String>> answers = new EnumMap<>(HostQuery.class);
        for (int i = 0; i < questions.length; i++) {
            answers.put(
                    questions[i],
                    replies.get(i).filter(Connection.Reply::succeeded).map(Connection.Reply::output));
        }
        return answers;
    }

    Negotiation negotiation() {
        return negotiation;
    }

    /** As the accepting answer of the negotiation names it, else as ghe-version does. */
    Optional<String> version() {
        return negotiation
                .version()
                .or(() -> match(HostQuery.VERSION, VERSION)
                        .map(found -> found.group(1) == null ? found.group(2) : found.group(1)));
    }

    Optional<String> uuid() {
        return match(HostQuery.UUID, UUID).map(found -> found.group(1));
    }

    /** It does say so: whatever else it says, or does not, is no replica. */
    boolean replica() {
        return to(HostQuery.ROLE).equals(Optional.of("replica"));
    }

    BackupServiceSigns backupService() {
        return BackupServiceSigns.read(to(HostQuery.BACKUP_SERVICE).orElse(""));
    }

    Optional<String> restoreStatus() {
        return match(HostQuery.RESTORE_STATUS, RESTORE_STATUS).map(found -> found.group(1));
    }

    Optional<String> instance() {
        return match(HostQuery.INSTANCE, INSTANCE).map(found -> found.group(1));
    }

    /** Nothing where the numbers contradict each other, too. */
    Optional<ApplianceSpace> room() {
        return match(HostQuery.ROOM, ROOM)
                .map(found -> new ApplianceSpace(number(found, 1), number(found, 2), number(found, 3)))
                .filter(ApplianceSpace::possible);
    }

    /** Bytes of a file system; some may be reserved, and are neither used nor free. */
    record ApplianceSpace(long all, long used, long free) {
        private boolean possible() {
            return used + free <= all;
        }
    }

    /** A yes or a no, and nothing where it does not say either. */
    Optional<Boolean> yesOrNo(HostQuery question) {
        return to(question)
                .filter(answer -> answer.equals("yes") || answer.equals("no"))
                .map("yes"::equals);
    }

    /**
     * A yes or a no on which something hangs.
     *
     * @throws Failure CONNECTION_LOST where there is no answer, NOT_AN_APPLIANCE where it is neither
     */
    boolean yes(HostQuery question) {
        return yesOrNo(question)
                .orElseThrow(() -> to(question)
                        .map(answer -> unclear(question, answer))
                        .orElseGet(() -> new Failure(
                                FailureKind.CONNECTION_LOST,
                                failures.where() + " does not say " + question.subject(),
                                "Check the network and the appliance, and try again.")));
    }

    private Failure unclear(HostQuery question, String answer) {
        return new Failure(
                FailureKind.NOT_AN_APPLIANCE,
                failures.where() + " does not say clearly " + question.subject() + ": "
                        + ConnectionFailures.fit(answer),
                "Log in there by hand: nothing may be printed but what a command prints itself.");
    }

    private Optional<String> to(HostQuery question) {
        return answers.getOrDefault(question, Optional.empty());
    }

    private Optional<Matcher> match(HostQuery question, Pattern pattern) {
        return to(question).map(pattern::matcher).filter(Matcher::find);
    }

    private static long number(Matcher found, int group) {
        return Long.parseLong(found.group(group));
    }
}
