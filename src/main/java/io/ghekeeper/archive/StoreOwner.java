package io.ghekeeper.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoredObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Whose snapshots a store holds, and how they are encrypted: the object {@code format.json}, which is written once. Another
 * appliance's store is not touched. Beside it lies how it is read without this program.
 */
final class StoreOwner {
    private static final ObjectKey KEY = StoreFormat.KEY;

    private final ObjectStore store;
    private final ArchiveOptions options;
    private final ObjectLocks locks;
    private final String encryption;

    StoreOwner(ArchiveSetting setting) {
        String suffix = setting.encryption().suffix();
        this.store = setting.store();
        this.options = setting.options();
        this.locks = setting.locks();
        this.encryption = suffix.isEmpty() ? "none" : suffix.substring(1);
    }

    /**
     * The uuid of a snapshot's appliance. The snapshots of a cluster have none: each of its nodes has one of its own.
     *
     * @throws Failure CONFIGURATION_INVALID
     */
    String appliance(Snapshot snapshot) {
        return Snapshots.uuid(snapshot)
                .or(options::appliance)
                .map(uuid -> uuid.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new Failure(
                        FailureKind.CONFIGURATION_INVALID,
                        "snapshot " + snapshot.id()
                                + " does not name its appliance: it has no file uuid, as of a cluster",
                        "Set appliance.uuid to the uuid of the appliance, which never changes."));
    }

    /**
     * Takes the store for an appliance, where it has no owner.
     *
     * @return until when its objects are to be locked
     * @throws Failure CONFIGURATION_INVALID when it belongs to another one, or is encrypted in another way; STORE_FAILED
     */
    Optional<Instant> claim(String appliance) {
        boolean owned = isOwned(appliance);
        Optional<Instant> until = locks.until();
        if (!owned) {
            put(appliance, until);
        }
        until.ifPresent(end -> locks.extend(KEY, end));
        for (ObjectKey instructions : RestoreInstructions.put(store, until)) {
            until.ifPresent(end -> locks.extend(instructions, end));
        }
        return until;
    }

    /**
     * Requires that it has an owner, and that this is the one.
     *
     * @param done what cannot be done else, as {@code attached}
     * @return the uuid of the appliance
     * @throws Failure CONFIGURATION_INVALID
     */
    String require(Optional<String> appliance, String done) {
        String owner = StoreFormat.appliance(store);
        String own = appliance
                .map(uuid -> uuid.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new Failure(
                        FailureKind.CONFIGURATION_INVALID,
                        "nothing is " + done + ": whose archive it must be is not known, and " + options.store()
                                + " is of the appliance " + owner,
                        "If that is yours, set appliance.uuid to it."));
        StoreFormat.require(store, own);
        isOwned(own);
        return owner;
    }

    private void put(String appliance, Optional<Instant> until) {
        ObjectNode document = new ObjectMapper()
                .createObjectNode()
                .put("format", StoreFormat.FORMAT)
                .put("appliance", appliance)
                .put("encryption", encryption);
        StoreDocument.put(store, KEY, document, until);
        if (!isOwned(appliance)) {
            throw foreign("its " + KEY + " is not there after it was written", "Check the store.");
        }
    }

    /** The same without a change: false where it has no owner. */
    boolean isOwned(String appliance) {
        Optional<StoredObject> there = store.find(KEY);
        if (there.isEmpty()) {
            return false;
        }
        JsonNode document = StoreFormat.read(store, there.get())
                .orElseThrow(() -> foreign("its " + KEY + " is damaged", "Use another store or prefix."));
        require(
                document.path("format").asInt() == StoreFormat.FORMAT,
                "its " + KEY + " has a format that this ghe-keeper cannot read",
                "Use the ghe-keeper that wrote it, or another store or prefix.");
        require(
                document.path("appliance").asText().equals(appliance),
                "it belongs to the appliance " + document.path("appliance").asText() + ", and not to " + appliance,
                "Give each appliance a store or prefix of its own.");
        require(
                document.path("encryption").asText().equals(encryption),
                "its objects are encrypted by " + document.path("encryption").asText() + ", and not by " + encryption,
                "Use another store or prefix, or the encryption that it was begun with.");
        return true;
    }

    private void require(boolean condition, String why, String hint) {
        if (!condition) {
            throw foreign(why, hint);
        }
    }

    private Failure foreign(String why, String hint) {
        return new Failure(
                FailureKind.CONFIGURATION_INVALID, "nothing is archived to " + options.store() + ": " + why, hint);
    }
}
