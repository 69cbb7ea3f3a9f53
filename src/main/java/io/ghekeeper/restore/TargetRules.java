package io.ghekeeper.restore;

import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.release.Release;
import io.ghekeeper.release.ReleaseTable;
import io.ghekeeper.text.ByteCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a target must be like. backup-utils looks at less: its guard of releases never refuses anything (seen in 3.11 and
 * 3.12), and it finds a full disk after hours.
 */
final class TargetRules {
    /** A dump is packed in the snapshot, and indices are built beside the old ones. */
    private static final int MARGIN_PERCENT = 10;

    private final SelectedSnapshot selected;
    private final TargetFacts target;
    private final ReleaseTable table;
    private final List<Failure> refusals = new ArrayList<>();

    private TargetRules(SelectedSnapshot selected, TargetFacts target, ReleaseTable table) {
        this.selected = selected;
        this.target = target;
        this.table = table;
    }

    /**
     * All that is against it, the gravest first.
     *
     * @param table of the releases that hints name
     */
    static List<Failure> refusals(
            SelectedSnapshot selected, TargetFacts target, RestoreOptions choices, ReleaseTable table) {
        TargetRules rules = new TargetRules(selected, target, table);
        rules.release();
        rules.replication();
        rules.form();
        rules.maintenance(choices);
        rules.room();
        return List.copyOf(rules.refusals);
    }

    /**
     * Why a snapshot that is to be fetched does not fit by its release; nothing where one of the two is not known before.
     *
     * @param source what says from which release it is
     */
    static Optional<Failure> ofRelease(
            String snapshot, Optional<String> from, String source, TargetFacts target, ReleaseTable table) {
        Optional<Release> has = target.version().flatMap(Release::read);
        return has.flatMap(there -> from.flatMap(Release::read)
                .flatMap(snapshots ->
                        unfit(target.host(), there, snapshot, snapshots, ", as " + source + " says", table)));
    }

    private void release() {
        Optional<Release> has = target.version().flatMap(Release::read);
        Optional<Release> from = selected.entry().applianceVersion().flatMap(Release::read);
        if (has.isEmpty() || from.isEmpty()) {
            refuse(
                    FailureKind.TARGET_UNFIT,
                    "the release of " + (has.isEmpty() ? target.host() : "snapshot " + selected.id())
                            + " cannot be read: "
                            + (has.isEmpty()
                                    ? target.version().orElse("nothing")
                                    : selected.entry().applianceVersion().orElse("nothing")),
                    "Choose another snapshot or target; without both releases ghe-keeper cannot check whether they fit.");
            return;
        }
        unfit(target.host(), has.get(), selected.id(), from.get(), "", table).ifPresent(refusals::add);
    }

    private static Optional<Failure> unfit(
            String host, Release has, String snapshot, Release from, String source, ReleaseTable table) {
        OptionalInt ahead = has.ahead(from);
        String why;
        if (has.isOlderThan(from)) {
            why = "the target is older";
        } else if (ahead.isEmpty() || ahead.getAsInt() > Release.AHEAD) {
            why = "the target is more than " + Release.AHEAD + " feature releases ahead";
        } else {
            return Optional.empty();
        }
        return Optional.of(new Failure(
                FailureKind.TARGET_UNFIT,
                host + " has GHES " + has + ", and snapshot " + snapshot + " is from " + from + source + ": " + why,
                "Install GHES " + ReleaseTable.range(table.fitting(from.featureRelease()))
                        + " on the target, not older than " + from + "."));
    }

    private void replication() {
        if (target.replication()) {
            refuse(
                    FailureKind.TARGET_REPLICATES,
                    target.host() + " is a replica or has replication on",
                    "Stop it first: ghe-repl-stop and ghe-repl-teardown on the replica, then see that"
                            + " /etc/github/repl-state is gone on " + target.host() + ".");
        }
    }

    private void form() {
        boolean fromCluster = selected.ofCluster();
        if (fromCluster && !target.cluster()) {
            refuse(
                    FailureKind.TARGET_UNFIT,
                    "snapshot " + selected.id() + " is from a cluster, and " + target.host() + " is a single appliance",
                    "Restore it onto a cluster.");
        }
        boolean holdsActions = selected.holds("mssql") || selected.holds("actions");
        if (holdsActions && target.configured() && !target.actions()) {
            refuse(
                    FailureKind.TARGET_UNFIT,
                    "snapshot " + selected.id() + " holds GitHub Actions, which is not enabled on " + target.host(),
                    "Enable Actions there first, with the same kind of external storage.");
        }
    }

    private void maintenance(RestoreOptions choices) {
        if (target.configured() && !target.maintenance() && !choices.setMaintenance()) {
            refuse(
                    FailureKind.TARGET_NOT_IN_MAINTENANCE,
                    target.host() + " is not in maintenance mode",
                    "Set it there with ghe-maintenance -s, or let --maintenance set it.");
        }
    }

    /** What is there is replaced, so its room counts as free; on a new appliance there is next to nothing. */
    private void room() {
        Optional<Long> needed = selected.bytes().map(bytes -> bytes + bytes / 100 * MARGIN_PERCENT);
        Optional<Long> room =
                target.freeBytes().flatMap(free -> target.usedBytes().map(used -> free + used));
        if (needed.isPresent() && room.isPresent() && needed.get() > room.get()) {
            refuse(
                    FailureKind.TARGET_FULL,
                    "/data/user on " + target.host() + " has room for " + ByteCount.words(room.get())
                            + " in all, and snapshot " + selected.id() + " needs about "
                            + ByteCount.words(needed.get()),
                    "Give the target a larger data disk.");
        }
    }

    private void refuse(FailureKind kind, String message, String hint) {
        refusals.add(new Failure(kind, message, hint));
    }
}
