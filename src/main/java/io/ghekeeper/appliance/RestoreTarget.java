package io.ghekeeper.appliance;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.key.UnlockedKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The appliance that is restored to: the questions and commands for it. Never trusts a host key on first use. */
public final class RestoreTarget {
    /** On a big appliance that is busy, {@code ghe-maintenance} takes minutes. */
    private static final Duration SLOW = Duration.ofMinutes(10);

    private final ApplianceSettings settings;
    private final Optional<String> client;
    private final Timeouts patience;
    private final Duration slow;
    private final HostHints naming;

    /**
     * A target that is asked as backup-utils asks it.
     *
     * @param settings whose host is the target
     * @param client the release that backup-utils sends; nothing where it is unknown
     */
    public RestoreTarget(ApplianceSettings settings, Optional<String> client) {
        this(settings, client, Timeouts.USUAL, SLOW);
    }

    RestoreTarget(ApplianceSettings settings, Optional<String> client, Timeouts patience, Duration slow) {
        this.settings = settings.withoutTrustOnFirstUse();
        this.client = client;
        this.patience = patience;
        this.slow = slow;
        this.naming = HostHints.target(settings.host());
    }

    /**
     * What it is, and in what state.
     *
     * @throws Failure those of {@link Appliance#probe(UnlockedKey, Optional)}; NOT_AN_APPLIANCE, too, where it does not name its
     *     release or answers a yes-or-no question with neither; ENGINE_UNFIT where it refuses backup-utils and does not name
     *     its release; CONNECTION_LOST where it does not answer one
     */
    public TargetFacts facts(UnlockedKey privateKey) {
        HostKeyCheck check = check(List.of());
        Login login = login(patience);
        return login.with(check, Identity.of(privateKey), connection -> facts(connection, check, login.failures()));
    }

    private TargetFacts facts(Connection connection, HostKeyCheck check, ConnectionFailures failures)
            throws IOException {
        HostReplies answers = HostReplies.withVersion(
                connection,
                failures,
                client,
                HostQuery.UUID,
                HostQuery.CONFIGURED,
                HostQuery.MAINTENANCE,
                HostQuery.REPLICATION,
                HostQuery.CLUSTER,
                HostQuery.ACTIONS,
                HostQuery.RESTORE_STATUS,
                HostQuery.ROOM);
        if (answers.version().isEmpty()) {
            throw ApplianceFacts.withoutVersion(settings.host(), answers.negotiation(), naming);
        }
        // Before more is asked: the first question that has no answer is the one to name.
        List.of(
                        HostQuery.CONFIGURED,
                        HostQuery.MAINTENANCE,
                        HostQuery.REPLICATION,
                        HostQuery.CLUSTER,
                        HostQuery.ACTIONS)
                .forEach(answers::yes);
        // Apart: a server takes ten at once, see CommandChannels.
        HostReplies database = HostReplies.to(
                connection, failures, HostQuery.EXTERNAL_MYSQL, HostQuery.BINARY_BACKUP, HostQuery.INSTANCE);
        return new TargetFacts(
                settings.host(),
                shown(check),
                answers.version(),
                answers.negotiation(),
                answers.uuid(),
                answers.yes(HostQuery.CONFIGURED),
                answers.yes(HostQuery.MAINTENANCE),
                answers.yes(HostQuery.REPLICATION),
                answers.yes(HostQuery.CLUSTER),
                answers.yes(HostQuery.ACTIONS),
                answers.restoreStatus(),
                answers.room().map(HostReplies.ApplianceSpace::free),
                answers.room().map(HostReplies.ApplianceSpace::used),
                database.yesOrNo(HostQuery.EXTERNAL_MYSQL),
                database.yesOrNo(HostQuery.BINARY_BACKUP),
                database.instance());
    }

    /**
     * Sets maintenance mode, and sees that it is set: its page is there, which is what backup-utils goes by.
     *
     * @throws Failure TARGET_NOT_IN_MAINTENANCE with what the target answered, and those of {@link #facts}
     */
    public void setMaintenance(UnlockedKey privateKey) {
        Maintenance after = maintain(privateKey, List.of(), "-s");
        if (!after.done() || !after.on()) {
            throw new Failure(
                    FailureKind.TARGET_NOT_IN_MAINTENANCE,
                    "maintenance mode could not be set on " + settings.host() + ": " + after.said(),
                    "Set it by hand on the target: ghe-maintenance -s");
        }
    }

