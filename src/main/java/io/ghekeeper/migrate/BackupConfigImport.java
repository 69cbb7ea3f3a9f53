package io.ghekeeper.migrate;

import io.ghekeeper.config.ApplianceSection;
import io.ghekeeper.config.DataSection;
import io.ghekeeper.config.EngineSection;
import io.ghekeeper.config.Key;
import io.ghekeeper.config.Place;
import io.ghekeeper.config.Value;
import io.ghekeeper.engine.backuputils.EngineOptions;
import io.ghekeeper.migrate.ShellAssignments.Assignment;
import io.ghekeeper.volume.VolumeSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of backup-utils to keys. What they mean was looked up in releases 3.11.4 and 3.12.1. */
final class BackupConfigImport {
    private static final String SSH_OPTIONS = "GHE_EXTRA_SSH_OPTS";

    private final EarlierFile file;
    private final Draft draft;
    private final List<Value.Entry> options = new ArrayList<>();

    BackupConfigImport(EarlierFile file, Draft draft) {
        this.file = file;
        this.draft = draft;
    }

    void read() {
        ShellAssignments read = ShellAssignments.read(file.text());
        // A port among the options for ssh beats the one behind the host's name.
        read.assignments().stream()
                .sorted(Comparator.comparing(set -> set.name().equals(SSH_OPTIONS)))
                .forEach(this::variable);
        if (!options.isEmpty()) {
            draft.offer(
                    EngineSection.OPTIONS,
                    new Value.Entries(List.copyOf(options), options.get(0).place()));
        }
        read.unread().forEach(unread -> {
            if (unread.lost()) {
                draft.leave("", unread.advice(), place(unread.line()), unread.text());
            } else {
                draft.remark("", unread.advice(), place(unread.line()), unread.text());
            }
        });
        absent(read);
    }

    private void variable(Assignment set) {
        switch (set.name()) {
            case "GHE_HOSTNAME" -> hostname(set);
            case "GHE_DATA_DIR" -> dataDirectory(set);
            case "GHE_NUM_SNAPSHOTS" -> keepSnapshots(set);
            case SSH_OPTIONS ->
                new SshOptionsImport(set, place(set.line()), draft).remaining().ifPresent(value -> option(set, value));
            case "GHE_EXTRA_RSYNC_OPTS" -> {
                if (!set.value().isBlank()) {
                    option(set, set.value().strip());
                }
            }
            default -> option(set, set.value());
        }
    }

