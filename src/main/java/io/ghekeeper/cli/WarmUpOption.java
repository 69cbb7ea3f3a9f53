package io.ghekeeper.cli;

import io.ghekeeper.archive.FetchPlan;
import io.ghekeeper.archive.FetchPlan.ObjectAmount;
import io.ghekeeper.restore.PlannedFetch;
import io.ghekeeper.store.ObjectAccess;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.WarmUp;
import io.ghekeeper.store.WarmUp.WarmUpTier;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
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
                "With --from-archive: ask the store for copies of what it keeps in Glacier classes, and end. It costs money.",
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

    /**
     * Asks for what is cold, where a person wants that: by the option, or by an answer on a terminal.
     *
     * @return whether it was asked for; else nothing was sent
     */
    boolean askFor(RootCommand root, Optional<PlannedFetch> fetch) {
        Optional<FetchPlan> cold =
                fetch.flatMap(PlannedFetch::need).filter(plan -> plan.cold().objects() > 0);
        if (cold.isEmpty()) {
            return false;
        }
        Optional<WarmUpTier> wanted = Optional.ofNullable(tier).or(Consent::warmUp);
        wanted.ifPresent(how -> send(root, cold.get(), how));
        return wanted.isPresent();
    }

    /** A signal ends it between two objects; to type it again does no harm. */
    @SuppressWarnings("try") // they are there to be closed
    private static void send(RootCommand root, FetchPlan plan, WarmUpTier how) {
        EndedReading progress = new EndedReading();
        RestoreAssembly restores = root.keeper().restores();
        Map<ObjectAccess, ObjectAmount> found;
        try (Signals signals = Signals.onEnd(progress::end);
                ObjectStore store = root.keeper().archive().stores().store()) {
            found = restores.survey(store).warmUp(plan.snapshot(), new WarmUp(how, DAYS), progress);
        }
        root.print("asked for copies of " + words(found.get(ObjectAccess.COLD)) + ", by the tier "
                + how.name().toLowerCase(Locale.ROOT) + "; each stays for " + DAYS + " days");
        Optional.ofNullable(found.get(ObjectAccess.WARMING))
                .ifPresent(before -> root.print("asked for before: " + words(before)));
        root.print("They take " + WarmUpWait.of(plan, how)
                + " as a rule. Type the command again then: it says how many are"
                + " left, and goes on when all are there.");
    }

    private static String words(ObjectAmount amount) {
        return amount == null
                ? "0 objects"
                : Counts.of(amount.objects(), "object") + " with " + ByteCount.words(amount.bytes());
    }
}
