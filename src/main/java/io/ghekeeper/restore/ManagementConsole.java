package io.ghekeeper.restore;

/** The Management Console's password, which a restore takes from the snapshot unless an option prevents that. */
final class ManagementConsole {
    /** The file of a snapshot that has it. */
    private static final String PASSWORD = "manage-password";

    /** Of later releases: an archive of all secrets in place of a file for each. */
    private static final String ALL_SECRETS = "github-secrets.tar";

    private ManagementConsole() {}

    static boolean mayBeIn(SelectedSnapshot selected) {
        return selected.holds(PASSWORD) || selected.holds(ALL_SECRETS);
    }
}
