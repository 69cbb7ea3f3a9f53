package io.ghekeeper.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;

/**
 * An entry of a tree, as one question to the file system shows it.
 *
 * @param path as {@link PathBytes}, below the tree's top; {@code .} for that
 * @param links how many names the file has on its file system
 * @param held whether the tree of an earlier snapshot has the same inode at the same path now
 */
record TreeEntry(
        String path, Path file, EntryFacts facts, long device, long inode, int links, FileTime changed, boolean held) {
    private static final String ATTRIBUTES = "unix:mode,ino,dev,rdev,nlink,uid,gid,size,lastModifiedTime,ctime";
    private static final String WRITES = "unix:ino,dev,size,lastModifiedTime,ctime";
    private static final int PERMISSIONS = 07777;

    /** @throws IOException when it is gone, or cannot be read */
    @SuppressWarnings("MissingSummary")
    static TreeEntry read(String path, Path file) throws IOException {
        Map<String, Object> shown = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        int mode = (int) shown.get("mode");
        EntryType type = EntryType.ofMode(mode).orElseThrow(() -> new IOException("it is of an unknown type"));
        EntryFacts facts = new EntryFacts(
                type,
                mode & PERMISSIONS,
                (int) shown.get("uid"),
                (int) shown.get("gid"),
                type == EntryType.FILE ? (long) shown.get("size") : 0,
                ((FileTime) shown.get("lastModifiedTime")).toInstant(),
                type == EntryType.LINK ? Optional.of(PathBytes.of(Files.readSymbolicLink(file))) : Optional.empty(),
                type.isDevice() ? (long) shown.get("rdev") : 0);
        return new TreeEntry(
                path,
                file,
                facts,
                (long) shown.get("dev"),
                (long) shown.get("ino"),
                (int) shown.get("nlink"),
                (FileTime) shown.get("ctime"),
                false);
    }

    /** The same entry, compared with what has its path in the tree of an earlier snapshot. */
    TreeEntry comparedWith(Path earlier) {
        boolean same;
        try {
            Map<String, Object> shown = Files.readAttributes(earlier, "unix:ino,dev", LinkOption.NOFOLLOW_LINKS);
            same = (long) shown.get("ino") == inode && (long) shown.get("dev") == device;
        } catch (IOException notThere) {
            same = false;
        }
        return new TreeEntry(path, file, facts, device, inode, links, changed, same);
    }

    /** Whether this is the same file, with nothing written to it in between. Other names that come or go do not count. */
    boolean isUnwrittenSince(TreeEntry before) {
        return inode == before.inode && device == before.device && facts.equals(before.facts);
    }

    /** Whether its content, attributes and names are the same. Asks the file system for less than {@link #read} does. */
    boolean isUntouched() throws IOException {
        Map<String, Object> shown = Files.readAttributes(file, WRITES, LinkOption.NOFOLLOW_LINKS);
        return (long) shown.get("ino") == inode
                && (long) shown.get("dev") == device
                && (!isFile() || (long) shown.get("size") == facts.size())
                && ((FileTime) shown.get("lastModifiedTime")).toInstant().equals(facts.modified())
                && shown.get("ctime").equals(changed);
    }

    boolean isFolder() {
        return facts.isFolder();
    }

    boolean isFile() {
        return facts.isFile();
    }
}
