package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.pack.MemberName;
import io.ghekeeper.pack.PackedContent;
import io.ghekeeper.pack.PaxHeader;
import io.ghekeeper.pack.TarMember;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Whether {@code tar} finds in a pack what its index says: the restore without ghe-keeper needs it. */
final class PackTarCheck {
    private final PackReader pack;
    private long end;

    PackTarCheck(PackReader pack) {
        this.pack = pack;
    }

    /**
     * Reads all of a pack.
     *
     * @return its members, each of which is what the index says, also for {@code tar}
     * @throws UnreadableObjectException when one is not
     */
    static List<PackedContent> proven(PackReader pack, ArchiveProgress progress) throws IOException {
        PackTarCheck tar = new PackTarCheck(pack);
        List<PackedContent> members = pack.members();
        for (PackedContent member : members) {
            tar.require(member);
            pack.copy(member, OutputStream.nullOutputStream(), progress);
        }
        tar.requireEnd();
        return members;
    }

    /**
     * Compares the headers of the next member.
     *
     * @return what they say
     * @throws UnreadableObjectException when it is another one
     */
    TarMember require(PackedContent member) throws IOException {
        byte[] headers = bytes(end + PaxHeader.padding(end), member.offset());
        end = member.offset() + member.length();
        try {
            TarMember found = TarMember.parse(headers);
            if (found.name().equals(MemberName.of(member)) && found.size() == member.length()) {
                return found;
            }
        } catch (IOException e) {
            throw pack.damaged("is damaged: " + e.getMessage());
        }
        throw pack.damaged("holds another file in its tar archive than in its index");
    }

    private byte[] bytes(long from, long to) throws IOException {
        if (to < from || to - from > TarMember.LONGEST) {
            throw pack.damaged("is damaged: a header of its tar archive has " + (to - from) + " bytes");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        pack.read(from, to - from, bytes::write);
        return bytes.toByteArray();
    }

    /** After the last member: two blocks of zeros. */
    void requireEnd() throws IOException {
        long from = end + PaxHeader.padding(end);
        for (byte zero : bytes(from, from + 2 * PaxHeader.BLOCK)) {
            if (zero != 0) {
                throw pack.damaged("is damaged: its tar archive has no end");
            }
        }
    }
}
