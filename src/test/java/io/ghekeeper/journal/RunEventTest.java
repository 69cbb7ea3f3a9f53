package io.ghekeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunEventTest {
    private static final OptionalLong SEVEN = OptionalLong.of(7);

    /** Each event, and how records have it: written out, since records outlive releases. */
    static List<Object[]> events() {
        return List.of(
                form(
                        new RunEvent.MarkerCleared("in-progress", "pid 7 is gone", "gone"),
                        "marker cleared",
                        Map.of("marker", "in-progress", "proof", "pid 7 is gone", "why", "gone")),
                form(new RunEvent.KeyOpened("ED25519"), "key opened", Map.of("key", "ED25519")),
                form(
                        new RunEvent.StepBegun(3, 12, "Git repositories", Optional.of("repositories")),
                        "step",
                        Map.of("number", "3", "total", "12", "title", "Git repositories", "id", "repositories")),
                form(
                        new RunEvent.AttemptFailed(
                                1, 3, "connection-lost", "broke", Optional.of(Duration.ofMinutes(5))),
                        "attempt failed",
                        Map.of(
                                "attempt",
                                "1",
                                "of",
                                "3",
                                "code",
                                "connection-lost",
                                "message",
                                "broke",
                                "wait",
                                "300")),
                form(new RunEvent.EngineFinding("gone", "ab"), "finding", Map.of("what", "gone", "digest", "ab")),
                form(
                        new BackupEvent.IncompleteRemoved("20261120T031700", Duration.ofHours(30)),
                        "incomplete removed",
                        Map.of("snapshot", "20261120T031700", "age", "108000")),
                form(
                        new BackupEvent.DamagePutAside("20261120T031700", 2, "pages/a"),
                        "damage put aside",
                        Map.of("snapshot", "20261120T031700", "files", "2", "first", "pages/a")),
                form(
                        new BackupEvent.ApplianceProbed(
                                "ghes", "none", "ok", Optional.of("3.12.1"), Optional.of("3.12.0"), Optional.of(true)),
                        "appliance probed",
                        Map.of(
                                "appliance", "ghes",
                                "other-backup-tool", "none",
                                "answer", "ok",
                                "version", "3.12.1",
                                "engine", "3.12.0",
                                "external-mysql", "yes")),
                form(
                        new BackupEvent.SnapshotCaptured("20261120T031700", SEVEN, SEVEN, SEVEN, SEVEN, SEVEN),
                        "captured",
                        Map.of(
                                "snapshot", "20261120T031700",
                                "files", "7",
                                "linked", "7",
                                "bytes", "7",
                                "new-bytes", "7",
                                "new-inodes", "7")),
                form(new BackupEvent.NotPruned("x"), "not pruned", Map.of("why", "x")),
                form(new BackupEvent.ShrinkageFound("x"), "loss", Map.of("what", "x")),
                form(
                        new BackupEvent.PartLeftOut("pages", "GHE_BACKUP_PAGES=no"),
                        "left out",
                        Map.of("part", "pages", "option", "GHE_BACKUP_PAGES=no")),
                form(new BackupEvent.Note("x"), "note", Map.of("what", "x")),
                form(
                        new BackupEvent.VolumeSpace(SEVEN, SEVEN, SEVEN, SEVEN),
                        "volume",
                        Map.of("total-bytes", "7", "free-bytes", "7", "total-inodes", "7", "free-inodes", "7")),
                form(new BackupEvent.Accepted(), "accepted", Map.of()),
                form(
                        new RestoreEvent.Asked(Map.of("host", "scratch", "snapshot", "latest")),
                        "restore asked",
                        Map.of("host", "scratch", "snapshot", "latest")),
                form(
                        new RestoreEvent.Target(
                                "scratch",
                                List.of("192.0.2.7", "192.0.2.8"),
                                "SHA256:x",
                                Optional.of("3.12.1"),
                                "ok",
                                Optional.of("u"),
                                Optional.of("none"),
                                true,
                                false),
                        "target",
                        Map.of(
                                "host", "scratch",
                                "addresses", "192.0.2.7 192.0.2.8",
                                "host-key", "SHA256:x",
                                "version", "3.12.1",
                                "answer", "ok",
                                "uuid", "u",
                                "own-uuid", "none",
                                "configured", "true",
                                "maintenance", "false")),
                form(
                        new RestoreEvent.Planned(Optional.of(Duration.ofMinutes(5))),
                        "planned",
                        Map.of("estimate", "300")),
                form(new RestoreEvent.MaintenanceSet(), "maintenance set", Map.of()),
                form(new RestoreEvent.MaintenanceLifted(), "maintenance lifted", Map.of()),
                form(
                        new RestoreEvent.SnapshotSource(Optional.of("s3://bucket/ghe")),
                        "source",
                        Map.of("from", "archive", "store", "s3://bucket/ghe")),
                form(new RestoreEvent.RestoreDone(SEVEN), "restored", Map.of("bytes", "7")),
                form(
                        new RestoreEvent.HostKeyPinned("scratch", "SHA256:x", "/f"),
                        "host key pinned",
                        Map.of("host", "scratch", "host-key", "SHA256:x", "file", "/f")),
                form(
                        new RestoreEvent.Checked("uuid", RestoreEvent.Checked.CheckOutcome.BAD, "differs"),
                        "checked",
                        Map.of("what", "uuid", "result", "bad", "words", "differs")),
                form(new RestoreEvent.Proven(), "proven", Map.of()),
                form(new RestoreEvent.ManualStepLeft("x"), "left to do", Map.of("what", "x")),
                form(
                        new VerifyEvent.SnapshotVerified("20261120T031700", 3, 9),
                        "verified",
                        Map.of("snapshot", "20261120T031700", "files", "3", "bytes", "9")),
                form(
                        new VerifyEvent.UnitsVerified(2, 3, 9, 1),
                        "units verified",
                        Map.of("units", "2", "files", "3", "bytes", "9", "snapshots", "1")),
                form(
                        new VerifyEvent.DamageFound("20261120T031700", 2, "a: it is missing"),
                        "damage found",
                        Map.of("snapshot", "20261120T031700", "found", "2", "first", "a: it is missing")),
                form(
                        new VerifyEvent.DamageShared("20261120T031700", 4),
                        "damage shared",
                        Map.of("snapshot", "20261120T031700", "files", "4")),
                form(
                        new SealEvent.ContentChecked("mysql.sql.gz", "failed", "is cut off"),
                        "content checked",
                        Map.of("checked", "mysql.sql.gz", "outcome", "failed", "found", "is cut off")),
                form(
                        new ArchiveEvent.ArchiveBegun("20261120T031700", "s3://b/p", "age"),
                        "archive begun",
                        Map.of("snapshot", "20261120T031700", "store", "s3://b/p", "encryption", "age")),
                form(
                        new ArchiveEvent.ArchiveAdvanced(SEVEN, SEVEN),
                        "archive progress",
                        Map.of("bytes-read", "7", "bytes-sent", "7")),
                form(
                        new RebuildEvent.RebuildBegun("STALE", "it is old"),
                        "rebuild begun",
                        Map.of("state", "stale", "why", "it is old")),
                form(
                        new RebuildEvent.SnapshotPutAside("20261120T031700", "replaced-20261120T031700"),
                        "put aside",
                        Map.of("snapshot", "20261120T031700", "folder", "replaced-20261120T031700")),
                form(
                        new ArchiveEvent.CopyDamaged("20261120T031700", SEVEN, "packs/ab/ab: it is gone", true),
                        "copy damaged",
                        Map.of(
                                "snapshot",
                                "20261120T031700",
                                "found",
                                "7",
                                "first",
                                "packs/ab/ab: it is gone",
                                "gave-up",
                                "true")),
                form(
                        new StoreEvent.StoreAttached(
                                "file:///s", SEVEN, Optional.of("20261120T031700"), SEVEN, SEVEN, SEVEN, SEVEN),
                        "store attached",
                        Map.of(
                                "store",
                                "file:///s",
                                "snapshots",
                                "7",
                                "newest",
                                "20261120T031700",
                                "objects",
                                "7",
                                "bytes",
                                "7",
                                "packs",
                                "7",
                                "unreadable",
                                "7")),
                form(
                        new NativeEvent.NativeAsked("vol-0123456789abcdef0", "20261120T031700"),
                        "native asked",
                        Map.of("volume", "vol-0123456789abcdef0", "backup", "20261120T031700")),
                form(
                        new NativeEvent.NativeBegun(
                                "snap-0123456789abcdef0", "vol-0123456789abcdef0", "20261120T031700"),
                        "native begun",
                        Map.of(
                                "id",
                                "snap-0123456789abcdef0",
                                "volume",
                                "vol-0123456789abcdef0",
                                "backup",
                                "20261120T031700")),
                form(
                        new NativeEvent.NativeAdopted("snap-0123456789abcdef0", "20261120T031700Z-native-4f2a"),
                        "native adopted",
                        Map.of("id", "snap-0123456789abcdef0", "run", "20261120T031700Z-native-4f2a")),
                form(
                        new NativeEvent.UndoAsked(
                                "github.example.com",
                                "i-0123456789abcdef0",
                                "before-upgrade",
                                List.of("vol-0000000a", "vol-0000000b")),
                        "undo asked",
                        Map.of(
                                "host", "github.example.com",
                                "instance", "i-0123456789abcdef0",
                                "reason", "before-upgrade",
                                "volumes", "vol-0000000a vol-0000000b")),
                form(
                        new NativeEvent.UndoMade(
                                "20261120T031700Z-native-4f2a",
                                "github.example.com",
                                "i-0123456789abcdef0",
                                "eu-west-1a",
                                "2026-11-20T03:17:00Z",
                                List.of(new NativeEvent.UndoMade.SnapshotOfDevice(
                                        "/dev/xvdf", "vol-0000000a", "snap-0000000a"))),
                        "undo made",
                        Map.of(
                                "run", "20261120T031700Z-native-4f2a",
                                "host", "github.example.com",
                                "instance", "i-0123456789abcdef0",
                                "zone", "eu-west-1a",
                                "started", "2026-11-20T03:17:00Z",
                                "snapshots", "/dev/xvdf=vol-0000000a=snap-0000000a")),
                form(
                        new StoreEvent.SnapshotCompacted("20261120T031700", SEVEN),
                        "snapshot compacted",
                        Map.of("snapshot", "20261120T031700", "root", "7")),
                form(
                        new StoreEvent.StoreCompacted("file:///s", SEVEN, SEVEN, SEVEN, SEVEN, SEVEN),
                        "store compacted",
                        Map.of(
                                "store",
                                "file:///s",
                                "packs",
                                "7",
                                "bytes",
                                "7",
                                "snapshots",
                                "7",
                                "objects",
                                "7",
                                "sent",
                                "7")),
                form(
                        new StoreEvent.SnapshotCopied("20261120T031700", "file:///s", SEVEN, SEVEN, SEVEN, SEVEN),
                        "copied to store",
                        Map.of(
                                "snapshot",
                                "20261120T031700",
                                "store",
                                "file:///s",
                                "root",
                                "7",
                                "objects",
                                "7",
                                "bytes",
                                "7",
                                "sent",
                                "7")),
                form(
                        new ArchiveEvent.SnapshotFetched(
                                "20261120T031700", SEVEN, SEVEN, SEVEN, SEVEN, SEVEN, SEVEN, SEVEN),
                        "fetched",
                        Map.of(
                                "snapshot",
                                "20261120T031700",
                                "root",
                                "7",
                                "files",
                                "7",
                                "bytes",
                                "7",
                                "linked",
                                "7",
                                "kept",
                                "7",
                                "fetchedBytes",
                                "7",
                                "packs",
                                "7")),
                form(
                        new ArchiveEvent.FilesRead("20261120T031700", SEVEN, SEVEN, SEVEN, SEVEN, SEVEN),
                        "files read",
                        Map.of(
                                "snapshot",
                                "20261120T031700",
                                "root",
                                "7",
                                "files",
                                "7",
                                "bytes",
                                "7",
                                "packs",
                                "7",
                                "found",
                                "7")),
                form(
                        new ArchiveEvent.StoreVerified(
                                "s3://b/p", SEVEN, SEVEN, SEVEN, SEVEN, SEVEN, Optional.of(Instant.EPOCH)),
                        "store verified",
                        Map.of(
                                "store",
                                "s3://b/p",
                                "snapshots",
                                "7",
                                "damaged",
                                "7",
                                "objects",
                                "7",
                                "bytes-read",
                                "7",
                                "checksums",
                                "7",
                                "oldest-reading",
                                "1970-01-01T00:00:00Z")),
                form(
                        new ArchiveEvent.SnapshotArchived(
                                "20261120T031700",
                                "s3://b/p",
                                SEVEN,
                                SEVEN,
                                SEVEN,
                                SEVEN,
                                Optional.of(Instant.parse("2027-01-01T00:00:00Z"))),
                        "archived",
                        Map.of(
                                "snapshot", "20261120T031700",
                                "store", "s3://b/p",
                                "entries", "7",
                                "bytes", "7",
                                "bytes-sent", "7",
                                "objects-sent", "7",
                                "locked-until", "2027-01-01T00:00:00Z")),
                form(
                        new RetentionEvent.SnapshotDeleted("20261120T031700", "no rule keeps it", OptionalLong.of(7)),
                        "deleted",
                        Map.of("snapshot", "20261120T031700", "why", "no rule keeps it", "bytes", "7")),
                form(
                        new RetentionEvent.DeletionFailed("20261120T031700", "it is mounted"),
                        "deletion failed",
                        Map.of("snapshot", "20261120T031700", "why", "it is mounted")),
                form(
                        new RetentionEvent.SnapshotSpared("20261120T031700", "pinned"),
                        "not deleted",
                        Map.of("snapshot", "20261120T031700", "why", "pinned")),
                form(
                        new RetentionEvent.SnapshotGivenUp("20261120T031700", "s3://b/p", "no rule keeps it"),
                        "given up",
                        Map.of("snapshot", "20261120T031700", "store", "s3://b/p", "why", "no rule keeps it")),
                form(
                        new RetentionEvent.PlanHalted("no snapshot is good"),
                        "plan halted",
                        Map.of("why", "no snapshot is good")),
                form(
                        new SealEvent.SnapshotSealed(
                                OptionalLong.of(5),
                                OptionalLong.of(4),
                                OptionalLong.of(3),
                                OptionalLong.of(2),
                                OptionalLong.of(1)),
                        "sealed",
                        Map.of("entries", "5", "bytes", "4", "bytes-read", "3", "units", "2", "new-units", "1")));
    }

    private static Object[] form(RunEvent event, String name, Map<String, String> details) {
        return new Object[] {event, name, details};
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsKeptInTheFormOfAllReleases(RunEvent event, String name, Map<String, String> details) {
        assertThat(event.name()).isEqualTo(name);
        assertThat(event.details()).isEqualTo(details);
        assertThat(RunEvent.of(name, details)).isEqualTo(event);
        assertThat(event.line().text()).isNotBlank();
    }

    /** Of each event there is one above, so that none gets a form that nothing holds. */
    @Test
    void everyEventHasItsForm() {
        assertThat(events()).extracting(row -> row[1]).doesNotHaveDuplicates().hasSameSizeAs(EventForms.names());
    }

    @Test
    void anEventOfALaterReleaseIsKeptAsItIs() {
        RunEvent later = RunEvent.of("copied", Map.of("root", "ab"));

        assertThat(later.name()).isEqualTo("copied");
        assertThat(later.details()).isEqualTo(Map.of("root", "ab"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void damagedDetailsAreNoFailure(RunEvent event, String name, Map<String, String> details) {
        Map<String, String> damaged = details.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, entry -> "\u001b[31m"));

        assertThat(RunEvent.of(name, Map.of())).hasSameClassAs(event);
        assertThat(RunEvent.of(name, damaged)).hasSameClassAs(event);
    }

    @Test
    void theFirstFormOfAStepIsRead() {
        assertThat(RunEvent.of("step", Map.of("step", "3/12 Git repositories")))
                .isEqualTo(new RunEvent.StepBegun(3, 12, "Git repositories", Optional.empty()));
    }
}
