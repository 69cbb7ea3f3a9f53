package io.ghekeeper.journal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The events by their names in records. None of the names ever changes. */
final class EventForms {
    private static final Map<String, Function<EventDetails, ? extends RunEvent>> BY_NAME = new LinkedHashMap<>();
    private static final Map<Class<?>, String> NAMES = new LinkedHashMap<>();

    static {
        form("marker cleared", RunEvent.MarkerCleared.class, RunEvent.MarkerCleared::read);
        form("key opened", RunEvent.KeyOpened.class, RunEvent.KeyOpened::read);
        form("attempt failed", RunEvent.AttemptFailed.class, RunEvent.AttemptFailed::read);
        form("finding", RunEvent.EngineFinding.class, RunEvent.EngineFinding::read);
        form("step", RunEvent.StepBegun.class, RunEvent.StepBegun::read);
        form("incomplete removed", BackupEvent.IncompleteRemoved.class, BackupEvent.IncompleteRemoved::read);
        form("damage put aside", BackupEvent.DamagePutAside.class, BackupEvent.DamagePutAside::read);
        form("appliance probed", BackupEvent.ApplianceProbed.class, BackupEvent.ApplianceProbed::read);
        form("captured", BackupEvent.SnapshotCaptured.class, BackupEvent.SnapshotCaptured::read);
        form("not pruned", BackupEvent.NotPruned.class, BackupEvent.NotPruned::read);
        form("loss", BackupEvent.ShrinkageFound.class, BackupEvent.ShrinkageFound::read);
        form("left out", BackupEvent.PartLeftOut.class, BackupEvent.PartLeftOut::read);
        form("note", BackupEvent.Note.class, BackupEvent.Note::read);
        form("volume", BackupEvent.VolumeSpace.class, BackupEvent.VolumeSpace::read);
        form("accepted", BackupEvent.Accepted.class, BackupEvent.Accepted::read);
        form("restore asked", RestoreEvent.Asked.class, RestoreEvent.Asked::read);
        form("source", RestoreEvent.SnapshotSource.class, RestoreEvent.SnapshotSource::read);
        form("target", RestoreEvent.Target.class, RestoreEvent.Target::read);
        form("planned", RestoreEvent.Planned.class, RestoreEvent.Planned::read);
        form("maintenance set", RestoreEvent.MaintenanceSet.class, RestoreEvent.MaintenanceSet::read);
        form("maintenance lifted", RestoreEvent.MaintenanceLifted.class, RestoreEvent.MaintenanceLifted::read);
        form("restored", RestoreEvent.RestoreDone.class, RestoreEvent.RestoreDone::read);
        form("host key pinned", RestoreEvent.HostKeyPinned.class, RestoreEvent.HostKeyPinned::read);
        form("checked", RestoreEvent.Checked.class, RestoreEvent.Checked::read);
        form("proven", RestoreEvent.Proven.class, RestoreEvent.Proven::read);
        form("left to do", RestoreEvent.ManualStepLeft.class, RestoreEvent.ManualStepLeft::read);
        form("verified", VerifyEvent.SnapshotVerified.class, VerifyEvent.SnapshotVerified::read);
        form("units verified", VerifyEvent.UnitsVerified.class, VerifyEvent.UnitsVerified::read);
        form("damage found", VerifyEvent.DamageFound.class, VerifyEvent.DamageFound::read);
        form("damage shared", VerifyEvent.DamageShared.class, VerifyEvent.DamageShared::read);
        form("content checked", SealEvent.ContentChecked.class, SealEvent.ContentChecked::read);
        form("sealed", SealEvent.SnapshotSealed.class, SealEvent.SnapshotSealed::read);
        form("archive begun", ArchiveEvent.ArchiveBegun.class, ArchiveEvent.ArchiveBegun::read);
        form("archive progress", ArchiveEvent.ArchiveAdvanced.class, ArchiveEvent.ArchiveAdvanced::read);
        form("archived", ArchiveEvent.SnapshotArchived.class, ArchiveEvent.SnapshotArchived::read);
        form("store verified", ArchiveEvent.StoreVerified.class, ArchiveEvent.StoreVerified::read);
        form("files read", ArchiveEvent.FilesRead.class, ArchiveEvent.FilesRead::read);
        form("fetched", ArchiveEvent.SnapshotFetched.class, ArchiveEvent.SnapshotFetched::read);
        form("copy damaged", ArchiveEvent.CopyDamaged.class, ArchiveEvent.CopyDamaged::read);
        form("store attached", StoreEvent.StoreAttached.class, StoreEvent.StoreAttached::read);
        form("snapshot compacted", StoreEvent.SnapshotCompacted.class, StoreEvent.SnapshotCompacted::read);
        form("store compacted", StoreEvent.StoreCompacted.class, StoreEvent.StoreCompacted::read);
        form("copied to store", StoreEvent.SnapshotCopied.class, StoreEvent.SnapshotCopied::read);
        form("native asked", NativeEvent.NativeAsked.class, NativeEvent.NativeAsked::read);
        form("native begun", NativeEvent.NativeBegun.class, NativeEvent.NativeBegun::read);
        form("native adopted", NativeEvent.NativeAdopted.class, NativeEvent.NativeAdopted::read);
        form("undo asked", NativeEvent.UndoAsked.class, NativeEvent.UndoAsked::read);
        form("undo made", NativeEvent.UndoMade.class, NativeEvent.UndoMade::read);
        form("rebuild begun", RebuildEvent.RebuildBegun.class, RebuildEvent.RebuildBegun::read);
        form("put aside", RebuildEvent.SnapshotPutAside.class, RebuildEvent.SnapshotPutAside::read);
        form("deleted", RetentionEvent.SnapshotDeleted.class, RetentionEvent.SnapshotDeleted::read);
        form("deletion failed", RetentionEvent.DeletionFailed.class, RetentionEvent.DeletionFailed::read);
        form("not deleted", RetentionEvent.SnapshotSpared.class, RetentionEvent.SnapshotSpared::read);
        form("given up", RetentionEvent.SnapshotGivenUp.class, RetentionEvent.SnapshotGivenUp::read);
        form("plan halted", RetentionEvent.PlanHalted.class, RetentionEvent.PlanHalted::read);
    }

    private EventForms() {}

    private static <E extends RunEvent> void form(String name, Class<E> type, Function<EventDetails, E> read) {
        BY_NAME.put(name, read);
        NAMES.put(type, name);
    }

    static Set<String> names() {
        return BY_NAME.keySet();
    }

    static String nameOf(Class<?> type) {
        return NAMES.get(type);
    }

    static RunEvent read(String name, Map<String, String> details) {
        Function<EventDetails, ? extends RunEvent> form = BY_NAME.get(name);
        return form == null ? new RunEvent.Unknown(name, details) : form.apply(new EventDetails(details));
    }
}
