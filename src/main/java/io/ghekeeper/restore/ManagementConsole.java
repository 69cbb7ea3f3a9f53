package io.ghekeeper.restore;

import java.util.Map;

/** The Management Console's password, which a restore takes from the snapshot unless it is told not to. */
final class ManagementConsole {
    /** The file of a snapshot that has it. */
    private static final String PASSWORD = "manage-password";

    /** Of later releases: an archive of all secrets in place of a file for each. */
    private static final String ALL_SECRETS = "github-secrets.tar";

    /** A variable of backup-utils since 3.13; older releases always restore the password. */
    static final String RESTORE_OPTION = "GHE_MANAGE_CONSOLE_PW_RESTORE";

    private ManagementConsole() {}

    static boolean takesSnapshotsPassword(Map<String, String> options) {
        return !"false".equals(options.get(RESTORE_OPTION));
    }

    static boolean mayBeIn(Selected selected) {
        return selected.holds(PASSWORD) || selected.holds(ALL_SECRETS);
    }
}
