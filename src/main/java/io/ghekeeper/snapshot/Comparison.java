package io.ghekeeper.snapshot;

import io.ghekeeper.snapshot.Inventory.Part;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * Finds what a backup lost without a word: backup-utils ends with 0 where a secret could not be read, an export was empty
 * or repositories were missing.
 */
public final class Comparison {
    /** Below this a part's size says nothing. */
    private static final long FEW_BYTES = 4096;

    /** Below this the share of linked files says nothing. */
    private static final long FEW_FILES = 1000;

    private final Inventory now;
    private final ShrinkageSettings bounds;
    private final List<Shrinkage> losses = new ArrayList<>();
    /** The parts that are known to be gone: no more is said of them. */
    private final Set<String> gone = new HashSet<>();

    private Comparison(Inventory now, ShrinkageSettings bounds) {
        this.now = now;
        this.bounds = bounds;
    }

    /**
     * What the snapshot lacks: by itself, and beside the one before it.
     *
     * @return empty when nothing is missed
     */
    public static List<Shrinkage> losses(Optional<Inventory> before, Inventory now, ShrinkageSettings bounds) {
        Comparison comparison = new Comparison(now, bounds);
        comparison.need(before);
        comparison.requireForms();
        SnapshotDatabase.of(now).loss().ifPresent(comparison.losses::add);
        before.ifPresent(comparison::compare);
        comparison.unread("unreadable", "of this snapshot", now.unreadable());
        before.ifPresent(other -> comparison.unread("unreadable before", "of the snapshot before", other.unreadable()));
        return List.copyOf(comparison.losses);
    }

    private void need(Optional<Inventory> before) {
        for (String name : SnapshotLayout.required(now)) {
            boolean was = before.flatMap(other -> other.part(name))
                    .filter(part -> !part.empty())
                    .isPresent();
            if (!isHere(name) && !was) {
                gone.add(name);
                losses.add(new Shrinkage(
                        name, "needed", state(name), name + ": " + state(name) + ", and every snapshot needs it"));
            }
        }
    }

    private void requireForms() {
        now.parts()
                .forEach((name, part) -> part.defect()
                        .ifPresent(
                                defect -> losses.add(new Shrinkage(name, "whole", "damaged", name + ": " + defect))));
    }

    private void compare(Inventory before) {
        before.parts().forEach((name, part) -> {
            if (!part.empty() && !SnapshotLayout.comesAndGoes(name) && !SnapshotLayout.isReplaced(name, now)) {
                compareExistence(name, part);
            }
        });
        if (SnapshotLayout.packsSecrets(before) || !SnapshotLayout.packsSecrets(now)) {
            compareSecrets(SnapshotLayout.secrets(before), SnapshotLayout.secrets(now));
        }
        compareCount("repositories", before.repositories(), now.repositories());
        compareCount("pages", files(before, "pages"), files(now, "pages"));
        compareCount("storage", files(before, "storage"), files(now, "storage"));
        before.parts().forEach((name, part) -> {
            if (part.bytes() >= FEW_BYTES && isHere(name) && SnapshotLayout.sizeShowsLoss(name, before, now)) {
                compareBytes(name, part.bytes(), now.parts().get(name).bytes());
            }
        });
        compareLinks(before);
    }

    private void compareExistence(String name, Part before) {
        if (isHere(name) || SnapshotLayout.isSecret(name, before)) {
            return;
        }
        gone.add(name);
        String was = before.folder() ? Counts.of(before.files(), "file") : ByteCount.words(before.bytes());
        losses.add(new Shrinkage(name, was, state(name), name + ": " + state(name) + " instead of " + was));
    }

    private void compareSecrets(SortedSet<String> were, SortedSet<String> are) {
        List<String> missing = were.stream().filter(name -> !are.contains(name)).toList();
        if (!missing.isEmpty()) {
            String detail = "missing or empty: " + String.join(", ", missing);
            add("secrets", Long.toString(were.size()), Long.toString(are.size()), detail);
        }
    }

    private void compareCount(String what, long was, long is) {
        boolean beyond = (was - is) * 100 > bounds.fewer() * was || is == 0;
        if (is < was && beyond && !gone.contains(what)) {
            add(what, Long.toString(was), Long.toString(is), less(was, is, "fewer", bounds.fewer()));
        }
    }

    private void compareBytes(String name, long was, long is) {
        if ((was - is) * 100 > bounds.smaller() * was) {
            add(name, ByteCount.words(was), ByteCount.words(is), less(was, is, "smaller", bounds.smaller()));
        }
    }

    private void compareLinks(Inventory before) {
        if (before.files() < FEW_FILES || now.files() < FEW_FILES) {
            return;
        }
        double points = 100.0 * before.linked() / before.files() - 100.0 * now.linked() / now.files();
        if (points > bounds.lessLinked()) {
            String detail = "the bound is " + bounds.lessLinked() + " points";
            add("hard-linked files", before.percent() + " %", now.percent() + " %", detail);
        }
    }

    private void add(String what, String was, String is, String detail) {
        losses.add(new Shrinkage(what, was, is, what + ": " + is + " instead of " + was + " (" + detail + ")"));
    }

    private void unread(String what, String whose, long count) {
        if (count > 0) {
            String sentence = what + ": " + (count == 1 ? "1 file or folder " : count + " files or folders ") + whose
                    + " could not be looked at";
            losses.add(new Shrinkage(what, "0", Long.toString(count), sentence));
        }
    }

    private boolean isHere(String name) {
        return now.part(name).filter(part -> !part.empty()).isPresent();
    }

    private String state(String name) {
        return now.part(name).isPresent() ? "empty" : "missing";
    }

    private static long files(Inventory inventory, String part) {
        return inventory.part(part).map(Part::files).orElse(0L);
    }

    /** Such as {@code 33 % fewer; the bound is 10 %}. */
    private static String less(long was, long is, String word, int bound) {
        long share = (was - is) * 100 / was;
        // 10.4 % is beyond a bound of 10 %, and must not read like it.
        String about = share == bound && share < 100 ? "more than " + share : Long.toString(share);
        return about + " % " + word + "; the bound is " + bound + " %";
    }
}
