package io.ghekeeper.cli;

import io.ghekeeper.archive.FetchPlan;
import io.ghekeeper.archive.FetchPlan.ObjectAmount;
import io.ghekeeper.archive.FetchPlan.StoredAmount;
import io.ghekeeper.restore.PlannedFetch;
import io.ghekeeper.store.WarmUp.WarmUpTier;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.Durations;

/** What a restore fetches first, for people. */
final class FetchText {
    private final NamedLines lines;

    FetchText(NamedLines lines) {
        this.lines = lines;
    }

    void add(PlannedFetch fetch) {
        lines.add("archive", fetch.store());
        fetch.need()
                .ifPresentOrElse(
                        plan -> add(plan, fetch),
                        () -> lines.add("", "nothing is fetched: " + fetch.snapshot() + " is whole on the volume"));
    }

    private void add(FetchPlan plan, PlannedFetch fetch) {
        lines.add(
                "",
                plan.snapshot() + ", archived at " + RunText.UTC.format(plan.archivedAt())
                        + ", of the appliance with uuid " + plan.appliance());
        lines.add(
                "fetch",
                (fetch.mayShare() ? "at most " : "") + plan.entries() + " files, folders and links with "
                        + ByteCount.words(plan.bytes()) + ", from " + words(plan.stored())
                        + (fetch.mayShare() ? "; what the volume has already is not fetched" : ""));
        plan.classes().forEach(this::add);
        lines.add("room", ByteCount.words(fetch.freeBytes()) + " are free on the volume");
        lines.add(
                "fetch time",
                fetch.time()
                        .map(time -> "about " + Durations.about(time.time()) + " (" + time.basis() + ")")
                        .orElse("unknown: no fetch of enough bytes was measured yet"));
        if (plan.cold().objects() > 0) {
            warmUp(plan);
        }
        if (plan.warming().objects() > 0) {
            lines.add("", "the store is making copies of " + words(plan.warming()));
        }
    }

    private void add(StoredAmount amount) {
        amount.storageClass()
                .ifPresent(name -> lines.add(
                        "class",
                        name + ": " + words(amount.all())
                                + (amount.cold().objects() > 0
                                        ? ", of which " + words(amount.cold()) + " cannot be read at once"
                                        : "")));
    }

    private void warmUp(FetchPlan plan) {
        lines.add(
                "warm up",
                words(plan.cold()) + ": --warm-up standard, as a rule " + WarmUpWait.of(plan, WarmUpTier.STANDARD)
                        + ", or --warm-up bulk, " + WarmUpWait.of(plan, WarmUpTier.BULK));
        lines.add(
                "",
                "AWS charges for each request and for each GiB, and for the copies as STANDARD while they stay, "
                        + WarmUpOption.DAYS + " days; bulk is the cheapest. The prices are those of your region.");
    }

    private static String words(ObjectAmount amount) {
        return Counts.of(amount.objects(), "object") + " with " + ByteCount.words(amount.bytes());
    }
}
