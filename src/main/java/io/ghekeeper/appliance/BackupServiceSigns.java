package io.ghekeeper.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Signs on an appliance that its own Backup Service is used (GitHub's documentation of GHES 3.20 and later); nothing where
 * one could not be looked for.
 *
 * @param disk whether a disk is mounted at {@code /data/backup}: the unit that mounts it is active without one
 * @param snapshots whether snapshots lie in {@code /data/backup/data}
 * @param running whether {@code /data/user/common/backup_utils_in_progress} is there
 */
public record BackupServiceSigns(Optional<Boolean> disk, Optional<Boolean> snapshots, Optional<Boolean> running) {
    static final String COMMAND = "if mountpoint -q /data/backup; then echo disk yes;"
            + " elif command -v mountpoint >/dev/null; then echo disk no; else echo disk unknown; fi;"
            + " if sudo test -d /data/backup/data </dev/null; then"
            + " if sudo find /data/backup/data -maxdepth 1 -name '[0-9]*' </dev/null | grep -q .;"
            + " then echo snapshots yes; else echo snapshots no; fi;"
            + " elif sudo true </dev/null; then echo snapshots no; else echo snapshots unknown; fi;"
            + " if test -e /data/user/common/backup_utils_in_progress; then echo running yes; else echo running no; fi";

    /** What an appliance that could not be asked shows. */
    public static final BackupServiceSigns UNKNOWN =
            new BackupServiceSigns(Optional.empty(), Optional.empty(), Optional.empty());

    public BackupServiceSigns {
        Objects.requireNonNull(disk);
        Objects.requireNonNull(snapshots);
        Objects.requireNonNull(running);
    }

    static BackupServiceSigns read(String answer) {
        List<String> lines = answer.lines().map(String::strip).toList();
        return new BackupServiceSigns(sign(lines, "disk"), sign(lines, "snapshots"), sign(lines, "running"));
    }

    private static Optional<Boolean> sign(List<String> lines, String name) {
        boolean yes = lines.contains(name + " yes");
        boolean no = lines.contains(name + " no");
        return yes == no ? Optional.empty() : Optional.of(yes);
    }

    /** Those that were seen, in words. */
    public List<String> seen() {
        List<String> seen = new ArrayList<>();
        add(seen, disk, "a disk is mounted at /data/backup");
        add(seen, snapshots, "snapshots lie in /data/backup/data");
        add(seen, running, "/data/user/common/backup_utils_in_progress is there");
        return List.copyOf(seen);
    }

    private static void add(List<String> seen, Optional<Boolean> sign, String words) {
        if (sign.orElse(false)) {
            seen.add(words);
        }
    }

    /** Whether all of them could be looked for. */
    public boolean complete() {
        return disk.isPresent() && snapshots.isPresent() && running.isPresent();
    }

    /** For records: {@code seen}, {@code none} or {@code unknown}. */
    public String word() {
        return !seen().isEmpty() ? "seen" : complete() ? "none" : "unknown";
    }
}
