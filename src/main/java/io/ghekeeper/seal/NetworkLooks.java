package io.ghekeeper.seal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * When each repository network was last looked at by git, in a record of the form that {@code seals/reads} has. Lost or
 * damaged, it says that none was. It is merged with a seal's units, never loaded.
 */
final class NetworkLooks {
    /** So many are chosen for one look at most, so that memory is bounded. */
    private static final int MOST = 1000;

    private static final String NETWORKS = "repositories/";

    /** In place of the key of a version: which one git looked at does not matter. */
    private static final String KEY = "git";

    private final SealFiles files;
    private long networks;

    NetworkLooks(SealFiles files) {
        this.files = files;
    }

    /** Those never looked at first, then those that were looked at longest ago. */
    List<String> choose(String snapshotId) throws IOException {
        List<String> never = new ArrayList<>();
        PriorityQueue<UnitReadTimes> oldest =
                new PriorityQueue<>(Comparator.comparing(NetworkLooks::lookedAt).reversed());
        networks = 0;
        merge(snapshotId, network -> {
            networks++;
            if (!network.versions().isEmpty()) {
                oldest.add(network);
                if (oldest.size() > MOST) {
                    oldest.remove();
                }
            } else if (never.size() < MOST) {
                never.add(network.unit());
            }
        });
        List<UnitReadTimes> again = new ArrayList<>(oldest);
        again.sort(Comparator.comparing(NetworkLooks::lookedAt));
        again.stream().limit(MOST - never.size()).map(UnitReadTimes::unit).forEach(never::add);
        return never;
    }

    private static Instant lookedAt(UnitReadTimes network) {
        return network.versions().values().stream()
                .map(ReadTime::read)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** How many networks the snapshot has. */
    long networks() {
        return networks;
    }

    /** Writes down that these were looked at. Networks that the snapshot has not are forgotten. */
    void record(String snapshotId, List<String> looked, Instant at) throws IOException {
        Set<String> now = Set.copyOf(looked);
        ReadRecordWriter record =
                new ReadRecordWriter(files.disk(), files.looks(".new"), files.looks(""), Optional.empty());
        merge(snapshotId, network -> {
            UnitReadTimes times = now.contains(network.unit())
                    ? UnitReadTimes.none(network.unit()).withRead(KEY, at)
                    : network;
            if (!times.versions().isEmpty()) {
                record.add(times);
            }
        });
        record.finish();
    }

    private interface NetworkListener {
        void on(UnitReadTimes network) throws IOException;
    }

    private void merge(String snapshotId, NetworkListener listener) throws IOException {
        try (UnitReader units = new UnitReader(files.root(snapshotId));
                ReadRecordReader earlier = new ReadRecordReader(files.looks(""))) {
            int uppers = units.uppers();
            for (int i = 0; ; i++) {
                Optional<Map<String, String>> unit = units.next();
                if (unit.isEmpty()) {
                    return;
                }
                String path = UnitReader.path(unit.get());
                if (i >= uppers && path.startsWith(NETWORKS) && !UnitPath.isUpper(path) && !path.contains("/..")) {
                    listener.on(earlier.find(path));
                }
            }
        }
    }
}
