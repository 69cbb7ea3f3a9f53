package io.ghekeeper.age;

import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two identities of age, made by its own program. */
public final class AgeKeys {
    private final List<Path> identities = new ArrayList<>();
    private final List<AgeRecipient> recipients = new ArrayList<>();

    public AgeKeys(Path folder) {
        for (String name : List.of("operations", "escrow")) {
            Path identity = folder.resolve(name + ".key");
            Tool.run("age-keygen", "-o", identity.toString());
            identities.add(identity);
            recipients.add(new AgeRecipient(Tool.run("age-keygen", "-y", identity.toString())));
        }
    }

    /** The file with one of them. */
    public Path identity() {
        return identities.get(1);
    }

    public List<Path> identities() {
        return identities;
    }

    public List<AgeRecipient> recipients() {
        return recipients;
    }

    public AgeEncryption encryption() {
        return new AgeEncryption(recipients);
    }

    /** By another program. */
    public AgeEncryption encryption(String program) {
        return new AgeEncryption(program, recipients);
    }

    /** By another program. */
    public static AgeDecryption decryption(String program, ArchiveIdentity identity) {
        return new AgeDecryption(program, identity);
    }

    public byte[] decrypt(Path identity, Path file) throws IOException {
        Path plain = file.resolveSibling(file.getFileName() + ".plain");
        Tool.run(
                "bash",
                "-c",
                "age -d -i \"$0\" \"$1\" >\"$2\"",
                identity.toString(),
                file.toString(),
                plain.toString());
        byte[] content = Files.readAllBytes(plain);
        Files.delete(plain);
        return content;
    }
}
