package io.ghekeeper.config;

import io.ghekeeper.appliance.ApplianceSettings;
import java.nio.file.Path;
import java.util.Optional;

/** The keys of the section {@code appliance}, and the {@link ApplianceSettings} that they build. */
public final class ApplianceSection {
    static final Section SECTION = new Section("appliance", "The GitHub Enterprise Server that is backed up.");

    /** In the state directory: host keys that restores made known. */
    private static final String RESTORED_HOSTS = "known_hosts";

    public static final Key<String> HOST = SECTION.required(
            "host",
            Addresses.host(),
            "github.example.com",
            "Name or IPv4 address of the appliance, without a port. backup-utils cannot use IPv6 addresses.");
    public static final Key<Integer> PORT =
            SECTION.defaulted("port", Addresses.port(), "122", "Port of the administrative SSH.");
    public static final Key<String> USER =
            SECTION.defaulted("user", Addresses.user(), "admin", "User of the administrative SSH.");
    public static final Key<Path> KNOWN_HOSTS = SECTION.defaulted(
            "known-hosts",
            Types.path(),
            "/etc/ghe-keeper/known_hosts",
            "Known-hosts file of OpenSSH with the appliance's host keys. A host key that is not in it is refused;"
                    + " `ghe-keeper appliance trust` shows and adds it. Beside it only `known_hosts` in"
                    + " `data.state-directory` is believed, where ghe-keeper keeps the host keys that its restores"
                    + " brought to their targets; a `@revoked` line in either refuses a key.");
    static final Key<Boolean> TRUST_FIRST_USE = SECTION.defaulted(
            "trust-first-use",
            Types.flag(),
            "false",
            "Add the host key of an appliance that is not known yet, instead of refusing it. The first"
                    + " answer is trusted. A changed host key is always refused.");
    static final Key<String> UUID = SECTION.optional(
            "uuid",
            Types.text("UUID", "the appliance's uuid, as /data/user/common/uuid has it", "[0-9a-fA-F-]{32,36}"),
            "7f2d4f5e-6f0b-4c0e-9d5c-0c8f2b1a3e4d",
            "The only appliance that is backed up. Without it, the one that the last snapshot came from: another one"
                    + " that answers under `appliance.host` is refused, because its snapshots would push out those of"
                    + " the first.");

    private ApplianceSection() {}

    static ApplianceSettings settings(Settings settings) {
        return new ApplianceSettings(
                settings.get(HOST),
                settings.get(PORT),
                settings.get(USER),
                settings.get(KNOWN_HOSTS),
                Optional.of(settings.get(DataSection.STATE_DIRECTORY).resolve(RESTORED_HOSTS)),
                settings.get(TRUST_FIRST_USE),
                settings.find(UUID));
    }
}
