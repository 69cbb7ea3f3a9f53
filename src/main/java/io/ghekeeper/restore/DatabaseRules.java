package io.ghekeeper.restore;

import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.snapshot.DatabasePlace;
import io.ghekeeper.snapshot.SnapshotDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What backup-utils 3.12 restores no MySQL database for. It finds some of it when secrets and uuid are written already, and
 * leaves the target half restored. What the settings of a side do not say is no reason for a refusal.
 */
final class DatabaseRules {
    private static final String SCRIPT = "EXTERNAL_DATABASE_RESTORE_SCRIPT";

    private final SnapshotDatabase database;
    private final String snapshot;
    private final TargetFacts target;
    private final RestoreOptions choices;
    private final Optional<String> script;
    private final List<Failure> refusals = new ArrayList<>();

    /** @param options of the engine, for this restore */
    @SuppressWarnings("MissingSummary")
    DatabaseRules(SelectedSnapshot selected, TargetFacts target, RestoreOptions choices, Map<String, String> options) {
        this.database = selected.database();
        this.snapshot = "snapshot " + selected.id();
        this.target = target;
        this.choices = choices;
        this.script = Optional.ofNullable(options.get(SCRIPT)).filter(words -> !words.isBlank());
    }

    List<Failure> refusals() {
        boolean external = database.place() == DatabasePlace.EXTERNAL;
        if (database.place() != DatabasePlace.UNKNOWN && target.configured()) {
            target.externalMysql().filter(there -> there != external).ifPresent(there -> across(external));
        }
        boolean skipped = choices.skipMysql()
                && (external
                        || (!settingsAreRestored() && target.externalMysql().orElse(false)));
        if (refusals.isEmpty() && !skipped) {
            if (external) {
                outside();
            } else {
                binary();
            }
        }
        return List.copyOf(refusals);
    }

    /** Between an appliance with its own database and one with a database outside. */
    private void across(boolean external) {
        String both =
                snapshot + " is from an appliance " + (external ? "whose MySQL lies outside" : "with its own MySQL")
                        + ", and the MySQL of " + target.host() + (external ? " is its own" : " lies outside");
        if (choices.withSettings()) {
            refuse(
                    both + ": the engine does not restore settings across that",
                    "Reconfigure " + target.host() + " first, or restore without --with-settings.");
        } else if (!choices.skipMysql()) {
            refuse(
                    both + ": the engine does not restore the database across that",
                    "Move the data of the database there first, then restore with --skip-mysql.");
        }
    }

    private void outside() {
        if (script.isPresent()) {
            missingScript(script.get());
        } else if (database.binary()) {
            refuse(
                    snapshot
                            + " holds a binary dump of a MySQL that lies outside the appliance, which the engine does not"
                            + " restore",
                    wayOut());
        } else if (!database.sentinel()) {
            refuse(
                    snapshot + " is from an appliance whose MySQL lies outside, and the engine did not dump that"
                            + " itself: its restore would break off at the database",
                    wayOut());
        }
    }

    /** Words: the shell runs the first of them. */
    private void missingScript(String words) {
        String program = words.strip().split("\\s+", 2)[0];
        if (program.contains("/") && !Files.isExecutable(Path.of(program))) {
            refuse(
                    "the script that restores the database, " + program + ", is not there or not executable",
                    "Correct " + SCRIPT + ".");
        }
    }

    private static String wayOut() {
        return "Name the script that restores the database with --option " + SCRIPT + "=/path/to/script, or restore the"
                + " database by hand and add --skip-mysql.";
    }

    /** Restored settings bring this one with them. */
    private void binary() {
        if (database.binary()
                && !settingsAreRestored()
                && !target.binaryBackup().orElse(true)) {
            refuse(
                    snapshot + " holds a binary dump of MySQL, and " + target.host()
                            + " does not restore one: mysql.backup.binary is off there",
                    "Set it there: ghe-config mysql.backup.binary true");
        }
    }

    private boolean settingsAreRestored() {
        return choices.withSettings() || !target.configured();
    }

    private void refuse(String message, String hint) {
        refusals.add(new Failure(FailureKind.TARGET_UNFIT, message, hint));
    }
}
