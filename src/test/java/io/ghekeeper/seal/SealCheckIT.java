package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seals are checked by other programs, with the command that {@code docs/seal.md} has. */
class SealCheckIT {
    private static final Pattern COMMAND = Pattern.compile("```bash\n(.*?mtree.*?)```", Pattern.DOTALL);

    /** Names that are no UTF-8, with line ends and the letters that mtree(5) has a use for; the longest; all types. */
    private static final String HOSTILE = """
            set -e; umask 022; mkdir -p "$1"; cd "$1"
            mkdir -p pages/1a repositories/5/nw/5f/f1/2d/4/4.git
            printf x >"$(printf 'bad\\377\\376name')"; printf y >$'new\\nline'; printf é >é
            touch -- 'b #*?[x]\\back=type=dir' "$(printf 'a%.0s' {1..255})" '-rf' ' '
            mkdir "$(printf 'dir\\377')"; printf z >"$(printf 'dir\\377')/z"
            ln -s "$(printf 'tar\\nget \\377//x/')" pages/link; ln -s /nowhere pages/root
            mkfifo pages/1a/fifo; truncate -s 50M pages/1a/sparse; chmod 4755 pages/1a/sparse
            ln pages/1a/sparse pages/1a/same; ln é pages/1a/across
            touch -d @1.000000001 pages/1a; touch -d @-5.5 'b #*?[x]\\back=type=dir'
            if [ "$(id -u)" -eq 0 ]; then
              mknod pages/1a/null c 1 3 && mknod pages/1a/block b 259 70000 && chown 12345:54321 é || true
            fi
            """;

    @TempDir
    Path volume;

    private SealBox box;

    @BeforeEach
    void seal() throws IOException {
        box = new SealBox(volume);
        Tool.run("bash", "-c", HOSTILE, "hostile", box.snapshot(FIRST).toString());
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(box.snapshot(FIRST).resolve("pages/1a/socket")));
        }
        box.seal(FIRST);
    }

    @Test
    void otherProgramsFindTheSameInTheSnapshot() throws Exception {
        assertThat(check()).isEmpty();
    }

    @Test
    void otherProgramsFindAFileWhoseContentDiffers() throws Exception {
        Path file = box.snapshot(FIRST).resolve("pages/1a/sparse");
        FileTime time = Files.getLastModifiedTime(file);
        Tool.run(
                "bash", "-c", "printf 1 | dd of=\"$1\" bs=1 seek=1000 conv=notrunc status=none", "dd", file.toString());
        Files.setLastModifiedTime(file, time);

        assertThat(check()).contains("sparse").contains("sha256");
    }

    @Test
    void otherProgramsFindWhatIsMissingAndWhatIsAdditional() throws Exception {
        Files.delete(box.snapshot(FIRST).resolve("é"));
        Files.createFile(box.snapshot(FIRST).resolve("pages/1a/more"));

        assertThat(check()).contains("missing").contains("more");
    }

    /** What the command of the documentation prints; nothing when all is the same. */
    private String check() throws Exception {
        Matcher command = COMMAND.matcher(Files.readString(Path.of("docs/seal.md")));
        assertThat(command.find()).isTrue();
        String typed = command.group(1)
                .replace("/data/ghe-keeper/", box.state + "/")
                .replace("/data/ghe-production-data/", box.data + "/")
                .replace("20261129T031700", FIRST);
        Process process = new ProcessBuilder(List.of("bash", "-c", "set -euo pipefail\n" + typed))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        int status = process.waitFor();
        assertThat(status == 0).as(printed).isEqualTo(printed.isEmpty());
        return printed;
    }
}
