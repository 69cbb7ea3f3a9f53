package io.ghekeeper.lab;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectAccess;
import io.ghekeeper.store.ObjectContent;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import io.ghekeeper.store.StoredVersion;
import io.ghekeeper.store.WarmUp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A store in memory with versions, delete markers and locks, as strict as a bucket with Object Lock: it refuses a wrong
 * checksum, a second object of a key, a shorter lock, and the removal of what is locked. A test can do to it what a person
 * or a broken store does: hide, lose, replace, damage.
 */
public final class VersionedStore implements ObjectStore {
    private final List<String> fetched = Collections.synchronizedList(new ArrayList<>());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @SuppressWarnings("ArrayRecordComponent") // compared by its version
    private record Kept(
            String version,
            byte[] bytes,
            String etag,
            String sha256,
            boolean marker,
            Instant until,
            Instant modified) {}

    private final Map<String, ObjectAccess> cold = new HashMap<>();
    private final List<WarmUp> askedFor = new ArrayList<>();
    private final TreeMap<String, List<Kept>> keys = new TreeMap<>(); // keys are ASCII: by their bytes
    private final Clock clock;
    private int made;

    /** @param clock of the store itself */
    @SuppressWarnings("MissingSummary")
    public VersionedStore(Clock clock) {
        this.clock = clock;
    }

    /** Another one that holds the same now. */
    public synchronized VersionedStore copy(Clock itsClock) {
        VersionedStore copy = new VersionedStore(itsClock);
        keys.forEach((key, kept) -> copy.keys.put(key, new ArrayList<>(kept)));
        copy.made = made;
        return copy;
    }

    private List<Kept> of(ObjectKey key) {
        return keys.getOrDefault(key.text(), List.of());
    }

    private Optional<Kept> kept(ObjectKey key, Optional<String> version) {
        return version.isEmpty()
                ? of(key).stream().findFirst().filter(kept -> !kept.marker())
                : of(key).stream()
                        .filter(kept -> kept.version().equals(version.get()) && !kept.marker())
                        .findFirst();
    }

    private static StoredObject answer(ObjectKey key, Kept kept) {
        return new StoredObject(
                key,
                kept.bytes().length,
                Optional.of(kept.version()),
                Optional.of(kept.etag()),
                Optional.of(kept.until()).filter(until -> until.isAfter(Instant.EPOCH)));
    }

    @Override
    public synchronized Optional<StoredObject> find(ObjectKey key, Optional<String> version) {
        asked.add("find " + key);
        return kept(key, version).map(kept -> answer(key, kept));
    }

    @Override
    public synchronized Optional<String> checksum(ObjectKey key, Optional<String> version) {
        asked.add("checksum " + key);
        return kept(key, version).map(Kept::sha256);
    }

    @Override
    public void fetch(ObjectKey key, Optional<String> version, long offset, long length, OutputStream to)
            throws IOException {
        fetched.add(key.text());
        Kept kept;
        synchronized (this) {
            kept = kept(key, version).orElseThrow(() -> failed(key, "it is not there"));
        }
        synchronized (this) {
            if (cold.getOrDefault(key.text(), ObjectAccess.AT_ONCE) != ObjectAccess.AT_ONCE) {
                throw new Failure(FailureKind.ARCHIVE_COLD, "reading " + key + " failed: it is cold", "Warm it up.");
            }
        }
        if (length < 1 || offset + length > kept.bytes().length) {
            throw failed(key, "it has only " + kept.bytes().length + " bytes");
        }
        to.write(kept.bytes(), (int) offset, (int) length);
    }

