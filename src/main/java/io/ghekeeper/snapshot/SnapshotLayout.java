package io.ghekeeper.snapshot;

import io.ghekeeper.snapshot.Inventory.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What backup-utils puts into a snapshot, and which of it depends on the appliance. Seen in 3.11 and 3.12. */
final class SnapshotLayout {
    private static final List<String> ALWAYS = List.of(
            "version",
            "strategy",
            "settings.json",
            "enterprise.ghl",
            "authorized-keys.json",
            "ssh-host-keys.tar",
            "redis.rdb");

    static final String MYSQL = "mysql.sql.gz";
    private static final String UUID = "uuid";
    private static final String CLUSTER = "cluster.conf";

    /** Holds all secrets, where it is there. */
    static final String PACKED_SECRETS = "github-secrets.tar";

    private static final Set<String> SETTINGS =
            Set.of(MYSQL, UUID, CLUSTER, "saml-keys.tar", "ssl-ca-certificates.tar", "es-scan-complete");

    /** There with incremental dumps of MySQL only, whose sizes say nothing. */
    private static final String MYSQL_INCREMENT = "xtrabackup_checkpoints";

    /** Say how MySQL was dumped. */
    private static final Set<String> MYSQL_FORMS =
            Set.of(SnapshotDatabase.BINARY, SnapshotDatabase.SENTINEL, SnapshotDatabase.RECORD, MYSQL_INCREMENT);

    /** The last is asked of the releases 3.8.0 and 3.8.1 only. */
    private static final Set<String> FLEETING =
            Set.of("benchmarks", "incomplete", "manage-argon-secret", "live-upgrade");

    private SnapshotLayout() {}

    /** The files without which no snapshot of this appliance can be whole. */
    static List<String> required(Inventory snapshot) {
        List<String> names = new ArrayList<>(ALWAYS);
        // A cluster's nodes have ids of their own; its backup holds the cluster's configuration instead.
        names.add(isOfCluster(snapshot) ? CLUSTER : UUID);
        // A database outside the appliance may be saved in some other place, by its owner's own script.
        if (snapshot.database() != DatabasePlace.EXTERNAL) {
            names.add(MYSQL);
        }
        return names;
    }

    /** Every file that is nothing else is a secret: each release has some more. */
    static SortedSet<String> secrets(Inventory snapshot) {
        SortedSet<String> names = new TreeSet<>();
        snapshot.parts().forEach((name, part) -> {
            if (!part.empty() && isSecret(name, part)) {
                names.add(name);
            }
        });
        return names;
    }

    static boolean isSecret(String name, Part part) {
        return !part.folder() && !ALWAYS.contains(name) && !SETTINGS.contains(name) && !comesAndGoes(name);
    }

    /** Whether it is not there at all times, and nothing is lost without it. */
    static boolean comesAndGoes(String name) {
        return FLEETING.contains(name) || MYSQL_FORMS.contains(name);
    }

    /** Whether there is no place for it: an appliance that became a cluster, or the other way round. */
    static boolean isReplaced(String name, Inventory now) {
        return switch (name) {
            case UUID, "elasticsearch" -> isOfCluster(now);
            case CLUSTER -> has(now, UUID);
            // The owner of a database outside the appliance may save it another way: then that is looked for.
            case MYSQL -> now.database() == DatabasePlace.EXTERNAL;
            default -> false;
        };
    }

    /** Whether sizes of this part show which of two snapshots lacks content. */
    static boolean sizeShowsLoss(String name, Inventory before, Inventory now) {
        return switch (name) {
            case MYSQL ->
                !has(before, MYSQL_INCREMENT)
                        && !has(now, MYSQL_INCREMENT)
                        && MYSQL_FORMS.stream().allMatch(form -> has(before, form) == has(now, form));
            // Once in a while, one full dump takes the place of a full one, a difference and many logs.
            case "mssql" -> false;
            default -> !comesAndGoes(name);
        };
    }

    /** Later releases may put a cluster.conf into the snapshot of a single appliance, too; only that has a uuid. */
    static boolean isOfCluster(Inventory snapshot) {
        return has(snapshot, CLUSTER) && !has(snapshot, UUID);
    }

    /** Whether the secrets lie in one archive, and it is not empty. */
    static boolean packsSecrets(Inventory snapshot) {
        return snapshot.part(PACKED_SECRETS).filter(part -> !part.empty()).isPresent();
    }

    private static boolean has(Inventory snapshot, String name) {
        return snapshot.parts().containsKey(name);
    }
}
