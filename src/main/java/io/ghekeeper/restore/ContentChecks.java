package io.ghekeeper.restore;

import io.ghekeeper.appliance.RestoredContents;
import io.ghekeeper.journal.RestoreEvent.Checked;
import io.ghekeeper.snapshot.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Whether as much lies on the target as in the snapshot. More is no fault: the engine leaves alone what the snapshot does
 * not have. So a count proves that nothing is missing only where the target was empty before.
 */
final class ContentChecks {
    /** What is counted on both sides, by the name of its check. */
    @SuppressWarnings("ImmutableEnumChecker") // these functions have no state
    private enum ContentPart {
        REPOSITORIES("repositories", Inventory::repositories, RestoredContents::repositories),
        GISTS("gists", counted -> counted.contents().gists(), RestoredContents::gists),
        STORAGE("storage", counted -> counted.contents().storage(), RestoredContents::storage),
        PAGES("pages", counted -> counted.contents().pages(), RestoredContents::pages),
        GIT_HOOKS("git-hooks", counted -> counted.contents().gitHooks(), RestoredContents::gitHooks),
        AUDIT_LOG("audit-log", counted -> counted.contents().auditLog(), RestoredContents::auditLog);

        private final String check;
        private final ToLongFunction<Inventory> wanted;
        private final Function<RestoredContents, Optional<Long>> seen;

        ContentPart(String check, ToLongFunction<Inventory> wanted, Function<RestoredContents, Optional<Long>> seen) {
            this.check = check;
            this.wanted = wanted;
            this.seen = seen;
        }
    }

    static final Set<String> NAMES = Set.of("repositories", "gists", "storage", "pages", "git-hooks", "audit-log");

    private final boolean cluster;
    private final boolean configured;
    private final Optional<Inventory> counted;
    private final RestoredContents seen;

    private ContentChecks(Plan plan, Optional<Inventory> counted, RestoredContents seen) {
        this.cluster = plan.target().orElseThrow().cluster();
        this.configured = plan.target().orElseThrow().configured();
        this.counted = counted;
        this.seen = seen;
    }

    /**
     * One for each part that the snapshot has and that was to be restored.
     *
     * @param counted what the snapshot has; nothing where that was not counted in time
     * @param leftOut the parts that the engine's options leave out of this restore: they are not missed
     */
    static List<Checked> of(Plan plan, Optional<Inventory> counted, RestoredContents seen, Set<String> leftOut) {
        ContentChecks checks = new ContentChecks(plan, counted, seen);
        List<Checked> list = new ArrayList<>();
        for (ContentPart part : ContentPart.values()) {
            boolean has = part == ContentPart.REPOSITORIES
                    || counted.map(all -> part.wanted.applyAsLong(all) > 0).orElse(true);
            if (has && !leftOut.contains(part.check)) {
                list.add(checks.of(part));
            }
        }
        return List.copyOf(list);
    }

    private Checked of(ContentPart part) {
        Optional<Long> is = part.seen.apply(seen);
        if (is.isEmpty()) {
            return RestoreChecks.unknown(part.check, "they could not be counted on the target");
        }
        if (counted.isEmpty()) {
            return RestoreChecks.unknown(part.check, is.get() + " are there; those in the snapshot were not counted");
        }
        long wanted = part.wanted.applyAsLong(counted.get());
        String both = is.get() + " are there, and the snapshot has " + wanted;
        if (is.get() >= wanted) {
            return new Checked(part.check, Checked.CheckOutcome.GOOD, both);
        }
        if (cluster) {
            return RestoreChecks.unknown(part.check, both + "; the other nodes of the cluster were not counted");
        }
        if (part == ContentPart.AUDIT_LOG && !configured) {
            return RestoreChecks.unknown(part.check, both + "; the appliance loads them when it is set up");
        }
        return new Checked(part.check, Checked.CheckOutcome.BAD, both);
    }
}
