package io.ghekeeper.release;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Where the table of releases comes from: the user's file, or the program's own. Read when it is asked for. */
public final class ReleaseTables {
    private static final int LARGEST = 64 * 1024;
    private static final String OWN = "/io/ghekeeper/release/releases.csv";
    private static final ReleaseTable SHIPPED = shipped();

    private final ReleaseSettings settings;

    public ReleaseTables(ReleaseSettings settings) {
        this.settings = settings;
    }

    /**
     * The table that holds.
     *
     * @throws Failure CONFIGURATION_UNREADABLE or CONFIGURATION_INVALID for {@code releases.file}
     */
    public ReleaseTable table() {
        return settings.file().map(ReleaseTables::read).orElse(SHIPPED);
    }

    /**
     * A table that can be used.
     *
     * @param trouble why it is the program's own in place of the user's, where it is
     */
    public record Usable(ReleaseTable table, Optional<Advice> trouble) {}

    /** The same for what no broken table may keep back, such as hints: then the program's own. Reads the file once. */
    public Usable usable() {
        try {
            return new Usable(table(), Optional.empty());
        } catch (Failure broken) {
            return new Usable(
                    SHIPPED,
                    Optional.of(Advice.warn(
                            Advice.Code.TABLE_UNUSABLE,
                            broken.getMessage() + "; the program's own table is used",
                            broken.hint())));
        }
    }

    /** The table that the program brings with it. */
    public static ReleaseTable own() {
        return SHIPPED;
    }

    private static ReleaseTable read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw unreadable(file, "there is no regular file there");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw unreadable(file, "it is larger than " + LARGEST + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return ReleaseTableText.read(file.toString(), text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException noText) {
            throw unreadable(file, "it is not UTF-8");
        } catch (IOException failed) {
            throw unreadable(file, "this user may not read it, or the disk failed");
        }
    }

    private static Failure unreadable(Path file, String why) {
        return new Failure(
                FailureKind.CONFIGURATION_UNREADABLE,
                "cannot read the table of releases " + file + ": " + why,
                "Correct releases.file, or remove it to use the program's own table.");
    }

    private static ReleaseTable shipped() {
        try (InputStream stream = ReleaseTables.class.getResourceAsStream(OWN)) {
            return ReleaseTableText.read(
                    "the program's own table",
                    new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
