package io.ghekeeper.archive;

import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.pack.PackJobs;
import io.ghekeeper.pack.PackMember;
import io.ghekeeper.seal.SealedContent;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The archive of a snapshot whose files do not exist. Its packs have no content, but all else is real: what is missing is found,
 * sent and recorded; then a whole archive runs, which finds that each content is there. {@code STATE DATA ID STORE}; prints
 * the seconds of both, and the entries.
 */
public final class ManyEntriesWork {
    private static final int RECORDED_AT_ONCE = 64;

    private final ArchiveSetting setting;
    private final Snapshot snapshot;
    private int packs;

    private ManyEntriesWork(ArchiveSetting setting, Snapshot snapshot) {
        this.setting = setting;
        this.snapshot = snapshot;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path state = Path.of(arguments[0]);
        Snapshot snapshot =
                new Snapshot(arguments[2], Path.of(arguments[1], arguments[2]), true, true, Optional.of("v3.12.1"));
        LocalDisk disk = new LocalDisk();
        ObjectStore store = new FolderStore(Path.of(arguments[3]), disk, Clock.systemUTC());
        ArchiveOptions options = new ArchiveOptions(
                "file://" + arguments[3], Optional.empty(), 2, OptionalLong.empty(), Optional.empty());
        ArchiveSetting setting = new ArchiveSetting(
                state, disk, Clock.systemUTC(), store, new NoEncryption(), options, System.err::println);
        long begin = System.nanoTime();
        new ManyEntriesWork(setting, snapshot).packAll();
        long packed = System.nanoTime();
        ArchivedSnapshot archived = new Archiver(
                        state, disk, Clock.systemUTC(), store, new NoEncryption(), options, System.err::println)
                .archive(snapshot, "bench", ArchiveProgress.UNWATCHED);
        System.out.println(Duration.ofNanos(packed - begin).toSeconds() + " "
                + Duration.ofNanos(System.nanoTime() - packed).toSeconds() + " " + archived.entries());
        System.exit(0);
    }

    private void packAll() throws IOException, InterruptedException {
        Path folder = setting.folder();
        if (!folder.toFile().isDirectory()) {
            setting.disk().createPrivateDirectory(folder);
        }
        ObjectWriter objects = new ObjectWriter(setting.disk(), folder.resolve("outbox"), setting.encryption());
        objects.prepare();
        Outbox outbox = new Outbox(setting.disk(), folder.resolve("outbox"), setting.encryption());
        outbox.open();
        ArchiveState state = setting.state();
        state.open();
        ObjectSender sender = new ObjectSender(
                setting.store(), outbox, Optional.empty(), Optional.empty(), ArchiveProgress.UNWATCHED);
        SealedContent content = new SealedContent(setting.stateDirectory(), setting.disk(), snapshot);
        long budget = ArchiveSetting.SORTED_IN_MEMORY;
        try (WorkFolder work = new WorkFolder(setting.disk(), folder.resolve("work"), () -> {})) {
            SealedUnitLists units = SealedUnitLists.read(content, state, work, budget);
            NewContent fresh = NewContent.find(content, units.fresh(), state, work, budget, ArchiveProgress.UNWATCHED);
            PackJobs jobs = new PackJobs(snapshot.directory(), new PackJobs.JobListener() {
                @Override
                public void largeFile(PackInput part) {}

                @Override
                public void pack(List<PackInput> job) throws IOException {
                    send(job, objects, outbox, sender);
                    if (packs % RECORDED_AT_ONCE == 0) {
                        outbox.record(state, new StateChange(work, budget));
                    }
                }
            });
            fresh.cut(content, units.fresh(), jobs);
            outbox.record(state, new StateChange(work, budget));
        }
    }

    private void send(List<PackInput> job, ObjectWriter objects, Outbox outbox, ObjectSender sender)
            throws IOException {
        packs++;
        List<PackMember> members = new ArrayList<>();
        job.forEach(input -> members.add(new PackMember(input.digest(), input.part(), input.parts())));
        try (ObjectStream stream =
                objects.beginSharded(PackBuilder.FOLDER, PackBuilder.SUFFIX, ArchiveProgress.UNWATCHED)) {
            stream.write((snapshot.id() + " " + packs).getBytes(StandardCharsets.US_ASCII));
            ObjectFile object = stream.finish();
            sender.send(outbox.add(object, HeldContent.ofPack(new PackedFile(object, members))));
        }
    }
}
