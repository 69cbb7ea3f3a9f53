package io.ghekeeper.config;

import io.ghekeeper.engine.backuputils.EngineOptions;

/** The reference of all keys, in Markdown. */
public final class ReferencePage {
    private static final String INTRODUCTION = """
            # Configuration

            <!-- Generated from the schema in io.ghekeeper.config; `mvn -q test -Dtest=ConfigurationDocsTest -Dupdate-docs=true` writes it. -->

            ghe-keeper reads one YAML file: the one that `--config` names, else the one that `GHE_KEEPER_CONFIG` names, else
            `/etc/ghe-keeper/ghe-keeper.yaml`. Only the last may be absent. Start from
            [ghe-keeper.sample.yaml](ghe-keeper.sample.yaml); `appliance.host` alone has no default.

            - `ghe-keeper config check` lists every problem at once: where, which key, what was found, what is wanted.
            - `ghe-keeper config show` prints every value and where it came from.

            **Environment.** Each key has a variable, named below, which wins over the file. An empty variable counts as not
            set; `null` is the same as `null` in the file. Lists are YAML in brackets (`["0 3 * * *", "0 15 * * *"]`) or
            entries separated by `;` or line breaks; maps are YAML in braces (`{a: b}`) or `name=value` separated by `;`.
            An unknown variable that begins with `GHE_KEEPER_` is refused as an unknown key is, but for those that
            Kubernetes makes for its Services.

            **Values.** Durations are written `500ms`, `30s`, `90m`, `12h`, `1d`, or together with the larger unit first:
            `1h30m`. Flags are `true` or `false`. A key with nothing after it, or `null`, is not set: its default holds.
            Paths are absolute and hold letters, digits and `. _ - + @` only, because backup-utils passes them through a
            shell. Anchors, aliases, tabs and a second document are refused.

            **Secrets.** The SSH key is named by where it is kept, never written here. The few keys under `notify` that are a
            secret take `file:` and a path, too; give them so, or as a variable, rather than in the file. They are masked in
            what `config show` and error messages print, and so is what looks like a secret elsewhere.
            """;

    private ReferencePage() {}

    /** The text of {@code docs/configuration.md}. */
    public static String render() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Section section : Schema.SECTIONS) {
            page.append("\n## ")
                    .append(section.name())
                    .append("\n\n")
                    .append(section.text())
                    .append('\n');
            section.keys().forEach(key -> key(page, key));
        }
        refusedOptions(page);
        return page.toString();
    }

    private static void key(StringBuilder page, Key<?> key) {
        String standard = switch (key.need()) {
            case REQUIRED -> "required, as `" + key.sample() + "`";
            case DEFAULTED, CLEARABLE -> "default `" + key.sample() + "`";
            case OPTIONAL -> "no default, as `" + key.sample() + "`";
        };
        page.append("\n### `").append(key.path()).append("`\n\n");
        page.append(key.text()).append("\n\n");
        page.append("- ")
                .append(key.type().name())
                .append("; ")
                .append(standard)
                .append('\n');
        page.append("- wanted: ").append(key.type().wanted()).append('\n');
        page.append("- variable: `").append(key.variable()).append("`\n");
    }

    private static void refusedOptions(StringBuilder page) {
        page.append("\n## Options of backup-utils that are refused\n\n");
        page.append("`engine.options` passes any other variable that begins with `GHE_`, and `RSYNC_WARNING`,\n");
        page.append("`EXTERNAL_DATABASE_BACKUP_SCRIPT` and `EXTERNAL_DATABASE_RESTORE_SCRIPT`. In\n");
        page.append("`GHE_EXTRA_SSH_OPTS` and `GHE_EXTRA_RSYNC_OPTS`, options are refused that set again what\n");
        page.append(
                "ghe-keeper sets (port, user, key, connection sharing), or that lead round the pinned host keys.\n\n");
        page.append("| variable | why not |\n|---|---|\n");
        EngineOptions.refused().forEach((name, reason) -> page.append("| `" + name + "` | " + reason + " |\n"));
    }
}
