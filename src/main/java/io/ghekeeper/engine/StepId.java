package io.ghekeeper.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a step does, whatever its English title says. Each is told by how its title begins in backup-utils 3.11 and 3.12; a
 * title goes on as it likes ({@code MySQL database using binary strategy}).
 */
public enum StepId {
    MYSQL("mysql"),
    MSSQL("mssql"),
    REDIS("redis"),
    REPOSITORIES("(git )?repositories"),
    GISTS("gists"),
    PAGES("(github )?pages"),
    STORAGE("storage"),
    GIT_HOOKS("(custom )?git hooks"),
    ELASTICSEARCH("elasticsearch indices"),
    AUDIT_LOG("audit logs?"),
    SECRETS("(github )?secrets"),
    SETTINGS("(github )?settings"),
    LICENSE("licen[sc]e"),
    UUID("uuid"),
    ACTIONS("actions"),
    MINIO("minio"),
    AUTHORIZED_KEYS("ssh authorized keys"),
    HOST_KEYS("ssh host keys"),
    CONFIGURATION("configuring appliance");

    private final Pattern title;

    StepId(String title) {
        this.title = Pattern.compile(title + "\\b.*", Pattern.CASE_INSENSITIVE);
    }

    /** Of a step with this title; nothing for one that is not known here. */
    public static Optional<StepId> of(String title) {
        return Arrays.stream(values())
                .filter(step -> step.title.matcher(title).matches())
                .findFirst();
    }

    /** As it is written in records. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
