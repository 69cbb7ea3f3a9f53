package io.ghekeeper.nativesnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.lab.FakeSys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockDeviceTest {
    @TempDir
    private Path folder;

    private FakeSys sys;

    @BeforeEach
    void show() throws IOException {
        sys = FakeSys.of(folder.resolve("sys"), folder);
    }

    private BlockDevice device() throws IOException {
        return BlockDevice.under(folder, sys.root()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "vol0123456789abcdef0, vol-0123456789abcdef0",
        "vol-0123456789abcdef0, vol-0123456789abcdef0",
        "vol01234567, vol-01234567"
    })
    void anEbsVolumeIsNamedByTheSerialOfItsDevice(String serial, String id) throws IOException {
        sys.disk("nvme1n1", 200, serial);

        assertThat(device().volume()).contains(id);
        assertThat(device().bytes()).isEqualTo(200L << 30);
        assertThat(device().name()).isEqualTo("nvme1n1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AWS1234", "vol", "vol0123456789abcdef01", "volXYZ45678", "vol0123456789ABCDEF0"})
    void anotherSerialNamesNoVolume(String serial) throws IOException {
        sys.disk("nvme1n1", 200, serial);

        assertThat(device().volume()).isEmpty();
    }

    @Test
    void aPartitionIsOnItsDisk() throws IOException {
        Path disk = sys.make("nvme1n1", 200, "vol0123456789abcdef0");
        Path partition = Files.createDirectory(disk.resolve("nvme1n1p1"));
        Files.writeString(partition.resolve("partition"), "1\n");
        Files.writeString(partition.resolve("size"), "2048\n");
        sys.show(partition);

        assertThat(device().volume()).contains("vol-0123456789abcdef0");
        assertThat(device().bytes()).isEqualTo(200L << 30);
    }

    @Test
    void aMappedDeviceIsOnTheOneDiskBelow() throws IOException {
        Path mapped = sys.disk("dm-0", 199, "");
        Path disk = sys.make("nvme1n1", 200, "vol0123456789abcdef0");
        Files.createSymbolicLink(Files.createDirectory(mapped.resolve("slaves")).resolve("nvme1n1"), disk);

        assertThat(device().volume()).contains("vol-0123456789abcdef0");
    }

    @Test
    void aMappedDeviceOnTwoDisksIsOnNoOneVolume() throws IOException {
        Path mapped = sys.disk("dm-0", 400, "");
        Path slaves = Files.createDirectory(mapped.resolve("slaves"));
        for (String name : new String[] {"nvme1n1", "nvme2n1"}) {
            Files.createSymbolicLink(slaves.resolve(name), sys.make(name, 200, "vol0123456789abcdef0"));
        }

        assertThat(BlockDevice.under(folder, sys.root())).isEmpty();
    }

    @Test
    void whereTheKernelShowsNoDeviceThereIsNone() throws IOException {
        assertThat(BlockDevice.under(folder, sys.root())).isEmpty();
    }

    @Test
    void aSizeThatIsNoNumberIsNotGuessed() throws IOException {
        Files.writeString(sys.disk("nvme1n1", 200, "vol0123456789abcdef0").resolve("size"), "large\n");

        assertThatThrownBy(this::device).isInstanceOf(IOException.class).hasMessageContaining("has no size");
    }

    @Test
    void aDeviceNumberIsReadAsTheLibraryWritesIt() throws IOException {
        Path disk = sys.make("sdx", 1, "");
        Files.createSymbolicLink(sys.root().resolve("dev/block/259:1048575"), disk);
        long number = ((1048575L & ~0xffL) << 12) | (259L << 8) | (1048575L & 0xff);

        assertThat(BlockDevice.of(number, sys.root()).orElseThrow().name()).isEqualTo("sdx");
    }
}
