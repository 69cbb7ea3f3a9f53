package io.ghekeeper.archive;

import io.ghekeeper.archive.Announcements.Announcement;
import io.ghekeeper.archive.PruneReport.Amount;
import io.ghekeeper.lines.DamagedLinesException;
import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.MergedLines;
import io.ghekeeper.lines.SortedLines;
import io.ghekeeper.lines.SortedLinesWriter;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Candidates by what earlier runs announced: those that are due, those that wait, and those that none announced. What only earlier
 * roots need is none, but where it was announced, that is not forgotten at once: the run that is asked to delete it may come later.
 */
final class AnnouncedCandidates {
    /** How a line of {@link PruneSurvey#candidates} ends that is not to be deleted by this run. */
    static final String STAYS = "s";

    /** So long it is waited for. */
    private static final Duration FORGOTTEN = Duration.ofDays(14);

    private final Announcements announcements;
    private final WorkFolder work;
    private final List<Announcement> old = new ArrayList<>();
    private final List<Announcement> recent = new ArrayList<>();
    private final Set<Announcement> waitedFor = new HashSet<>();
    private final Instant now;
    private Path due;
    private Path found;

    Amount dueAmount = Amount.NONE;
    Amount waitingAmount = Amount.NONE;
    Amount foundAmount = Amount.NONE;

    /** @param now by the store's clock */
    @SuppressWarnings("MissingSummary")
    AnnouncedCandidates(Announcements announcements, WorkFolder work, Instant now) {
        this.announcements = announcements;
        this.work = work;
        this.now = now;
        for (Announcement one : announcements.all()) {
            (one.at().isAfter(now.minus(PruneSurvey.LEAST_AGE)) ? recent : old).add(one);
        }
    }

    /**
     * Splits them.
     *
     * @param candidates of {@link PruneSurvey#candidates}
     * @param versioned whether the store has versions: then what has none is of an earlier time, and stays
     */
    void split(Path candidates, boolean versioned) throws IOException {
        try (LineCursor all = new SortedLines(candidates);
                LineCursor before = MergedLines.ofFiles(read(old));
                LineCursor waiting = MergedLines.ofFiles(read(recent));
                SortedLinesWriter toDelete = new SortedLinesWriter(work.disk(), work.file("due"));
                SortedLinesWriter toAnnounce = new SortedLinesWriter(work.disk(), work.file("found"));
                SortedLinesWriter stay = new SortedLinesWriter(work.disk(), work.file("stay"))) {
            for (; !all.isAtEnd(); all.next()) {
                PruneCandidate one = PruneCandidate.parse(all.peek());
                if (all.peek().endsWith(" " + STAYS)) {
                    stay.write(one.id());
                } else if (!versioned || one.version().isPresent()) {
                    if (isAt(before, one.id())) {
                        dueAmount = dueAmount.plus(one.bytes());
                        toDelete.write(all.peek());
                    } else if (isAt(waiting, one.id())) {
                        waitingAmount = waitingAmount.plus(one.bytes());
                    } else {
                        foundAmount = foundAmount.plus(one.bytes());
                        toAnnounce.write(one.id());
                    }
                }
            }
            due = toDelete.finish();
            found = toAnnounce.finish();
            waitFor(stay.finish());
        }
    }

    /** One that is damaged announces nothing. An archive run fails on it, so it goes with those that were used. */
    private List<Path> read(List<Announcement> some) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Announcement one : List.copyOf(some)) {
            try {
                files.add(announcements.read(one));
            } catch (DamagedLinesException e) {
                recent.remove(one);
                if (!old.contains(one)) {
                    old.add(one);
                }
            }
        }
        return files;
    }

    private void waitFor(Path stay) throws IOException {
        for (Announcement one : old) {
            if (one.at().isAfter(now.minus(FORGOTTEN)) && names(one, stay)) {
                waitedFor.add(one);
            }
        }
    }

    private boolean names(Announcement one, Path some) throws IOException {
        try (LineCursor wanted = new SortedLines(some)) {
            if (wanted.isAtEnd()) {
                return false;
            }
            try (LineCursor announced = new SortedLines(announcements.read(one))) {
                for (; !announced.isAtEnd(); announced.next()) {
                    if (isAt(wanted, announced.peek())) {
                        return true;
                    }
                }
            } catch (DamagedLinesException e) {
                return false;
            }
        }
        return false;
    }

    private static boolean isAt(LineCursor lines, String id) throws IOException {
        while (!lines.isAtEnd() && lines.peek().compareTo(id) < 0) {
            lines.next();
        }
        return id.equals(lines.peek());
    }

    /** Lines of {@link PruneSurvey#candidates}. */
    Path due() {
        return due;
    }

    /** Lines of an announcement. */
    Path found() {
        return found;
    }

    /** The announcements that are of no use, once what is due is deleted. */
    List<Announcement> used() {
        return old.stream().filter(one -> !waitedFor.contains(one)).toList();
    }

    /** When the first of those that wait can go. */
    Optional<Instant> nextDue() {
        return Optional.of(waitingAmount)
                .filter(amount -> amount.versions() > 0)
                .flatMap(some -> recent.stream().map(Announcement::at).min(Comparator.naturalOrder()))
                .map(at -> at.plus(PruneSurvey.LEAST_AGE));
    }
}
