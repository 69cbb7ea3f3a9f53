package io.ghekeeper.archive;

import java.io.IOException;

/**
 * The chain of folders that a fetch is in: each was made by it, or was seen to be a folder and no link. Entries come in the
 * order of their paths, so each folder is proven about once, and memory holds one path. Each thread that goes along
 * lists has its own; others, which write what is in the folders, rely on it later.
 *
 * <p>What was proven holds until the fetch ends, because nothing else changes it. The top is open to this user
 * alone (mode 0700) until the fetch ends, and one fetch at a time works there: the keep lane's lease sees to that, or the lock
 * in the folder. So only another program of this user, or root, could put a link in a folder's place; such a one can write
 * wherever the link leads without the fetch. Paths that come from the store, and what lay there before, change nothing: a link
 * is never proven, and none is made above an entry.
 */
final class ProvenFolders {
    private String chain = "";
    private String made = ""; // the first folder of the chain that this fetch made

    /** Proves or makes a folder whose folders above are proven. */
    interface FolderProof {
        boolean isFolder(String path) throws IOException;
    }

    /**
     * Whether all folders above a path are folders.
     *
     * @param proof is asked for those that are not on the chain, from the top down
     */
    boolean hasAbove(String path, FolderProof proof) throws IOException {
        String parent = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        for (int end = common(parent); end < parent.length(); ) {
            int slash = parent.indexOf('/', end + 1);
            end = slash < 0 ? parent.length() : slash;
            String folder = parent.substring(0, end);
            if (!proof.isFolder(folder)) {
                return false;
            }
            if (!chain.equals(folder)) {
                enter(folder, false);
            }
        }
        return true;
    }

    /** How much of a path is on the chain: up to the end of a name. */
    private int common(String path) {
        int most = Math.min(path.length(), chain.length());
        int end = 0;
        for (int i = 0; i < most; i++) {
            if (path.charAt(i) != chain.charAt(i)) {
                return end;
            }
            if (path.charAt(i) == '/') {
                end = i;
            }
        }
        boolean whole = (most == path.length() || path.charAt(most) == '/')
                && (most == chain.length() || chain.charAt(most) == '/');
        return whole ? most : end;
    }

    /**
     * A folder, whose folders above are proven, is one.
     *
     * @param isNew whether this fetch made it just now
     */
    void enter(String folder, boolean isNew) {
        if (!isIn(folder, made)) {
            made = isNew ? folder : "";
        }
        chain = folder;
    }

    /** Whether a path, whose folders above are proven, lies in a folder that this fetch made: it has only what the fetch put there. */
    boolean isInNew(String path) {
        int slash = path.lastIndexOf('/');
        return slash > 0 && isIn(path.substring(0, slash), made);
    }

    private static boolean isIn(String path, String folder) {
        return !folder.isEmpty()
                && path.startsWith(folder)
                && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
    }
}
