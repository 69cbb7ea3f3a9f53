package io.ghekeeper.archive;

import io.ghekeeper.age.AgeEncryption;
import io.ghekeeper.age.AgeRecipient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Seals a snapshot of a box and archives it, in a process of its own: what that opens can be seen from outside. */
final class SealAndArchive {
    private SealAndArchive() {}

    /** @param arguments the folder of the box, and recipients */
    @SuppressWarnings("MissingSummary")
    public static void main(String[] arguments) throws IOException {
        ArchiveBox box = new ArchiveBox(Path.of(arguments[0]));
        box.encryption = new AgeEncryption(
                Arrays.stream(arguments).skip(1).map(AgeRecipient::new).toList());
        PackedSeal seals = new PackedSeal(box);
        seals.seal(ArchiveBox.FIRST);
        box.archive(ArchiveBox.FIRST);
        seals.warnings.forEach(System.out::println);
        box.warnings.forEach(System.out::println);
    }
}
