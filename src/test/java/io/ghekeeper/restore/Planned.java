package io.ghekeeper.restore;

import io.ghekeeper.appliance.HostKey;
import io.ghekeeper.appliance.Negotiation;
import io.ghekeeper.appliance.RestoredContents;
import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.engine.InstalledEngine;
import io.ghekeeper.engine.backuputils.EngineSettings;
import io.ghekeeper.engine.backuputils.Installation;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.history.SnapshotRemarks;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.snapshot.DatabasePlace;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.Inventory;
import io.ghekeeper.snapshot.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A plan made up by hand: at first, one that may go, onto an appliance that is set up and in maintenance mode. */
final class Planned {
    static final String SNAPSHOT = "20261120T031700";
    static final String HOST = "scratch.example.com";
    static final String UUID = "7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11";
    static final Negotiation ACCEPTED = new Negotiation(
            Optional.of("3.11.0"),
            Negotiation.HostCheckOutcome.ACCEPTED,
            Optional.of("3.11.0"),
            "GitHub Enterprise Server version 3.11.0");
    static final HostKey KEY = new HostKey("ssh-ed25519", "AAAA");

    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");

    private final TreeMap<String, Inventory.Part> parts = new TreeMap<>();
    private final List<Run.Event> events = new ArrayList<>();
    private Optional<String> from = Optional.of("v3.11.0");
    private Optional<String> version = Optional.of("3.11.0");
    private boolean configured = true;
    private boolean maintenance = true;
    private boolean replication;
    private boolean cluster;
    private boolean actions;
    private Optional<Long> bytes = Optional.of(1_000L);
    private Optional<Long> free = Optional.of(600L);
    private Optional<Long> used = Optional.of(600L);
    private Optional<String> production = Optional.empty();
    private DatabasePlace database = DatabasePlace.INTERNAL;
    private Optional<Boolean> externalMysql = Optional.of(false);
    private Optional<Boolean> binaryBackup = Optional.of(false);
    private boolean skipMysql;
    private boolean withSettings;
    private boolean setMaintenance;

    Planned() {
        holds("repositories").holds("elasticsearch").holds("mysql.sql.gz");
    }

    Planned holds(String part) {
        parts.put(part, new Inventory.Part(true, 1, 1, false));
        return this;
    }

    Planned without(String part) {
        parts.remove(part);
        return this;
    }

    Planned from(String release) {
        from = Optional.ofNullable(release);
        return this;
    }

    Planned onto(String release) {
        version = Optional.ofNullable(release);
        return this;
    }

    Planned isNew() {
        configured = false;
        maintenance = false;
        return this;
    }

    Planned inService() {
        maintenance = false;
        return this;
    }

    Planned replicates() {
        replication = true;
        return this;
    }

    Planned isCluster() {
        cluster = true;
        return this;
    }

    Planned hasActions() {
        actions = true;
        return this;
    }

    Planned needs(Long amount) {
        bytes = Optional.ofNullable(amount);
        return this;
    }

    Planned room(Long freeBytes, Long usedBytes) {
        free = Optional.ofNullable(freeBytes);
        used = Optional.ofNullable(usedBytes);
        return this;
    }

    Planned isProduction() {
        production = Optional.of("it is appliance.host");
        return this;
    }

    Planned database(DatabasePlace place) {
        database = place;
        return this;
    }

    /** What the target says of its MySQL. */
    Planned hasMysqlOutside(Boolean outside) {
        externalMysql = Optional.ofNullable(outside);
        return this;
    }

    Planned takesBinaryDumps(Boolean takes) {
        binaryBackup = Optional.ofNullable(takes);
        return this;
    }

    Planned skipsMysql() {
        skipMysql = true;
        return this;
    }

    Planned withSettings() {
        withSettings = true;
        return this;
    }

    Planned setsMaintenance() {
        setMaintenance = true;
        return this;
    }

    Planned happened(String event, Map<String, String> details) {
        events.add(new Run.Event(NOW, RunEvent.of(event, details)));
        return this;
    }

    SelectedSnapshot selected() {
        Snapshot snapshot = new Snapshot(SNAPSHOT, Path.of("/data", SNAPSHOT), true, true, from);
        SnapshotEntry entry = new SnapshotEntry(
                SNAPSHOT,
                NOW.minusSeconds(3600),
                SnapshotEntry.SnapshotState.GOOD,
                true,
                from,
                Optional.of("a-run"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SnapshotRemarks.NONE,
                Evidence.NONE);
        Inventory counted = new Inventory(1, 0, 1, 1, 1, 10, Inventory.Contents.NONE, DatabasePlace.INTERNAL, 0, parts)
                .withDatabase(database);
        return new SelectedSnapshot(
                snapshot,
                entry,
                counted,
                Optional.of(counted),
                bytes,
                Optional.of(UUID),
                List.of(),
                List.of(),
                Optional.empty());
    }

    TargetFacts target() {
        return new TargetFacts(
                HOST,
                KEY,
                version,
                ACCEPTED,
                Optional.of("11111111-2222-3333-4444-555555555555"),
                configured,
                maintenance,
                replication,
                cluster,
                actions,
                Optional.empty(),
                free,
                used,
                externalMysql,
                binaryBackup,
                Optional.empty());
    }

    RestoreOptions choices() {
        return new RestoreOptions(
                HOST,
                RestoreOptions.LATEST,
                withSettings,
                skipMysql,
                false,
                setMaintenance,
                false,
                false,
                false,
                Map.of());
    }

    Plan plan() {
        return new Plan(
                NOW,
                choices(),
                Optional.empty(),
                Optional.of(selected()),
                Optional.of(target()),
                List.of("192.0.2.7"),
                Optional.empty(),
                production,
                Optional.empty(),
                PlannedUndo.OFF,
                List.of(),
                List.of(),
                List.of());
    }

    /** Before the restore. */
    RestoreSituation situation() {
        return new RestoreSituation(
                selected(),
                target(),
                choices(),
                false,
                Optional.empty(),
                Optional.empty(),
                production.isPresent(),
                "github.example.com");
    }

    Run run(Run.Kind kind) {
        return new Run(
                "20261121T030000Z-restore-0001",
                kind,
                Run.Cause.HAND,
                NOW,
                ProcessIdentity.thisProcess(),
                events,
                Optional.of(SNAPSHOT),
                Optional.empty());
    }

    /** So many repositories, and so much of all else. */
    static RestoredContents contents(Long repositories, Long others) {
        Optional<Long> other = Optional.ofNullable(others);
        return new RestoredContents(Optional.ofNullable(repositories), other, other, other, other, other);
    }

    /** What is seen on it after a restore that brought all. */
    static RestoredFacts restored() {
        return restored(true, "3.11.0", UUID, "complete", 10L);
    }

    static RestoredFacts restored(boolean pinned, String version, String uuid, String status, Long repositories) {
        return new RestoredFacts(
                HOST,
                KEY,
                pinned,
                Optional.ofNullable(version),
                Optional.ofNullable(uuid),
                Optional.ofNullable(status),
                Optional.of(true),
                contents(repositories, 0L));
    }

    /** An engine that is asked what its options and titles mean. */
    static InstalledEngine engine() {
        return new Installation(
                new EngineSettings(Path.of("/absent"), Optional.empty(), 40, Map.of(), Duration.ofSeconds(20)), "");
    }
}
