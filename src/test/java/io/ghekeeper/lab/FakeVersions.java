package io.ghekeeper.lab;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The objects of a bucket with versions: of each key its versions and delete markers, the newest first. Versions begin with a
 * dash, as one of Ceph's in 64 does.
 */
final class FakeVersions {
    private final TreeMap<String, List<Version>> keys = new TreeMap<>();
    private int made;

    /** @param until it is locked; the epoch where it is not */
    @SuppressWarnings({"ArrayRecordComponent", "MissingSummary"})
    record Version(String key, String id, byte[] bytes, boolean marker, String mode, Instant until, Instant modified) {
        boolean locked() {
            return until.isAfter(Instant.now());
        }

        String etag() {
            return "\"" + Integer.toHexString(java.util.Arrays.hashCode(bytes)) + "\"";
        }
    }

    /** What a reader meets who names no version; nothing where a marker hides it. */
    Optional<Version> current(String key) {
        return of(key).stream().findFirst().filter(version -> !version.marker());
    }

    Optional<Version> named(String key, String id) {
        return of(key).stream().filter(version -> version.id().equals(id)).findFirst();
    }

    List<Version> of(String key) {
        return keys.getOrDefault(key, List.of());
    }

    List<String> keys() {
        return List.copyOf(keys.keySet());
    }

    Version put(String key, byte[] bytes, String mode, Instant until) {
        return add(new Version(key, "-v" + ++made, bytes, false, mode, until, Instant.now()));
    }

    Version hide(String key) {
        return add(new Version(key, "-m" + ++made, new byte[0], true, "", Instant.EPOCH, Instant.now()));
    }

    private Version add(Version version) {
        List<Version> versions = new ArrayList<>(of(version.key()));
        versions.add(0, version);
        keys.put(version.key(), versions);
        return version;
    }

    void lock(Version old, String mode, Instant until) {
        Version locked = new Version(old.key(), old.id(), old.bytes(), old.marker(), mode, until, old.modified());
        keys.get(old.key()).replaceAll(version -> version.id().equals(old.id()) ? locked : version);
    }

    void remove(Version version) {
        List<Version> versions = new ArrayList<>(of(version.key()));
        versions.remove(version);
        if (versions.isEmpty()) {
            keys.remove(version.key());
        } else {
            keys.put(version.key(), versions);
        }
    }
}
