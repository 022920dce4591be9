package org.bangxiao.document;

/** Looking into raw bytes. */
final class Bytes {
    private Bytes() {}

    static boolean at(byte[] file, int position, byte[] wanted) {
        if (position < 0 || position + wanted.length > file.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (file[position + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where these bytes first stand at or behind a position, or -1. */
    static int find(byte[] file, byte[] wanted, int from) {
        for (int i = Math.max(0, from); i <= file.length - wanted.length; i++) {
            if (file[i] == wanted[0] && at(file, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    static int unsigned(byte[] file, int position) {
        return file[position] & 0xFF;
    }

    static int bigEndian16(byte[] file, int position) {
        return unsigned(file, position) << 8 | unsigned(file, position + 1);
    }

    static long bigEndian32(byte[] file, int position) {
        return (long) bigEndian16(file, position) << 16 | bigEndian16(file, position + 2);
    }

    static long littleEndian32(byte[] file, int position) {
        return (long) (unsigned(file, position + 3) << 8 | unsigned(file, position + 2)) << 16
                | (long) unsigned(file, position + 1) << 8
                | unsigned(file, position);
    }
}
