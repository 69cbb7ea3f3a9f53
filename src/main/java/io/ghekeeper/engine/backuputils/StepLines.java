package io.ghekeeper.engine.backuputils;

import io.ghekeeper.text.PlainText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What was printed while one step was running, as far as it can explain a failure: not many lines, none long, and fit to
 * be shown.
 */
final class StepLines {
    /** Of each kind, the first and the last so many. */
    private static final int MOST = 20;

    private static final int LONGEST = 400;

    private static final Pattern CODE = Pattern.compile("rsync error: .* \\(code (\\d+)\\) .*");

    /** rsync's exit statuses for a connection that ended, however it did. */
    private static final Set<Integer> LOST_CODES = Set.of(10, 12, 30, 255);

    private final String title;
    private final LastLines rsync = new LastLines();
    private final LastLines trouble = new LastLines();
    private final LastLines warnings = new LastLines();
    private final LastLines consequences = new LastLines();
    private final Set<Integer> codes = new LinkedHashSet<>();
    private final LastLines others = new LastLines();
    private final LastLines noRoom = new LastLines();
    private int begun;
    private int ended;

    /** @param begun the look at which it began */
    @SuppressWarnings("MissingSummary")
    StepLines(String title, int begun) {
        this.title = title;
        this.begun = begun;
        this.ended = Integer.MAX_VALUE;
    }

    String title() {
        return title;
    }

    void end(int look) {
        ended = look;
    }

    /**
     * Whether the step may have been running when ssh printed what one read found. ssh's messages are read before the other
     * lines, so those of one read may come from the steps that the read before it found.
     */
    boolean wasRunningAt(int look) {
        return begun <= look && look - 1 <= ended;
    }

    void add(String line) {
        LineKind kind = LineKind.of(line);
        switch (kind) {
            case RSYNC -> rsync.add(line);
            case TROUBLE -> trouble.add(line);
            case WARNING -> warnings.add(line);
            case CONSEQUENCE -> consequence(line);
            case OTHER -> others.add(line);
            case INFORMATION, LISTING -> {
                return;
            }
        }
        if (kind != LineKind.CONSEQUENCE && DiskFull.isSaidBy(line)) {
            noRoom.add(line);
        }
    }

    private void consequence(String line) {
        consequences.add(line);
        Matcher code = CODE.matcher(line);
        if (code.matches() && code.group(1).length() <= 3) {
            codes.add(Integer.valueOf(code.group(1)));
        }
    }

    /** The lines that may name a cause. */
    Stream<String> lines() {
        return Stream.of(rsync, trouble, others).flatMap(LastLines::all);
    }

    /** Those that say that no room is left, wherever. */
    Stream<String> noRoom() {
        return noRoom.all();
    }

    /** The line that says best what was wrong, if any says something. */
    Optional<String> best() {
        return rsync.first()
                .map(line -> rsync.count() > 1 ? line + ", and " + (rsync.count() - 1) + " more like it" : line)
                .or(trouble::last)
                .or(warnings::last)
                .or(consequences::last)
                .or(others::last);
    }

    /** Whether a program gave a reason of its own. */
    boolean hasReason() {
        return !rsync.isEmpty() || !trouble.isEmpty();
    }

    /** Whether nothing but a lost connection explains what was printed; the line that says so. */
    Optional<String> lost() {
        boolean onlyFiles = trouble.isEmpty() && !codes.isEmpty() && LOST_CODES.containsAll(codes);
        return hasReason() && !onlyFiles ? Optional.empty() : consequences.first();
    }

    private static String shown(String line) {
        String printable = PlainText.of(line);
        return printable.length() > LONGEST ? printable.substring(0, LONGEST) : printable;
    }

    /** The first and the last of many lines. */
    private static final class LastLines {
        private final List<String> first = new ArrayList<>();
        private final Deque<String> last = new ArrayDeque<>();
        private long count;

        void add(String line) {
            count++;
            if (first.size() < MOST) {
                first.add(shown(line));
                return;
            }
            last.addLast(shown(line));
            if (last.size() > MOST) {
                last.removeFirst();
            }
        }

        boolean isEmpty() {
            return count == 0;
        }

        long count() {
            return count;
        }

        Stream<String> all() {
            return Stream.concat(first.stream(), last.stream());
        }

        Optional<String> first() {
            return first.stream().findFirst();
        }

        Optional<String> last() {
            return last.isEmpty() ? first.stream().reduce((a, b) -> b) : Optional.of(last.getLast());
        }
    }
}
