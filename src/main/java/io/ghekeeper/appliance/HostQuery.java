package io.ghekeeper.appliance;

/** What an appliance is asked, and by which command, beside its {@link Negotiation}. None of them changes anything. */
enum HostQuery {
    /** Asked where the {@link Negotiation} left it open. */
    VERSION("ghe-version", "which release it is"),
    UUID("cat /data/user/common/uuid", "which uuid it has"),
    ROLE("cat /etc/github/repl-state", "which part it has in replication"),
    CONFIGURED(isThere("/etc/github/configured"), "whether it is configured"),
    MAINTENANCE(isThere("/data/github/current/public/system/maintenance.html"), "whether it is in maintenance mode"),
    REPLICATION(isThere("/etc/github/repl-state"), "whether it is a replica or has one"),
    CLUSTER(isThere("/etc/github/cluster"), "whether it is a node of a cluster"),
    ACTIONS(yesOrNo("ghe-config --true app.actions.enabled >/dev/null 2>&1"), "whether GitHub Actions is on"),
    EXTERNAL_MYSQL(
            yesOrNo("ghe-config --true mysql.external.enabled >/dev/null 2>&1"), "whether its MySQL lies outside"),
    BINARY_BACKUP(yesOrNo("ghe-config --true mysql.backup.binary >/dev/null 2>&1"), "how it dumps MySQL"),
    RESTORE_STATUS("cat /data/user/common/ghe-restore-status", "how the last restore onto it ended"),
    /** A machine of EC2's Nitro system has its instance's id there (Amazon EC2's documentation, "Identify EC2 instances"). */
    INSTANCE("cat /sys/devices/virtual/dmi/id/board_asset_tag", "which instance of EC2 it is"),
    /** Three lines, each a name and yes, no or unknown. */
    BACKUP_SERVICE(BackupServiceSigns.COMMAND, "whether its Backup Service is used"),
    /** backup-utils 3.12 makes this file as git and removes it as root; the admin may not look into the folder. */
    GARBAGE_OFF(
            "if sudo test -e " + HostQuery.GARBAGE_LOCK + " </dev/null; then echo yes;"
                    + " elif sudo true </dev/null; then echo no; else echo unknown; fi",
            "whether its garbage collection is off"),
    ROOM("df -P -B1 /data/user", "how much room /data/user has");

    /** While it is there, the appliance collects no garbage in its repositories. */
    static final String GARBAGE_LOCK = "/data/user/repositories/.sync_in_progress";

    private final String command;
    private final String subject;

    HostQuery(String command, String subject) {
        this.command = command;
        this.subject = subject;
    }

    String command() {
        return command;
    }

    /** What it is about, as it goes on after "does not say". */
    String subject() {
        return subject;
    }

    private static String isThere(String path) {
        return yesOrNo("test -e " + path);
    }

    /** The command prints a word, because an exit status does not separate "no" from a command that did not run. */
    private static String yesOrNo(String command) {
        return command + " && echo yes || echo no";
    }
}
