package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PartsLeftOutTest {
    @Test
    void aDocumentedOptionNamesThePartThatItLeavesOut() {
        assertThat(PartsLeftOut.ofBackup(Map.of("GHE_BACKUP_PAGES", "no")))
                .containsExactly(Map.entry("pages", "GHE_BACKUP_PAGES=no"));
        assertThat(PartsLeftOut.ofBackup(Map.of("GHE_SKIP_SEARCH_INDICES", "true")))
                .containsExactly(Map.entry("elasticsearch", "GHE_SKIP_SEARCH_INDICES=true"));
        assertThat(PartsLeftOut.ofBackup(Map.of("GHE_ES_BACKUP_STRATEGY", "snapshot")))
                .containsExactly(Map.entry("elasticsearch", "GHE_ES_BACKUP_STRATEGY=snapshot"));
        assertThat(PartsLeftOut.ofRestore(Map.of("GHE_BACKUP_PAGES", "no", "GHE_RESTORE_SKIP_AUDIT_LOGS", "yes")))
                .containsOnlyKeys("pages", "audit-log");
    }

    @Test
    void anOptionThatIsOffLeavesNothingOut() {
        assertThat(PartsLeftOut.ofBackup(Map.of(
                        "GHE_BACKUP_PAGES",
                        "yes",
                        "GHE_SKIP_SEARCH_INDICES",
                        "no",
                        "GHE_ES_BACKUP_STRATEGY",
                        "rsync",
                        "GHE_RESTORE_SKIP_AUDIT_LOGS",
                        "yes")))
                .isEmpty();
        assertThat(PartsLeftOut.ofRestore(Map.of("GHE_RESTORE_SKIP_AUDIT_LOGS", "no")))
                .isEmpty();
    }
}
