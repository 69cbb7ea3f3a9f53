package io.ghekeeper.seal;

import java.io.IOException;
import java.util.Optional;

/**
 * The two lists of a unit that is being sealed: its entries, with marks where several are names of one file, and the inodes of
 * its files in the same order.
 */
final class UnitLists {
    private final ListWriter entries;
    private final ListWriter inodes;
    private final LinkedInodes linked = new LinkedInodes();
    private long files;
    private long count;
    private long bytes;

    UnitLists(ListStore entries, ListStore inodes) throws IOException {
        this.entries = entries.begin();
        this.inodes = inodes.begin();
        this.entries.write(MtreeLine.HEADER);
    }

    void add(TreeEntry entry, Optional<byte[]> digest) throws IOException {
        entries.write(MtreeLine.of(entry.path(), entry.facts(), digest));
        if (entry.isFile()) {
            inodes.write(entry.inode() + "\n");
            files++;
            if (entry.links() > 1) {
                linked.add(entry.inode());
            }
        }
        count++;
        bytes += entry.facts().size();
    }

    SealedUnit finish(String unit) throws IOException {
        String list = linked.mark(entries, inodes, files).finish();
        return new SealedUnit(MtreeLine.word(unit), list, inodes.finish(), count, bytes);
    }
}
