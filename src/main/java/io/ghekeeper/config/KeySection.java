package io.ghekeeper.config;

import io.ghekeeper.key.KeySettings;
import java.nio.file.Path;
import java.util.Optional;

/** The keys of the section {@code key}, and the {@link KeySettings} that they build. */
final class KeySection {
    static final Section SECTION =
            new Section("key", "The SSH private key: where it is kept, and where it lies while it is used.");

    private static final String KUBERNETES_FILE = "/meta/ghe-backup-secret/kms_private_ssh_key";
    private static final String TAUPAGE_FILE = "/meta/taupage.yaml";

    static final Key<KeySettings.Source> SOURCE = SECTION.defaulted(
            "source",
            Types.word(KeySettings.Source.values()),
            "kubernetes-secret",
            "Where the key is kept. `kubernetes-secret`, `taupage` and `file` read `key.file`; `s3` reads"
                    + " `key.s3-uri`; `environment` reads the variable that `key.environment-variable` names. The"
                    + " value is `aws:kms:` and the base64 of what KMS encrypted, or a plain private key.");
    static final Key<Path> FILE = SECTION.optional(
            "file",
            Types.path(),
            KUBERNETES_FILE,
            "File that holds the key. Without it, " + KUBERNETES_FILE + " for `kubernetes-secret` and "
                    + TAUPAGE_FILE + " for `taupage`, where it is the entry `kms_private_ssh_key`. The source"
                    + " `file` needs it.");
    static final Key<String> S3_URI = SECTION.optional(
            "s3-uri",
            Types.text(
                    "S3 URI",
                    "an S3 URI of a bucket and an object, as s3://bucket/path/to/key",
                    "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^\\s/][^\\s]{0,1023}"),
            "s3://example-mint-bucket/ghe-keeper/kms_private_ssh_key",
            "Object that holds the key. The source `s3` needs it.");
    static final Key<String> ENVIRONMENT_VARIABLE = SECTION.defaulted(
            "environment-variable",
            Types.text(
                    "variable",
                    "the name of an environment variable that does not begin with GHE_KEEPER_",
                    "(?!GHE_KEEPER_)[A-Za-z_][A-Za-z0-9_]*"),
            "KMS_PRIVATE_SSH_KEY",
            "Name of the variable that the source `environment` reads; the name, not the key.");
    static final Key<Path> DIRECTORY = SECTION.defaulted(
            "directory",
            Types.path(),
            "/run/ghe-keeper",
            "Where the decrypted key lies for the length of a run. Must be in memory (tmpfs).");
    static final Key<Boolean> ALLOW_PERSISTENT_DIRECTORY = SECTION.defaulted(
            "allow-persistent-directory",
            Types.flag(),
            "false",
            "Accept a `key.directory` that is on a disk. A decrypted key on a disk can outlive its deletion.");

    private KeySection() {}

    static KeySettings settings(Settings settings) {
        return new KeySettings(
                settings.get(SOURCE),
                // The other sources read no file; the record wants one all the same.
                settings.find(FILE).orElse(Path.of(KUBERNETES_FILE)),
                settings.get(ENVIRONMENT_VARIABLE),
                settings.find(S3_URI),
                settings.get(DIRECTORY),
                settings.get(ALLOW_PERSISTENT_DIRECTORY));
    }

    /** The default of {@code key.file} hangs on {@code key.source}. */
    static void complete(Settings settings) {
        boolean written = !(settings.written(FILE) instanceof Value.Nothing);
        Optional<KeySettings.Source> source = settings.find(SOURCE);
        if (written || source.isEmpty()) {
            return;
        }
        String file = switch (source.get()) {
            case KUBERNETES_SECRET -> KUBERNETES_FILE;
            case TAUPAGE -> TAUPAGE_FILE;
            case S3, ENVIRONMENT, FILE -> "";
        };
        if (!file.isEmpty()) {
            Value standard = new Value.TextValue(file, new Place.Standard());
            settings.put(FILE, Optional.of(Path.of(file)), standard);
        }
    }

    static void check(Settings settings, Problems problems) {
        needs(settings, problems, KeySettings.Source.S3, S3_URI);
        needs(settings, problems, KeySettings.Source.FILE, FILE);
    }

    private static void needs(Settings settings, Problems problems, KeySettings.Source source, Key<?> needed) {
        boolean chosen = settings.find(SOURCE).filter(source::equals).isPresent();
        if (chosen && settings.written(needed) instanceof Value.Nothing nothing) {
            Place place = nothing.place() instanceof Place.Standard ? settings.place(SOURCE) : nothing.place();
            String name = ((Value.TextValue) settings.written(SOURCE)).text();
            problems.add(needed.path(), place, "nothing", "a value, because key.source is " + name);
        }
    }
}
