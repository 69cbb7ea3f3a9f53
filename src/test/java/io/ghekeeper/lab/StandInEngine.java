package io.ghekeeper.lab;

import java.nio.file.Path;

/**
 * A stand-in for GitHub's backup-utils: bash scripts that keep its contract (files, markers, log lines, exit statuses,
 * bad manners) with real ssh and real rsync, in a few seconds. Where backup-utils itself is at hand, the same contract
 * tests run on both.
 *
 * <p>Faults are switched on by the variable {@link #FAULT}, in the environment or in backup.config; several are parted by
 * commas. The steps are {@code secrets settings authorized-keys ssh-host-keys mysql redis audit-log repositories pages
 * storage git-hooks elasticsearch}; those of a restore {@code restore-secrets restore-settings restore-uuid restore-mysql
 * restore-redis restore-repositories restore-gists restore-pages restore-ssh-keys restore-storage restore-git-hooks
 * restore-elasticsearch restore-audit-log restore-config restore-ssh-host-keys}.
 */
public final class StandInEngine {
    /** The variable that holds the faults. */
    public static final String FAULT = "GHE_STANDIN_FAULT";

    /** Exit 0, with {@code incomplete} left in the snapshot. */
    public static final String KEEP_INCOMPLETE = "keep-incomplete";
    /** Exit 0, with {@code current} where it was. */
    public static final String KEEP_CURRENT = "keep-current";
    /** Exit 0, without the line that ends in "finished.". */
    public static final String NO_FINISHED_LINE = "no-finished-line";
    /** An expired snapshot cannot be deleted: exit 1, the new one complete and current. Needs one that is expired. */
    public static final String PRUNE_ERROR = "prune-error";
    /** The host check finds the volume full. */
    public static final String NO_SPACE = "no-space";

    private static final String[] FILES = {
        "bin/ghe-backup",
        "bin/ghe-restore",
        "bin/ghe-host-check",
        "share/github-backup-utils/common.sh",
        "share/github-backup-utils/progress.sh",
        "share/github-backup-utils/ghe-backup-step",
        "share/github-backup-utils/ghe-prune-snapshots",
        "share/github-backup-utils/ghe-restore-step",
        "share/github-backup-utils/restore-checks.sh",
        "share/github-backup-utils/version",
    };

    private StandInEngine() {}

    /** Writes it to a folder, whose {@code bin/ghe-backup} can then be run, and returns that folder. */
    public static Path install(Path home) {
        Tool.install(home, "engine", FILES);
        return home;
    }

    /** The step fails at once. */
    public static String fail(String step) {
        return "fail:" + step;
    }

    /** The step never ends; a child of its own stays alive with it. */
    public static String hang(String step) {
        return "hang:" + step;
    }

    /** As {@link #hang}, and neither the step nor its child minds SIGTERM. */
    public static String hangStubbornly(String step) {
        return "stubborn:" + step;
    }

    /** rsync carries 64 KiB/s in this step: time to kill it while it copies. */
    public static String slow(String step) {
        return "slow:" + step;
    }

    /** The step kills {@code ghe-backup} or {@code ghe-restore} with SIGKILL and stays alive itself: all markers stay behind. */
    public static String kill(String step) {
        return "kill:" + step;
    }

    /** The step of a restore does nothing, and says that all went well. */
    public static String skip(String step) {
        return "skip:" + step;
    }

    /** The step of a restore finds the target's disk full. */
    public static String full(String step) {
        return "full:" + step;
    }
}
