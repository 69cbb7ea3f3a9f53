package io.ghekeeper.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The steps that are known, whatever engine does them: the one catalogue. The code goes into records and JSON; the titles
 * are for people, and label metrics. A step of a newer engine has a title and no value here.
 */
public enum StepId {
    SECRETS("GitHub secrets", "secrets"),
    SETTINGS("GitHub settings", "settings"),
    AUTHORIZED_KEYS("SSH authorized keys"),
    HOST_KEYS("SSH host keys"),
    MYSQL("MySQL database"),
    MSSQL,
    ACTIONS,
    MINIO,
    REDIS("Redis database"),
    AUDIT_LOG("audit log", "Audit logs"),
    REPOSITORIES("Git repositories"),
    PAGES("GitHub Pages artifacts", "Pages"),
    STORAGE("storage data"),
    GIT_HOOKS("custom Git hooks"),
    ELASTICSEARCH("Elasticsearch indices"),
    UUID("UUID"),
    GISTS("Gists"),
    CONFIGURATION("Configuring appliance"),
    LICENSE("license"),
    CA_CERTIFICATES("CA certificates");

    private final String inBackup;
    private final String inRestore;

    /** Without a title, a step is optional and every release may call it otherwise. */
    StepId() {
        this("");
    }

    StepId(String title) {
        this(title, title);
    }

    StepId(String inBackup, String inRestore) {
        this.inBackup = inBackup;
        this.inRestore = inRestore;
    }

    /** All titles that are known beforehand. */
    public static List<String> titles() {
        return Arrays.stream(values())
                .flatMap(step -> Stream.of(step.inBackup, step.inRestore))
                .filter(title -> !title.isEmpty())
                .distinct()
                .toList();
    }

    /** Its title in a backup. */
    public String inBackup() {
        return inBackup;
    }

    /** Its title in a restore. */
    public String inRestore() {
        return inRestore;
    }

    /** Its code, as it is written in records. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
