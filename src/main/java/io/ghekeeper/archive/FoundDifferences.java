package io.ghekeeper.archive;

import io.ghekeeper.age.UnfittingIdentityException;
import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.archive.StoreRoots.StoreRoot;
import io.ghekeeper.snapshot.StoreReadBack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a reading of all files found to differ, and in which objects. Several threads add some. */
final class FoundDifferences {
    private final List<String> first = new ArrayList<>();
    private final Set<String> damaged = new TreeSet<>();
    private long count;
    private long unfitting;
    private boolean elsewhere;

    /** One in an object. */
    synchronized void add(UnreadableObjectException e) {
        if (e instanceof UnfittingIdentityException) {
            unfitting++;
        }
        damaged.add(e.object());
        put(e.getMessage());
    }

    /** One that follows from damage in objects that are added for themselves. */
    synchronized void addResult(String words) {
        put(words);
    }

    /** One for which no object is known. */
    synchronized void addElsewhere(String words) {
        elsewhere = true;
        put(words);
    }

    private void put(String words) {
        count++;
        if (first.size() < VerifiedFiles.SHOWN) {
            first.add(words);
        }
    }

    /** An object that is damaged, or another one is, with the same result. */
    synchronized void suspect(ObjectRow row) {
        damaged.add(row.key().text());
    }

    synchronized long count() {
        return count;
    }

    synchronized long unfitting() {
        return unfitting;
    }

    synchronized List<String> first() {
        return List.copyOf(first);
    }

    /**
     * The objects in which all that differs is, or some of them.
     *
     * @param names each with its version
     */
    record DamagedObjects(Set<String> names, boolean all) {}

    /** Those that are damaged, by the versions that their root names. */
    synchronized DamagedObjects objects(ObjectReader objects, StoreRoot root) throws IOException {
        Set<String> names = new TreeSet<>();
        Set<String> unnamed = new TreeSet<>(damaged);
        if (unnamed.remove(root.key().text())) {
            names.add(root.row().name());
        }
        if (!unnamed.isEmpty()) {
            try {
                StoreRoots.read(objects.store(), root, objects.work(), row -> {
                    if (unnamed.remove(row.key().text())) {
                        names.add(row.name());
                    }
                });
            } catch (RootReader.DamagedRootException e) {
                names.add(root.row().name());
            }
        }
        boolean all = !elsewhere && unnamed.isEmpty() && names.size() <= StoreReadBack.MOST_OBJECTS;
        return new DamagedObjects(
                names.stream().limit(StoreReadBack.MOST_OBJECTS).collect(Collectors.toUnmodifiableSet()), all);
    }
}
