package io.ghekeeper.cli;

import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.ObjectClasses;
import io.ghekeeper.archive.ObjectClasses.ObjectAmount;
import io.ghekeeper.archive.WarmUpWait;
import io.ghekeeper.restore.PlannedFetch;
import io.ghekeeper.store.ObjectAccess;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.WarmUp;
import io.ghekeeper.store.WarmUp.WarmUpTier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether copies are asked for of what is in storage classes from which nothing is read at once. */
final class WarmUpOption {
    /** A copy has to be there until a fetch that waits for the last one is over. */
    static final int DAYS = 7;

    @Option(
            names = "--warm-up",
            paramLabel = "TIER",
            converter = Tier.class,
            description = {
                "Ask the archive's store for copies of what is needed and is in Glacier classes, and end. It costs money.",
                "'bulk' is the cheaper, 'standard' the faster way. Type the command again when they are there."
            })
    private WarmUpTier tier;

    /** As people type it. */
    static final class Tier implements ITypeConverter<WarmUpTier> {
        @Override
        public WarmUpTier convert(String word) {
            return Arrays.stream(WarmUpTier.values())
                    .filter(tier -> tier.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("it is 'standard' or 'bulk'"));
        }
    }

    boolean isGiven() {
        return tier != null;
    }

    /** Asks a store for copies. */
    interface WarmUpCall {
        /** @return see {@link io.ghekeeper.archive.FetchSurvey#warmUp} */
        @SuppressWarnings("MissingSummary")
        Map<ObjectAccess, ObjectAmount> warmUp(WarmUp how, ArchiveProgress progress);
    }

    /** {@link #askFor(RootCommand, ObjectClasses, WarmUpCall)} of what a restore fetches. */
    boolean askFor(RootCommand root, Optional<PlannedFetch> fetch) {
        return fetch.flatMap(PlannedFetch::need)
                .map(plan -> askFor(root, plan.objects(), (how, progress) -> {
                    try (ObjectStore store = root.keeper().archive().stores().store()) {
                        return root.keeper().restores().survey(store).warmUp(plan.snapshot(), how, progress);
                    }
                }))
                .orElse(false);
    }

    /**
     * Asks for what is cold, where a person wants that: by the option, or by an answer on a terminal.
     *
     * @return whether it was asked for; else nothing was sent
     */
    boolean askFor(RootCommand root, ObjectClasses objects, WarmUpCall call) {
        if (objects.cold().objects() == 0) {
            return false;
        }
        Optional<WarmUpTier> wanted = Optional.ofNullable(tier).or(Consent::warmUp);
        wanted.ifPresent(how -> send(root, objects, how, call));
        return wanted.isPresent();
    }

    /** A signal ends it between two objects; to type it again does no harm. */
    @SuppressWarnings("try") // they are there to be closed
    private static void send(RootCommand root, ObjectClasses objects, WarmUpTier how, WarmUpCall call) {
        EndedReading progress = new EndedReading();
        Map<ObjectAccess, ObjectAmount> found;
        try (Signals signals = Signals.onEnd(progress::end)) {
            found = call.warmUp(new WarmUp(how, DAYS), progress);
        }
        root.print("asked for copies of "
                + found.getOrDefault(ObjectAccess.COLD, new ObjectAmount(0, 0)).words() + ", by the tier "
                + how.name().toLowerCase(Locale.ROOT) + "; each stays for " + DAYS + " days");
        Optional.ofNullable(found.get(ObjectAccess.WARMING))
                .ifPresent(before -> root.print("asked for before: " + before.words()));
        root.print("They take " + WarmUpWait.of(objects, how)
                + " as a rule. Type the command again then: it says how many are"
                + " left, and goes on when all are there.");
    }
}
