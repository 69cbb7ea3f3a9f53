package io.ghekeeper.lab;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The volumes and snapshots of one Region, as EBS has them: a new snapshot is pending, may not be seen at once, and the number of
 * those that are made at the same time is limited. The limits are those of Amazon EBS' documentation for a gp3 volume.
 */
public final class FakeEbs {
    /** The account whose credentials are used. */
    public static final String OWN_ACCOUNT = "111122223333";

    private static final Duration BETWEEN = Duration.ofSeconds(15);
    private static final int MOST_PENDING = 5;
    private static final int MOST_COPIES = 20;

    private final Clock clock;
    private final Map<String, Volume> volumes = new LinkedHashMap<>();
    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    private final Map<String, List<String>> images = new TreeMap<>();
    private final Map<String, Instant> lastOfVolume = new HashMap<>();
    private final Map<String, Map<String, String>> resources = new TreeMap<>();
    private boolean rateLimited;
    private int unseenFor;
    private int made;
    private Runnable atCreation = () -> {};

    FakeEbs(Clock clock) {
        this.clock = clock;
    }

    /** A volume; its instance is empty where it is attached to none. */
    record Volume(String id, String state, long sizeGib, String instance, Map<String, String> tags) {}

    /** A snapshot. Changed in place: tests let time pass for it. */
    static final class Snapshot {
        final String id;
        final String owner;
        final String volume;
        final Instant started;
        final long sizeGib;
        final String description;
        final Map<String, String> tags;
        String state = "pending";
        int progress;
        int unseen;
        String lock = "";
        Instant lockedUntil = Instant.parse("2030-01-01T00:00:00Z");
        final Set<String> sharedWith = new TreeSet<>();

        Snapshot(
                String id,
                String owner,
                String volume,
                Instant started,
                long sizeGib,
                String description,
                Map<String, String> tags) {
            this.id = id;
            this.owner = owner;
            this.volume = volume;
            this.started = started;
            this.sizeGib = sizeGib;
            this.description = description;
            this.tags = new TreeMap<>(tags);
        }
    }

    /** A refusal of EBS. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        final String code;

        Refused(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    /** An attached volume. */
    public synchronized void volume(String id, long sizeGib, Map<String, String> tags) {
        volumes.put(id, new Volume(id, "in-use", sizeGib, "i-0123456789abcdef0", Map.copyOf(tags)));
    }

    /** A volume that no instance has. */
    public synchronized void looseVolume(String id, long sizeGib, Map<String, String> tags) {
        volumes.put(id, new Volume(id, "available", sizeGib, "", Map.copyOf(tags)));
    }

    /** A completed snapshot that this account has, and no keeper made now; returns its id. */
    public synchronized String plant(String volume, Instant started, Map<String, String> tags) {
        return plant(OWN_ACCOUNT, volume, started, "", tags);
    }

    /** The same of any account. */
    public synchronized String plant(
            String owner, String volume, Instant started, String description, Map<String, String> tags) {
        String id = nextId();
        Snapshot snapshot = new Snapshot(id, owner, volume, started, 1, description, tags);
        snapshot.state = "completed";
        snapshot.progress = 100;
        snapshots.put(id, snapshot);
        return id;
    }

    /** Lets a snapshot be in a state. */
    public synchronized void state(String id, String state, int progress) {
        snapshots.get(id).state = state;
        snapshots.get(id).progress = progress;
    }

    /** Lets all pending snapshots be completed. */
    public synchronized void complete() {
        snapshots.values().stream().filter(one -> one.state.equals("pending")).forEach(one -> {
            one.state = "completed";
            one.progress = 100;
        });
    }

    /** Locks one: {@code governance} or {@code compliance}; {@code expired} does not hold it. */
    public synchronized void lock(String id, String state) {
        snapshots.get(id).lock = state;
    }

    /** The lock of one; an empty text where it has none. */
    public synchronized String lockOf(String id) {
        return snapshots.get(id).lock;
    }

    /** The accounts that may use one. */
    public synchronized Set<String> sharedWith(String id) {
        return Set.copyOf(snapshots.get(id).sharedWith);
    }

    /** Lets an image use a snapshot. */
    public synchronized void image(String image, String snapshot) {
        images.computeIfAbsent(image, none -> new ArrayList<>()).add(snapshot);
    }

    /** As another program does who deletes a snapshot. */
    public synchronized void remove(String id) {
        snapshots.remove(id);
    }

    /** Sets a tag of the instance that has the volumes, or of a volume, by hand. */
    public synchronized void tagHolder(String id, String key, String value) {
        resources.computeIfAbsent(id, none -> new TreeMap<>()).put(key, value);
    }

    /** The tags of a volume or an instance. */
    public synchronized Map<String, String> tagsOfHolder(String id) {
        Map<String, String> tags = new TreeMap<>();
        Optional.ofNullable(volumes.get(id)).ifPresent(volume -> tags.putAll(volume.tags()));
        tags.putAll(resources.getOrDefault(id, Map.of()));
        return tags;
    }

    synchronized Map<String, String> tagsOf(List<String> ids) {
        Map<String, String> tags = new TreeMap<>();
        ids.forEach(id -> tags.putAll(tagsOfHolder(id)));
        return tags;
    }