    /**
     * Lifts maintenance mode, and sees that it is lifted.
     *
     * @param alsoTrusted host keys that the target may show by now: those of the snapshot that was restored
     * @throws Failure NOT_AN_APPLIANCE with what the target answered, and those of {@link #facts}
     */
    public void liftMaintenance(UnlockedKey privateKey, List<HostKey> alsoTrusted) {
        Maintenance after = maintain(privateKey, alsoTrusted, "-u");
        if (!after.done() || after.on()) {
            throw new Failure(
                    FailureKind.NOT_AN_APPLIANCE,
                    "maintenance mode could not be lifted on " + settings.host() + ": " + after.said(),
                    "Lift it by hand on the target: ghe-maintenance -u");
        }
    }

    /**
     * What it is after a restore.
     *
     * @param alsoTrusted host keys that the target may show by now: those of the snapshot that was restored
     * @param configured whether it was set up before
     * @throws Failure those of {@link Appliance#probe(UnlockedKey, Optional)}
     */
    public RestoredFacts restored(UnlockedKey privateKey, List<HostKey> alsoTrusted, boolean configured) {
        HostKeyCheck check = check(alsoTrusted);
        Login login = login(patience.with(slow));
        return login.with(check, Identity.of(privateKey), connection -> {
            HostReplies answers = HostReplies.withVersion(
                    connection,
                    login.failures(),
                    client,
                    HostQuery.UUID,
                    HostQuery.RESTORE_STATUS,
                    HostQuery.MAINTENANCE);
            return new RestoredFacts(
                    settings.host(),
                    shown(check),
                    check.pins(shown(check)),
                    answers.version(),
                    answers.uuid(),
                    answers.restoreStatus(),
                    answers.yesOrNo(HostQuery.MAINTENANCE),
                    RestoredContents.count(connection, configured, slow));
        });
    }

    /**
     * Lets {@code git fsck} look at some repositories, taken by chance, one after the other.
     *
     * @param alsoTrusted as for {@link #restored}
     * @param sample how many at most
     * @param limit for all of them; those that it does not reach are there as unfinished
     * @return none where there are no repositories
     * @throws Failure those of {@link Appliance#probe(UnlockedKey, Optional)}; CONNECTION_LOST, too, where it does not say which
     *     repositories it has
     */
    public List<RepositoryCheck> fsck(UnlockedKey privateKey, List<HostKey> alsoTrusted, int sample, Duration limit) {
        HostKeyCheck check = check(alsoTrusted);
        Login login = login(patience.with(slow.plus(limit)));
        return login.with(check, Identity.of(privateKey), connection -> {
            Repositories repositories = new Repositories(connection);
            List<String> names = repositories
                    .sample(sample, slow)
                    .orElseThrow(() -> new Failure(
                            FailureKind.CONNECTION_LOST,
                            login.failures().where() + " does not say which repositories it has",
                            "Check on the target that sudo find can read /data/user/repositories, and try again."));
            return repositories.check(names, limit);
        });
    }

    private Maintenance maintain(UnlockedKey privateKey, List<HostKey> alsoTrusted, String option) {
        HostKeyCheck check = check(alsoTrusted);
        Login login = login(patience.with(slow));
        return login.with(check, Identity.of(privateKey), connection -> {
            Optional<String> said = connection.ask(
                    "ghe-maintenance " + option + " </dev/null 2>&1 | { head -c 1000; cat >/dev/null; }",
                    slow,
                    Connection.LONGEST_ANSWER);
            boolean on = HostReplies.to(connection, login.failures(), HostQuery.MAINTENANCE)
                    .yes(HostQuery.MAINTENANCE);
            return new Maintenance(
                    said.isPresent(),
                    on,
                    said.map(ConnectionFailures::fit)
                            .orElse("ghe-maintenance did not end within " + slow.toSeconds() + " s"));
        });
    }

    /** How it is after it was changed: whether that came to its end, and what was said meanwhile. */
    private record Maintenance(boolean done, boolean on, String said) {}

    private HostKeyCheck check(List<HostKey> alsoTrusted) {
        return new HostKeyCheck(settings, alsoTrusted, naming);
    }

    private Login login(Timeouts whole) {
        return new Login(settings, whole, naming);
    }

    private static HostKey shown(HostKeyCheck check) {
        return check.accepted().orElseThrow(() -> new IllegalStateException("no host key was checked"));
    }
}