    @Override
    public Optional<StoredObject> putIfAbsent(ObjectKey key, ObjectContent content, Optional<Instant> retainUntil) {
        byte[] bytes;
        try (InputStream in = content.open().get()) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.length != content.length() || !Arrays.equals(sha256(bytes), content.sha256())) {
            throw failed(key, "its bytes are not those of its checksum");
        }
        synchronized (this) {
            if (kept(key, Optional.empty()).isPresent()) {
                return Optional.empty();
            }
            return Optional.of(answer(key, add(key, bytes, false, retainUntil.orElse(Instant.EPOCH))));
        }
    }

    private Kept add(ObjectKey key, byte[] bytes, boolean marker, Instant until) {
        String etag = "\"" + HexFormat.of().formatHex(sha256(bytes), 0, 16) + "\"";
        String sha256 = HexFormat.of().formatHex(sha256(bytes));
        Kept kept = new Kept((marker ? "m" : "v") + ++made, bytes, etag, sha256, marker, until, clock.instant());
        List<Kept> versions = new ArrayList<>(of(key));
        versions.add(0, kept);
        keys.put(key.text(), versions);
        return kept;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a lifecycle rule does: moves all whose keys begin so to a class from which nothing is read at once. */
    public synchronized void freeze(String prefix) {
        keys.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(key -> cold.put(key, ObjectAccess.COLD));
    }

    /** Lets the copies be there that were asked for. */
    public synchronized void warm() {
        cold.replaceAll((key, access) -> access == ObjectAccess.WARMING ? ObjectAccess.AT_ONCE : access);
    }

    /** How each copy was asked for. */
    public synchronized List<WarmUp> askedFor() {
        return List.copyOf(askedFor);
    }

    @Override
    public synchronized Optional<ObjectAccess> access(ObjectKey key, Optional<String> version) {
        return kept(key, version).map(kept -> cold.getOrDefault(key.text(), ObjectAccess.AT_ONCE));
    }

    @Override
    public synchronized Optional<ObjectAccess> warmUp(ObjectKey key, Optional<String> version, WarmUp how) {
        Optional<ObjectAccess> before = access(key, version);
        before.filter(ObjectAccess.COLD::equals).ifPresent(asked -> {
            askedFor.add(how);
            cold.put(key.text(), ObjectAccess.WARMING);
        });
        return before;
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) {
        asked.add("list " + prefix);
        List<StoredObject> found = new ArrayList<>();
        synchronized (this) {
            keys.forEach((name, versions) -> {
                Kept latest = versions.get(0);
                if (name.startsWith(prefix) && !latest.marker()) {
                    found.add(new StoredObject(
                            new ObjectKey(name),
                            latest.bytes().length,
                            Optional.empty(),
                            Optional.of(latest.etag()),
                            Optional.empty()));
                }
            });
        }
        found.forEach(each);
    }

    @Override
    public void versions(String prefix, Consumer<StoredVersion> each) {
        asked.add("versions " + prefix);
        List<StoredVersion> found = new ArrayList<>();
        synchronized (this) {
            keys.forEach((name, versions) -> {
                if (name.startsWith(prefix)) {
                    versions.forEach(kept -> found.add(new StoredVersion(
                            new ObjectKey(name),
                            Optional.of(kept.version()),
                            kept.bytes().length,
                            Optional.of(kept.etag()).filter(etag -> !kept.marker()),
                            kept.version().equals(versions.get(0).version()),
                            kept.marker(),
                            kept.modified(),
                            Optional.of(cold.containsKey(name) ? "GLACIER" : "STANDARD"))));
                }
            });
        }
        found.forEach(each);
    }

    @Override
    public synchronized void delete(ObjectKey key, Optional<String> version) {
        Optional<Kept> found = of(key).stream()
                .filter(kept -> kept.version().equals(version.orElse("")))
                .findFirst();
        found.filter(kept -> kept.until().isAfter(clock.instant())).ifPresent(kept -> {
            throw failed(key, "it is locked until " + kept.until());
        });
        found.ifPresent(kept -> remove(key, kept));
    }

    private void remove(ObjectKey key, Kept gone) {
        List<Kept> left = of(key).stream()
                .filter(kept -> !kept.version().equals(gone.version()))
                .toList();
        if (left.isEmpty()) {
            keys.remove(key.text());
        } else {
            keys.put(key.text(), left);
        }
    }

    @Override
    public synchronized void retain(ObjectKey key, Optional<String> version, Instant until) {
        asked.add("retain " + key);
        Kept kept = kept(key, version).orElseThrow(() -> failed(key, "it is not there"));
        if (until.isAfter(kept.until())) {
            relock(key, kept, until);
        }
    }

    private void relock(ObjectKey key, Kept kept, Instant until) {
        replace(
                key,
                kept,
                new Kept(kept.version(), kept.bytes(), kept.etag(), kept.sha256(), false, until, kept.modified()));
    }

    private void replace(ObjectKey key, Kept old, Kept now) {
        keys.put(
                key.text(),
                of(key).stream()
                        .map(kept -> kept.version().equals(old.version()) ? now : kept)
                        .toList());
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    private static Failure failed(ObjectKey key, String why) {
        return new Failure(FailureKind.STORE_FAILED, key + " failed: " + why, "Check the store.");
    }

    /** Puts a delete marker over an object, as who deletes without naming a version. */
    public synchronized void hide(String key) {
        add(new ObjectKey(key), new byte[0], true, Instant.EPOCH);
    }

    /** Loses all versions of an object, locked or not. */
    public synchronized void lose(String key) {
        keys.remove(key);
    }

    /** Puts another version over an object, as who has the right to put does. */
    public synchronized void overwrite(String key, byte[] bytes) {
        add(new ObjectKey(key), bytes, false, Instant.EPOCH);
    }

    /** Changes a byte of an object in its place; length, etag and version stay. */
    public synchronized void damage(String key) {
        ObjectKey damaged = new ObjectKey(key);
        Kept kept = of(damaged).get(0);
        byte[] bytes = kept.bytes().clone();
        bytes[bytes.length / 2] ^= 1;
        replaceBytes(damaged, kept, bytes, kept.sha256());
    }

    private void replaceBytes(ObjectKey key, Kept kept, byte[] bytes, String sha256) {
        replace(key, kept, new Kept(kept.version(), bytes, kept.etag(), sha256, false, kept.until(), kept.modified()));
    }

    /** Changes a byte as {@link #damage} does, and the checksum that the store keeps with it. */
    public synchronized void damageWithChecksum(String key) {
        damage(key);
        ObjectKey damaged = new ObjectKey(key);
        Kept kept = of(damaged).get(0);
        replaceBytes(damaged, kept, kept.bytes(), HexFormat.of().formatHex(sha256(kept.bytes())));
    }

    /** Takes the lock off, as a role with the right to bypass it can. */
    public synchronized void unlock(String key) {
        ObjectKey unlocked = new ObjectKey(key);
        relock(unlocked, of(unlocked).get(0), Instant.EPOCH);
    }

    /** Takes the latest version or delete marker away, locked or not. */
    public synchronized void uncover(String key) {
        ObjectKey covered = new ObjectKey(key);
        remove(covered, of(covered).get(0));
    }

    /** What was asked since this was called last: the name of the method, and the key or prefix. */
    public List<String> asked() {
        synchronized (asked) {
            List<String> all = List.copyOf(asked);
            asked.clear();
            return all;
        }
    }

    /** The keys of all that was fetched, in order. */
    public List<String> fetched() {
        return List.copyOf(fetched);
    }

    /** All keys that have a version or a delete marker. */
    public synchronized List<String> keys() {
        return List.copyOf(keys.keySet());
    }
}
