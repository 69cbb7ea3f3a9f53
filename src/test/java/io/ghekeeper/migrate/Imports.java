package io.ghekeeper.migrate;

import java.nio.file.Path;
import java.util.Optional;

/** What comes of earlier files: of a text of one, or of two that lie in the tests' resources. */
final class Imports {
    private static final Path EARLIER = Path.of("src/test/resources/earlier");

    private Imports() {}

    static ImportedConfiguration crontab(String text) {
        return ImportedConfiguration.of(Optional.of(new EarlierFile("crontab", text)), Optional.empty());
    }

    static ImportedConfiguration backupConfig(String text) {
        return ImportedConfiguration.of(Optional.empty(), Optional.of(new EarlierFile("backup.config", text)));
    }

    static ImportedConfiguration ofFiles(String crontab, String backupConfig) {
        return ImportedConfiguration.of(
                Optional.of(EarlierFile.read(EARLIER.resolve(crontab))),
                Optional.of(EarlierFile.read(EARLIER.resolve(backupConfig))));
    }
}
