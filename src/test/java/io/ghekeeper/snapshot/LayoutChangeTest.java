package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an upgrade of backup-utils changes in the layout is no loss, and one sentence. */
class LayoutChangeTest {
    private static final ShrinkageSettings BOUNDS = new ShrinkageSettings(10, 50, 50);

    private final Counted before = new Counted();
    private final Counted now = new Counted();

    @Test
    void oneArchiveInPlaceOfSingleSecretsIsOneSentenceAndNoLoss() {
        for (int i = 0; i < 50; i++) {
            before.file("secret-" + i, 20);
        }
        now.without("manage-password").without("password-pepper").file("github-secrets.tar", 20_480);
        now.folder("hookshot", 3, 900).folder("live-upgrade", 1, 10).file("cluster.conf", 300);

        assertThat(Comparison.losses(Optional.of(before.inventory()), now.inventory(), BOUNDS))
                .isEmpty();
        assertThat(LayoutChange.between(before.inventory(), now.inventory()))
                .contains(
                        "the layout of the snapshot changed: github-secrets.tar is there in place of 52 single files with"
                                + " secrets; new in it: cluster.conf, hookshot, live-upgrade");
        assertThat(LayoutChange.between(now.inventory(), now.inventory())).isEmpty();
    }

    @Test
    void anEmptyArchiveHoldsNoSecret() {
        now.without("manage-password").hollow("github-secrets.tar", 10_240);

        assertThat(Comparison.losses(Optional.of(before.inventory()), now.inventory(), BOUNDS))
                .singleElement()
                .asString()
                .startsWith("secrets: ")
                .contains("manage-password");
        assertThat(LayoutChange.between(before.inventory(), now.inventory())).isEmpty();
    }

    @Test
    void anArchiveThatIsGoneOrShrinksIsALoss() {
        before.file("github-secrets.tar", 20_480);

        assertThat(Comparison.losses(Optional.of(before.inventory()), now.inventory(), BOUNDS))
                .singleElement()
                .asString()
                .contains("github-secrets.tar");
        now.file("github-secrets.tar", 5_000);
        assertThat(Comparison.losses(Optional.of(before.inventory()), now.inventory(), BOUNDS))
                .singleElement()
                .asString()
                .startsWith("github-secrets.tar: 4.9 KiB instead of 20.0 KiB");
    }

    @Test
    void aConfigurationOfAClusterHidesNoLossOfASingleAppliance() {
        before.folder("elasticsearch", 10, 100_000);
        now.file("cluster.conf", 300);

        assertThat(Comparison.losses(Optional.of(before.inventory()), now.inventory(), BOUNDS))
                .singleElement()
                .asString()
                .startsWith("elasticsearch: missing");
    }

    @Test
    void whatALiveUpgradeLeavesIsNotMissing() {
        before.folder("live-upgrade", 3, 9_000);

        assertThat(Comparison.losses(Optional.of(before.inventory()), now.inventory(), BOUNDS))
                .isEmpty();
    }
}
