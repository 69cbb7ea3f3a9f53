package io.ghekeeper.restore;

import static io.ghekeeper.restore.ManualStep.Phase.AFTER;
import static io.ghekeeper.restore.ManualStep.Phase.BEFORE;

import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.release.ReleaseRange;
import java.util.List;
import java.util.function.Predicate;

/**
 * The table of what a restore leaves to a person, by the releases of the snapshot and of the target, in the order in which
 * it is best done. Its facts are from GitHub's documentation and release notes; what is not documented there is worded as
 * a possibility.
 */
final class ManualStepTable {
    private static final String ANY = "any";

    /** Releases that GitHub names in the known issue of restores that leave out the storage directory. */
    private static final String STORAGE_LEFT_OUT = "3.20.9, 3.21.5, 3.21.7, 3.22.0 to 3.22.2";

    private static final List<ManualStep> TABLE = List.of(
            before(
                    ANY,
                    ANY,
                    RestoreSituation::holdsActions,
                    "the external storage of Actions must be configured on {host} before the restore, with the same content",
                    ""),
            before(
                    ANY,
                    ANY,
                    RestoreSituation::isCluster,
                    "{host} is a cluster: ghe-restore copies from here to each of its storage nodes, so this host must"
                            + " reach them all",
                    ""),
            before(
                    ANY,
                    STORAGE_LEFT_OUT,
                    RestoreSituation::always,
                    "GHES {to} has a known issue: with the replication controller enabled, a restore may leave out the"
                            + " storage directory and still report success",
                    ""),
            before(
                    "3.7 to 3.9",
                    ANY,
                    RestoreSituation::always,
                    "a snapshot of GHES 3.7 to 3.9 may lack the keys of encrypted columns, without which data in"
                            + " them stays unreadable",
                    ""),
            step(
                    ANY,
                    ANY,
                    RestoreSituation::newHostKeyIsPinned,
                    "{host} now shows the snapshot's host key ({fingerprint}), and ghe-keeper knows it; other machines that"
                            + " know the old one will refuse it",
                    ""),
            step(
                    ANY,
                    ANY,
                    situation -> situation.showsNewHostKey() && !situation.newHostKeyIsPinned(),
                    "{host} now shows the snapshot's host key ({fingerprint})",
                    "ghe-keeper appliance trust {host} --yes --replace"),
            drill(
                    RestoreSituation::isSetUp,
                    "leave {host} in maintenance mode: it holds the same data as the original, its webhooks and mails"
                            + " among it"),
            restore(
                    ANY,
                    ANY,
                    situation -> !situation.isSetUp(),
                    "open https://{host}/setup/settings, review the settings and save them: a new appliance starts only"
                            + " then",
                    ""),
            restore(
                    ANY,
                    ANY,
                    RestoreSituation::bringsSettings,
                    "open https://{host}/setup/settings and review the settings, which are the snapshot's now",
                    ""),
            restore(
                    ANY,
                    ANY,
                    situation -> ManagementConsole.mayBeIn(situation.selected()) && !situation.keepsConsolePassword(),
                    "the password of the Management Console of {host} is the snapshot's now",
                    ""),
            restore(
                    ANY,
                    ANY,
                    RestoreSituation::keepsSettings,
                    "GitHub Connect was taken off by the restore: connect it again if you use it",
                    ""),
            restore(
                    ANY,
                    STORAGE_LEFT_OUT,
                    RestoreSituation::always,
                    "GHES {to} has a known issue: a restore may leave out the storage directory and report success. Compare the"
                            + " number of storage objects on {host} with the snapshot's",
                    "sudo find /data/user/storage -type f | wc -l"),
            restore(
                    ANY,
                    "3.13 and later",
                    RestoreSituation::always,
                    "repair the search indices on {host}: before, restored data may not show up, and outside collaborators"
                            + " cannot be added",
                    "/usr/local/share/enterprise/ghe-es-search-repair"),
            restore(
                    "3.7 to 3.9",
                    ANY,
                    RestoreSituation::always,
                    "the snapshot is of GHES {from}, and may lack the keys of encrypted columns: if {host} cannot read"
                            + " some data, take those keys from the original appliance",
                    ""),
            restore(
                    ANY,
                    "3.13.5, 3.14.2",
                    RestoreSituation::isFromBefore,
                    "npm packages of GHES {to} may answer a publish with 401 after a restore from GHES {from}: see the known"
                            + " issues of {to}, and try one",
                    ""),
            restore(
                    ANY,
                    ANY,
                    RestoreSituation::holdsActions,
                    "restart or register again every self-hosted Actions runner, and check that {host} reaches the external"
                            + " storage of Actions",
                    ""),
            restore(
                    ANY,
                    ANY,
                    situation -> !situation.selected().holds("elasticsearch"),
                    "wait until {host} has rebuilt the search indices before you trust a search",
                    ""),
            restore(
                    ANY,
                    ANY,
                    RestoreSituation::isCluster,
                    "check on {host} that every node of the cluster holds its data: a storage node that this host did not"
                            + " reach lacks it",
                    "ghe-cluster-status"),
            restore(
                    ANY,
                    ANY,
                    RestoreSituation::always,
                    "set up high availability or other replicas again: a restore brings none",
                    ""),
            restore(
                    ANY,
                    ANY,
                    situation -> situation.isSetUp() && !situation.isCluster(),
                    "if {host} still lists a replica, its uuid is stale. Remove it on {host}",
                    "ghe-repl-teardown"),
            restore(
                    ANY,
                    ANY,
                    situation -> situation.isSetUp() && !situation.happened(RestoreEvent.MaintenanceLifted.class),
                    "look around, then lift maintenance mode on {host}",
                    "ghe-maintenance -u"),
            restore(
                    ANY,
                    ANY,
                    situation -> !situation.sameAppliance(),
                    "let the DNS name of {production} point to {host}; until then, or until appliance.host names it,"
                            + " backups still go to {production}",
                    ""));

    private ManualStepTable() {}

    static List<ManualStep> all() {
        return TABLE;
    }

    private static ManualStep before(
            String from, String to, Predicate<RestoreSituation> when, String sentence, String command) {
        return new ManualStep(ReleaseRange.of(from), ReleaseRange.of(to), BEFORE, when, sentence, command);
    }

    private static ManualStep step(
            String from, String to, Predicate<RestoreSituation> when, String sentence, String command) {
        return new ManualStep(ReleaseRange.of(from), ReleaseRange.of(to), AFTER, when, sentence, command);
    }

    private static ManualStep restore(
            String from, String to, Predicate<RestoreSituation> when, String sentence, String command) {
        return step(from, to, when.and(situation -> !situation.drill()), sentence, command);
    }

    private static ManualStep drill(Predicate<RestoreSituation> when, String sentence) {
        return step(ANY, ANY, when.and(RestoreSituation::drill), sentence, "");
    }
}
