package io.ghekeeper.cli;

import io.ghekeeper.archive.FetchPlan;
import io.ghekeeper.archive.ObjectClasses;
import io.ghekeeper.archive.ObjectClasses.StoredAmount;
import io.ghekeeper.archive.WarmUpWait;
import io.ghekeeper.restore.PlannedFetch;
import io.ghekeeper.store.WarmUp.WarmUpTier;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Durations;

/** What is fetched first, for people. */
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
                        + ByteCount.words(plan.bytes()) + ", from "
                        + plan.objects().all().words()
                        + (fetch.mayShare() ? "; what the volume has already is not fetched" : ""));
        plan.objects().classes().forEach(this::add);
        lines.add("room", ByteCount.words(fetch.freeBytes()) + " are free on the volume");
        lines.add(
                "fetch time",
                fetch.time()
                        .map(time -> "about " + Durations.about(time.time()) + " (" + time.basis() + ")")
                        .orElse("unknown: no fetch of enough bytes was measured yet"));
        warmUp(plan.objects());
    }

    /** Of objects that are to be read: in what classes they are, and how what is cold can be read. */
    void add(ObjectClasses objects) {
        objects.classes().forEach(this::add);
        warmUp(objects);
    }

    private void add(StoredAmount amount) {
        amount.storageClass()
                .ifPresent(name -> lines.add(
                        "class",
                        name + ": " + amount.all().words()
                                + (amount.cold().objects() > 0
                                        ? ", of which " + amount.cold().words() + " cannot be read at once"
                                        : "")));
    }

    private void warmUp(ObjectClasses objects) {
        if (objects.cold().objects() > 0) {
            lines.add(
                    "warm up",
                    objects.cold().words() + ": --warm-up standard, as a rule "
                            + WarmUpWait.of(objects, WarmUpTier.STANDARD) + ", or --warm-up bulk, "
                            + WarmUpWait.of(objects, WarmUpTier.BULK));
            lines.add(
                    "",
                    "AWS charges for each request and for each GiB, and for the copies as STANDARD while they stay, "
                            + WarmUpOption.DAYS + " days; bulk is the cheapest. The prices are those of your region.");
        }
        if (objects.warming().objects() > 0) {
            lines.add("", "the store is making copies of " + objects.warming().words());
        }
    }
}
