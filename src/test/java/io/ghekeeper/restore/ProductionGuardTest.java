package io.ghekeeper.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that need no name service: numbers, and the one of this machine. */
class ProductionGuardTest {
    private static final String HOST = "127.0.0.1";
    private static final String TARGET = "127.0.0.2";
    private static final String UUID = Planned.UUID;
    private static final String NEWEST = "aaaaaaaa-58cb-4cf0-9d0a-3d6d3c1f7a11";
    private static final String CONFIGURED = "bbbbbbbb-58cb-4cf0-9d0a-3d6d3c1f7a11";
    private static final String OWN = "cccccccc-58cb-4cf0-9d0a-3d6d3c1f7a11";

    @TempDir
    private Path volume;

    private PastRestores past;
    private ProductionGuard production;

    @BeforeEach
    void newestSnapshot() throws IOException {
        past = new PastRestores(volume.resolve("state"));
        Path newest = Files.createDirectories(volume.resolve("data/20261120T091700"));
        Files.writeString(newest.resolve("uuid"), NEWEST + "\n");
        production = new ProductionGuard(new ApplianceSettings(
                HOST, 122, "admin", volume.resolve("known_hosts"), Optional.empty(), false, Optional.of(CONFIGURED)));
    }

    @Test
    void itIsKnownByItsNameWhateverItsLetters() throws IOException {
        assertThat(production.byName(HOST)).contains("it is appliance.host");
        assertThat(production.byName(TARGET)).isEmpty();
    }

    @Test
    void itIsKnownByAnAddress() {
        assertThat(production.byName("localhost")).contains("both localhost and " + HOST + " have the address " + HOST);
    }

    @Test
    void aNameThatCannotBeResolvedIsNotTakenForIt() {
        assertThat(production.byName("no-such-host.invalid")).isEmpty();
    }

    @Test
    void itIsKnownByEachOfItsUuidsHoweverTheyAreSpelled() {
        for (String uuid :
                new String[] {UUID, NEWEST, CONFIGURED, UUID.replace("-", "").toUpperCase(Locale.ROOT)}) {
            assertThat(sameAs(TARGET, uuid)).as(uuid).contains("it has the same uuid, " + uuid);
        }
        assertThat(sameAs(TARGET, OWN)).isEmpty();
    }

    /** A target that may be production is not overwritten without a question. A new appliance is never production. */
    @Test
    void aTargetThatIsSetUpAndHidesItsUuidIsTakenForIt() {
        assertThat(sameAs(TARGET, null))
                .hasValueSatisfying(why -> assertThat(why).contains("shows no uuid"));
        assertThat(production.sameAs(facts(TARGET, null, false), selected(), past.history()))
                .isEmpty();
    }

    @Test
    void aUuidThatARestoreOfOursBroughtIsNoProof() {
        restoredOnto(TARGET, TARGET + " 192.0.2.7", OWN);

        assertThat(sameAs(TARGET, UUID)).isEmpty();
        assertThat(ownUuid(TARGET, UUID)).contains(OWN);
    }

    @Test
    void anotherMachineOfTheRestoredNameIsStillKnownByTheUuid() {
        restoredOnto(TARGET, "192.0.2.7", OWN);

        assertThat(sameAs(TARGET, UUID)).isPresent();
        assertThat(ownUuid(TARGET, UUID)).isEmpty();
    }

    @Test
    void anotherNameOfTheRestoredAddressIsStillKnownByTheUuid() {
        restoredOnto("elsewhere.example.com", TARGET, OWN);

        assertThat(sameAs(TARGET, UUID)).isPresent();
    }

    /** A restore onto the production appliance itself made no copy of it. */
    @Test
    void aRestoreOntoProductionItselfIsNoProofOfAnother() {
        restoredOnto(TARGET, TARGET, "");

        assertThat(sameAs(TARGET, UUID)).isPresent();
    }

    @Test
    void whatATargetShowsBeforeItsFirstRestoreIsItsOwn() {
        assertThat(ownUuid(TARGET, OWN)).contains(OWN.replace("-", ""));
        assertThat(production.ownUuid(facts(TARGET, null, false), selected(), past.history()))
                .contains("none");
        assertThat(production.ownUuid(facts(TARGET, null, true), selected(), past.history()))
                .isEmpty();
    }

    private Optional<String> sameAs(String host, String uuid) {
        return production.sameAs(facts(host, uuid, true), selected(), past.history());
    }

    private Optional<String> ownUuid(String host, String uuid) {
        return production.ownUuid(facts(host, uuid, true), selected(), past.history());
    }

    private void restoredOnto(String host, String addresses, String ownUuid) {
        past.run(
                Run.Kind.RESTORE,
                Duration.ofMinutes(1),
                Run.Outcome.SUCCEEDED,
                run -> run.record(
                        RunEvent.of("target", Map.of("host", host, "addresses", addresses, "own-uuid", ownUuid))));
    }

    private static SelectedSnapshot selected() {
        return new Planned().selected();
    }

    private static TargetFacts facts(String host, String uuid, boolean configured) {
        return new TargetFacts(
                host,
                Planned.KEY,
                Optional.of("3.11.0"),
                Planned.ACCEPTED,
                Optional.ofNullable(uuid),
                configured,
                false,
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
