package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.WorkFolder;
import java.io.IOException;

/** Sends manifests that the store does not have. */
final class ManifestSender {
    private final ArchiveState state;
    private final ObjectWriter writer;
    private final Outbox outbox;
    private final ObjectSender sender;
    private final WorkFolder work;
    private final ArchiveProgress progress;

    ManifestSender(
            ArchiveState state,
            ObjectWriter writer,
            Outbox outbox,
            ObjectSender sender,
            WorkFolder work,
            ArchiveProgress progress) {
        this.state = state;
        this.writer = writer;
        this.outbox = outbox;
        this.sender = sender;
        this.work = work;
        this.progress = progress;
    }

    /** Returns the key of the object. */
    String send(Manifest manifest, Manifest.ManifestUnits units) throws IOException {
        try (ObjectStream stream = Manifest.begin(writer, progress)) {
            String digest = manifest.write(units, stream);
            ObjectFile object = stream.finish();
            String known = known(digest);
            if (!known.isEmpty()) {
                outbox.discard(object);
                return known;
            }
            sender.send(outbox.add(object, HeldContent.ofManifest(digest)));
            outbox.record(state, new StateChange(work, ArchiveSetting.SORTED_IN_MEMORY));
            return object.key().text();
        }
    }

    /** Encryption makes another object of the same text each time. */
    private String known(String digest) throws IOException {
        try (LineCursor manifests = state.lines(StateTable.MANIFESTS)) {
            manifests.skipTo(digest);
            String found = manifests.isAt(digest) ? manifests.peek().substring(digest.length() + 1) : "";
            manifests.drain();
            return found;
        }
    }
}