    /**
     * {@code user@host:port}, of which backup-utils takes the port 122 only. All of it or nothing: of {@code
     * https://github.example.com/} the beginning would be a host.
     */
    private void hostname(Assignment set) {
        Map<Key<?>, String> parts = new LinkedHashMap<>();
        String rest = set.value().strip();
        int at = rest.lastIndexOf('@');
        if (at >= 0) {
            parts.put(ApplianceSection.USER, rest.substring(0, at));
            rest = rest.substring(at + 1);
        }
        int colon = rest.indexOf(':');
        if (colon > 0 && colon == rest.lastIndexOf(':')) {
            parts.put(ApplianceSection.PORT, rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        parts.put(ApplianceSection.HOST, rest);
        boolean good = parts.entrySet().stream().allMatch(part -> fits(part.getKey(), part.getValue(), set));
        parts.forEach((key, value) -> {
            if (good || !fits(key, value, set)) {
                take(key, value, set);
            }
        });
    }

    private boolean fits(Key<?> key, String value, Assignment set) {
        return new Draft()
                .offer(key, new Value.TextValue(value, place(set.line())))
                .isEmpty();
    }

    private void dataDirectory(Assignment set) {
        if (set.value().startsWith("/")) {
            take(DataSection.DIRECTORY, set.value(), set);
            besideSnapshots(set);
        } else {
            draft.remark(
                    "data",
                    "A relative path begins at the folder of backup-utils, which is no volume. Write"
                            + " the absolute path where the snapshots lie.",
                    place(set.line()),
                    set.text());
        }
    }

    /** The journal must be on the snapshots' file system; the folder beside them is, unless they fill a mount. */
    private void besideSnapshots(Assignment set) {
        if (draft.value(DataSection.DIRECTORY).isEmpty()) {
            return;
        }
        Path data = Path.of(set.value()).normalize();
        Path state = VolumeSettings.stateBeside(data);
        Path standard = Path.of(DataSection.STATE_DIRECTORY.sample());
        if (data.getNameCount() > 1) {
            if (!state.equals(standard)) {
                draft.offer(DataSection.STATE_DIRECTORY, new Value.TextValue(state.toString(), place(set.line())));
            }
        } else if (!standard.startsWith(data)) { // else config check says so
            draft.lack(
                    "data",
                    "data.state-directory: write a directory on the file system of " + data
                            + ", but not in it. If the volume is mounted there, mount it one folder higher.");
        }
    }

    private void keepSnapshots(Assignment set) {
        String value = set.value().strip();
        String keep = "Write how many are to be kept; else engine.keep-snapshots is "
                + EngineSection.KEEP_SNAPSHOTS.sample() + ".";
        if (value.isEmpty()) {
            return; // backup-utils uses its own default then, which is reported at the end
        }
        if (value.matches("[+-]?0+|-[0-9]+")) {
            engine(set, "With 0 or less, backup-utils deletes every snapshot after a good backup. " + keep);
        } else if (!value.matches("[+]?[0-9]+")) {
            engine(set, "This is no number, with which backup-utils prunes nothing. " + keep);
        } else {
            // A shell compares 08 as 8, and the key takes no such number.
            take(EngineSection.KEEP_SNAPSHOTS, value.replaceFirst("^[+]?0*", ""), set);
            if (value.matches("[+]?0+[1-7][0-7]+")) {
                engine(set, "Taken as a decimal number. Where awk is gawk, backup-utils kept an octal one: fewer.");
            }
        }
    }

    private void engine(Assignment set, String advice) {
        draft.remark("engine", advice, place(set.line()), set.text());
    }

    private void option(Assignment set, String value) {
        Optional<String> obstacle = OptionObstacle.of(set.name(), value);
        if (obstacle.isPresent()) {
            engine(set, obstacle.get());
        } else {
            Place place = place(set.line());
            options.add(new Value.Entry(set.name(), new Value.TextValue(value, place), place));
            if (!EngineOptions.isKnown(set.name())) {
                draft.note(
                        "engine",
                        "backup-utils 3.12 does not know " + set.name()
                                + ". Take it out of engine.options, unless the release in use knows it.");
            }
        }
    }

    private void take(Key<?> key, String value, Assignment set) {
        draft.offer(key, new Value.TextValue(value, place(set.line())))
                .ifPresent(wanted -> draft.remark(
                        key.section(),
                        set.name() + " does not fit " + key.path() + ", which wants " + wanted + ".",
                        place(set.line()),
                        set.text()));
    }

    /** backup-utils has other defaults. */
    private void absent(ShellAssignments read) {
        if (draft.value(DataSection.DIRECTORY).isEmpty()) {
            draft.lack(
                    "data",
                    "data.directory: no GHE_DATA_DIR could be taken over; without it, it is "
                            + DataSection.DIRECTORY.sample() + ".");
        }
        boolean counted = read.assignments().stream()
                .anyMatch(set ->
                        set.name().equals("GHE_NUM_SNAPSHOTS") && !set.value().isBlank());
        if (!counted) {
            draft.note(
                    "engine",
                    "GHE_NUM_SNAPSHOTS is not set for certain: backup-utils keeps 10 then, ghe-keeper keeps "
                            + EngineSection.KEEP_SNAPSHOTS.sample() + ". Write keep-snapshots where that takes too"
                            + " much room.");
        }
    }

    private Place place(int line) {
        return new Place.FileLine(file.name(), line);
    }
}
