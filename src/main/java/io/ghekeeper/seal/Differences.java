package io.ghekeeper.seal;

import io.ghekeeper.seal.Difference.DifferenceKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Collects what differs: all are counted and handed on, the first are kept. */
final class Differences {
    private static final int KEPT = 1000;
    private static final int REMEMBERED = 10_000;

    private final Consumer<Difference> listener;
    private final List<Difference> kept = new ArrayList<>();
    private long found;
    private final Set<String> lost = new HashSet<>();

    Differences(Consumer<Difference> listener) {
        this.listener = listener;
    }

    void add(String path, DifferenceKind kind, String detail) {
        Difference difference = Difference.of(path, kind, detail);
        found++;
        if (kept.size() < KEPT) {
            kept.add(difference);
        }
        listener.accept(difference);
    }

    /** Of what could not be read, and what is in it, nothing more is known. */
    void unreadable(String path, String detail) {
        lose(path);
        add(path, DifferenceKind.UNREADABLE, detail);
    }

    /** What is in a folder that is missing is missing with it, and not named. */
    void missing(SealEntry sealed) {
        if (isLost(sealed.path())) {
            return;
        }
        if (sealed.facts().isFolder()) {
            lose(sealed.path());
        }
        add(
                sealed.path(),
                DifferenceKind.MISSING,
                sealed.facts().isFolder() ? "it is missing, with all that was in it" : "it is missing");
    }

    private void lose(String path) {
        if (lost.size() < REMEMBERED) {
            lost.add(path);
        }
    }

    private boolean isLost(String path) {
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            if (lost.contains(path.substring(0, end))) {
                return true;
            }
        }
        return lost.contains(path) || lost.contains(UnitPath.TOP);
    }

    long found() {
        return found;
    }

    List<Difference> first() {
        return kept;
    }
}
