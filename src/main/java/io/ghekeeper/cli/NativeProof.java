package io.ghekeeper.cli;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.aws.Ec2Protection.CopyRequest;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.nativesnapshot.NativeSettings;
import io.ghekeeper.nativesnapshot.NativeTags;
import io.ghekeeper.nativesnapshot.OwnVolume;
import io.ghekeeper.nativesnapshot.ProtectionSettings;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeCopy;
import io.ghekeeper.snapshot.FleetTags;
import io.ghekeeper.text.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Proves the volume, and tries each right of the keeper that native snapshots need, by calls that change nothing. */
final class NativeProof {
    private final CoreAssembly core;
    private final NativeAssembly natives;
    private final OwnVolume own;
    private final ProtectionAssembly protection;
    private final List<String> proven = new ArrayList<>();
    private final List<Failure> refused = new ArrayList<>();

    NativeProof(CoreAssembly core, NativeAssembly natives, OwnVolume own) {
        this.own = own;
        this.core = core;
        this.natives = natives;
        this.protection = new ProtectionAssembly(core, natives);
    }

    /**
     * What was proven.
     *
     * @throws Failure the first that was refused; its message names the others, too
     */
    String words() {
        NativeSettings settings = natives.settings();
        try (Ec2 ec2 = natives.ec2()) {
            String volume = own.find(ec2).id();
            proven.add(
                    volume + " is proven to hold " + core.configuration().data().directory());
            attempt(
                    "ec2:CreateSnapshot with tags",
                    () -> ec2.requireMayCreateSnapshot(volume, natives.tags().of("doctor", "doctor")));
            List<EbsSnapshot> there = ec2.snapshotsOfVolume(volume).all();
            proven.add(Counts.of(there.size(), "snapshot") + " of it are seen");
            if (settings.followTags()) {
                attempt("ec2:CreateTags for " + FleetTags.LATEST, () -> ec2.requireMayTag(volume, FleetTags.LATEST));
                attempt("ec2:DescribeTags", () -> ec2.tags(volume));
            }
            protections(ec2, newestOfOurs(there, settings.label()));
        }
        return result();
    }

    private static Optional<EbsSnapshot> newestOfOurs(List<EbsSnapshot> there, String label) {
        return there.stream()
                .filter(one -> one.isCompleted() && label.equals(one.tags().get(NativeTags.LABEL)))
                .max(Comparator.comparing(EbsSnapshot::started));
    }

    /** A right on snapshots can be tried on one that is there only. */
    private void protections(Ec2 ec2, Optional<EbsSnapshot> snapshot) {
        ProtectionSettings wanted = protection.settings();
        if (wanted.planned().isEmpty()) {
            return;
        }
        if (snapshot.isEmpty()) {
            proven.add("the rights to lock, share and copy are not tried: there is no completed snapshot of ours yet");
            return;
        }
        String id = snapshot.get().id();
        wanted.lock()
                .flatMap(lock -> wanted.request(lock.mode().word()))
                .ifPresent(lock ->
                        attempt("ec2:LockSnapshot", () -> ec2.protection().requireMayLock(id, lock)));
        wanted.shareWith()
                .forEach(account -> attempt(
                        "ec2:ModifySnapshotAttribute for " + account,
                        () -> ec2.protection().requireMayShare(id, account)));
        wanted.copies().forEach(copy -> attempt("ec2:CopySnapshot to " + copy.region(), () -> mayCopy(ec2, id, copy)));
    }

    private void mayCopy(Ec2 ec2, String id, NativeCopy copy) {
        try (Ec2 target = protection.ec2(copy)) {
            String url = ec2.protection().copyUrl(id, copy.region());
            target.protection()
                    .requireMayCopy(
                            new CopyRequest(id, ec2.region(), url, copy.key()),
                            natives.tags().of("doctor", "doctor"));
            target.snapshotsWith(NativeTags.LABEL, natives.settings().label());
        }
    }

    private void attempt(String right, Runnable call) {
        try {
            call.run();
            proven.add(right + " is allowed");
        } catch (Failure failure) {
            refused.add(failure);
        }
    }

    private String result() {
        if (refused.isEmpty()) {
            return String.join("; ", proven);
        }
        Failure first = refused.get(0);
        List<String> messages = refused.stream().map(Failure::getMessage).toList();
        List<String> hints = refused.stream().map(Failure::hint).distinct().toList();
        throw new Failure(first.kind(), String.join("; ", messages), String.join(" ", hints), first);
    }
}
