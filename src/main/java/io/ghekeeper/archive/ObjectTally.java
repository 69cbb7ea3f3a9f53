package io.ghekeeper.archive;

import io.ghekeeper.archive.ObjectClasses.ObjectAmount;
import io.ghekeeper.archive.ObjectClasses.StoredAmount;
import io.ghekeeper.store.ObjectAccess;
import io.ghekeeper.store.StoredVersion;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Counts objects by their storage classes. Several threads use it. */
final class ObjectTally {
    /** A store that lies could name a class for each object. */
    private static final int MOST_CLASSES = 16;

    private static final String OTHER = "OTHER";
    private static final Pattern CLASS = Pattern.compile("[A-Z][A-Z0-9_]{0,39}");

    private final Map<String, StoredAmount> classes = new TreeMap<>();
    private long listed;

    synchronized void add(StoredVersion version, long length, ObjectAccess access) {
        ObjectAmount one = new ObjectAmount(1, length);
        String name = version.storageClass().map(this::known).orElse("");
        StoredAmount before = classes.getOrDefault(
                name,
                new StoredAmount(
                        Optional.of(name).filter(any -> !any.isEmpty()),
                        ObjectAmount.NONE,
                        ObjectAmount.NONE,
                        ObjectAmount.NONE));
        classes.put(
                name,
                new StoredAmount(
                        before.storageClass(),
                        before.all().plus(one),
                        access == ObjectAccess.COLD ? before.cold().plus(one) : before.cold(),
                        access == ObjectAccess.WARMING ? before.warming().plus(one) : before.warming()));
        listed++;
    }

    private String known(String storageClass) {
        boolean fits = CLASS.matcher(storageClass).matches()
                && (classes.containsKey(storageClass) || classes.size() < MOST_CLASSES);
        return fits ? storageClass : OTHER;
    }

    /** @param needed how many objects there should be */
    @SuppressWarnings("MissingSummary")
    synchronized ObjectClasses classes(long needed) {
        return new ObjectClasses(classes.values().stream().toList(), Math.max(0, needed - listed));
    }
}
