package io.ghekeeper.rebuild;

import io.ghekeeper.archive.FetchedSnapshot;
import io.ghekeeper.archive.VolumeFetch;
import io.ghekeeper.journal.RebuildEvent;
import io.ghekeeper.keep.FetchRun;
import io.ghekeeper.rebuild.VolumeRebuild.RebuildPlaces;
import io.ghekeeper.rebuild.VolumeRebuild.RebuildWork;
import io.ghekeeper.snapshot.FetchLeftover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Snapshots of the store that take their places in the data directory, and what is put aside for them there. */
public final class SnapshotArrival {
    private final RebuildPlaces places;
    private final RebuildWork work;

    SnapshotArrival(RebuildPlaces places, RebuildWork work) {
        this.places = places;
        this.work = work;
    }

    /** Fetches one, and records that. What has its name is put aside when the fetched one was proven, and not before. */
    void bring(String id) {
        FetchedSnapshot fetched =
                work.fetch().fetch(work.open(), id, room(id), work.context().id(), work.progress());
        work.context().record(FetchRun.event(fetched));
    }

    private VolumeFetch.RoomMaker room(String id) {
        return new VolumeFetch.RoomMaker() {
            @Override
            public void forget() throws IOException {
                places.seals().remove(id);
            }

            @Override
            public void makeRoom() throws IOException {
                putAside(id);
                places.evidence().unread(places.disk(), id);
            }
        };
    }

    /** Gives what has a name in the data directory another one. */
    void putAside(String name) throws IOException {
        Path there = places.snapshots().directory().resolve(name);
        if (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path aside = there.resolveSibling(
                FetchLeftover.REPLACED + name + "-" + work.context().id());
        places.disk().move(there, aside);
        places.disk().sync(places.snapshots().directory());
        work.context()
                .record(new RebuildEvent.SnapshotPutAside(
                        name, aside.getFileName().toString()));
    }
}
