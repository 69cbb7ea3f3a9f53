package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.StepId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How backup-utils names its steps in 3.11 and 3.12. Only the beginning of a title counts; it goes on as it likes
 * ({@code MySQL database using binary strategy}).
 */
final class StepTitles {
    private static final Map<StepId, Pattern> TITLES = titles();

    private StepTitles() {}

    /** Of a step with this title; nothing for one that is not known here. */
    static Optional<StepId> find(String title) {
        return Arrays.stream(StepId.values())
                .filter(step -> TITLES.get(step).matcher(title).matches())
                .findFirst();
    }

    /** Of a step by the short name that a failed backup prints. */
    static Optional<StepId> failed(String name) {
        String code = name.equals("ssh-host-keys") ? StepId.HOST_KEYS.word() : name;
        return Arrays.stream(StepId.values())
                .filter(step -> step.word().equals(code))
                .findFirst();
    }

    private static Map<StepId, Pattern> titles() {
        Map<StepId, Pattern> titles = new EnumMap<>(StepId.class);
        for (StepId step : StepId.values()) {
            titles.put(step, Pattern.compile(title(step) + "\\b.*", Pattern.CASE_INSENSITIVE));
        }
        return titles;
    }

    private static String title(StepId step) {
        return switch (step) {
            case MYSQL, MSSQL, REDIS, GISTS, STORAGE, UUID, ACTIONS, MINIO -> step.word();
            case REPOSITORIES -> "(git )?repositories";
            case PAGES -> "(github )?pages";
            case GIT_HOOKS -> "(custom )?git hooks";
            case ELASTICSEARCH -> "elasticsearch indices";
            case AUDIT_LOG -> "audit logs?";
            case SECRETS -> "(github )?secrets";
            case SETTINGS -> "(github )?settings";
            case LICENSE -> "licen[sc]e";
            case AUTHORIZED_KEYS -> "ssh authorized keys";
            case HOST_KEYS -> "ssh host keys";
            case CONFIGURATION -> "configuring appliance";
            case CA_CERTIFICATES -> "ca certificates";
        };
    }
}