    synchronized void tagResource(String id, Map<String, String> tags) throws Refused {
        if (!volumes.containsKey(id)
                && volumes.values().stream().noneMatch(one -> one.instance().equals(id))) {
            throw new Refused("InvalidID", "The ID '" + id + "' is not valid");
        }
        resources.computeIfAbsent(id, none -> new TreeMap<>()).putAll(tags);
    }

    /** Sets a tag by hand. */
    public synchronized void tag(String id, String key, String value) {
        snapshots.get(id).tags.put(key, value);
    }

    /** Hides each new snapshot from the next n questions. */
    public synchronized void hideNewFor(int questions) {
        unseenFor = questions;
    }

    /** Holds creations to the limits for a volume. */
    public synchronized void limitRates() {
        rateLimited = true;
    }

    /** Runs at the instant of each creation: then the content of the snapshot is fixed. */
    public synchronized void atCreation(Runnable action) {
        atCreation = action;
    }

    /** The ids of this account's snapshots, the oldest first. */
    public synchronized List<String> ids() {
        return snapshots.values().stream()
                .filter(one -> one.owner.equals(OWN_ACCOUNT))
                .map(one -> one.id)
                .toList();
    }

    /** The tags of one. */
    public synchronized Map<String, String> tags(String id) {
        return Map.copyOf(snapshots.get(id).tags);
    }

    synchronized List<Volume> volumes() {
        return volumes.values().stream()
                .map(one -> new Volume(one.id(), one.state(), one.sizeGib(), one.instance(), tagsOfHolder(one.id())))
                .toList();
    }

    /** Those that can be seen now. */
    synchronized List<Snapshot> seen() {
        List<Snapshot> seen =
                snapshots.values().stream().filter(one -> one.unseen == 0).toList();
        snapshots.values().stream().filter(one -> one.unseen > 0).forEach(one -> one.unseen--);
        return seen;
    }

    synchronized Map<String, List<String>> images() {
        return new TreeMap<>(images);
    }

    synchronized Snapshot create(String volume, String description, Map<String, String> tags) throws Refused {
        Volume of = Optional.ofNullable(volumes.get(volume))
                .orElseThrow(
                        () -> new Refused("InvalidVolume.NotFound", "The volume '" + volume + "' does not exist."));
        requireRate(volume);
        atCreation.run();
        Snapshot snapshot =
                new Snapshot(nextId(), OWN_ACCOUNT, volume, clock.instant(), of.sizeGib(), description, tags);
        snapshot.unseen = unseenFor;
        snapshots.put(snapshot.id, snapshot);
        lastOfVolume.put(volume, clock.instant());
        return snapshot;
    }

    private void requireRate(String volume) throws Refused {
        if (!rateLimited) {
            return;
        }
        Instant last = lastOfVolume.getOrDefault(volume, Instant.MIN);
        if (last.plus(BETWEEN).isAfter(clock.instant())) {
            throw new Refused(
                    "SnapshotCreationPerVolumeRateExceeded",
                    "The maximum per volume CreateSnapshot request rate has been exceeded.");
        }
        long pending = snapshots.values().stream()
                .filter(one -> one.volume.equals(volume) && one.state.equals("pending"))
                .count();
        if (pending >= MOST_PENDING) {
            throw new Refused(
                    "ConcurrentSnapshotLimitExceeded", "Maximum allowed in-progress snapshots for the volume.");
        }
    }

    /** One of this account. */
    synchronized Snapshot own(String id) throws Refused {
        Snapshot snapshot = snapshots.get(id);
        if (snapshot == null || !snapshot.owner.equals(OWN_ACCOUNT)) {
            throw new Refused("InvalidSnapshot.NotFound", "The snapshot '" + id + "' does not exist.");
        }
        return snapshot;
    }

    /** A copy begins: of a volume that EC2 does not name. */
    synchronized Snapshot copy(Snapshot source, String description, Map<String, String> tags) throws Refused {
        if (snapshots.values().stream()
                        .filter(one -> one.state.equals("pending"))
                        .count()
                >= MOST_COPIES) {
            throw new Refused("ResourceLimitExceeded", "Too many snapshot copies in progress.");
        }
        Snapshot copy =
                new Snapshot(nextId(), OWN_ACCOUNT, "vol-ffffffff", clock.instant(), source.sizeGib, description, tags);
        copy.unseen = unseenFor;
        snapshots.put(copy.id, copy);
        return copy;
    }

    synchronized void delete(String id) throws Refused {
        Snapshot snapshot = own(id);
        for (Map.Entry<String, List<String>> image : images.entrySet()) {
            if (image.getValue().contains(id)) {
                throw new Refused(
                        "InvalidSnapshot.InUse", "The snapshot " + id + " is currently in use by " + image.getKey());
            }
        }
        if (!snapshot.lock.isEmpty() && !snapshot.lock.equals("expired")) {
            throw new Refused("OperationNotPermitted", "The snapshot " + id + " is locked.");
        }
        if (snapshot.tags.containsKey("aws:backup:source-resource")) {
            throw new Refused("OperationNotPermitted", "The snapshot " + id + " is managed by AWS Backup.");
        }
        snapshots.remove(id);
    }

    private String nextId() {
        return String.format("snap-%017x", ++made);
    }
}
