package io.ghekeeper.lab;

import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.key.KeySettings;
import io.ghekeeper.key.Keys;
import io.ghekeeper.key.UnlockedKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** SSH key pairs as people make them: with {@code ssh-keygen}, in OpenSSH's format. */
public final class SshKeys {
    private SshKeys() {}

    /** The kinds of key that a GHES administrator may come with. */
    public enum Kind {
        ED25519,
        RSA,
        ECDSA
    }

    /** A key pair on disk: {@code privateKey} mode 0600, {@code publicKey} beside it with {@code .pub} behind. */
    public record Pair(Path privateKey, Path publicKey) {
        /** The line for {@code authorized_keys}. */
        public String publicLine() {
            return read(publicKey).strip();
        }

        /** The private key's text, with the final newline that OpenSSH insists on. */
        public String privateText() {
            return read(privateKey);
        }

        /** The private key in memory, as the program opens it from a file. */
        public UnlockedKey unlocked() {
            return keys().unlock();
        }

        /** The program's own way to this key, from its file. */
        public Keys keys() {
            KeySettings settings =
                    new KeySettings(KeySettings.Source.FILE, privateKey, "", Optional.empty(), privateKey, true);
            return new Keys(settings, new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of());
        }

        /** Writes both halves elsewhere, over what is there. */
        void copyTo(Pair other) {
            try {
                Files.copy(privateKey, other.privateKey, StandardCopyOption.REPLACE_EXISTING);
                Files.copy(publicKey, other.publicKey, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** As OpenSSH shows it: {@code SHA256:...}. */
        public String fingerprint() {
            String line = Tool.run("ssh-keygen", "-l", "-E", "sha256", "-f", publicKey.toString());
            int begin = line.indexOf(' ') + 1;
            return line.substring(begin, line.indexOf(' ', begin));
        }
    }

    /** A fresh key without a passphrase in {@code folder/name}. */
    public static Pair make(Path folder, String name, Kind kind) {
        return make(folder, name, kind, "");
    }

    /** A fresh key in {@code folder/name}; an empty passphrase means none. */
    public static Pair make(Path folder, String name, Kind kind, String passphrase) {
        return make(folder, name, kind, passphrase, List.of());
    }

    /** A fresh key in the older PEM format ({@code BEGIN RSA PRIVATE KEY}, {@code BEGIN EC PRIVATE KEY}). */
    public static Pair makePem(Path folder, String name, Kind kind, String passphrase) {
        return make(folder, name, kind, passphrase, List.of("-m", "PEM"));
    }

    private static Pair make(Path folder, String name, Kind kind, String passphrase, List<String> format) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-C", name, "-N", passphrase));
        command.addAll(List.of("-t", kind.name().toLowerCase(Locale.ROOT), "-f", file.toString()));
        command.addAll(format);
        Tool.run(command);
        return new Pair(file, folder.resolve(name + ".pub"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
