package org.bangxiao.platform.database;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, packed on the class path and unpacked once into the data folder. */
final class Binaries {
    static final String VERSION = "18.6";

    static final String MISSING = "This build holds no database: set BANGXIAO_DATABASE_URL (and"
            + " BANGXIAO_DATABASE_USER, BANGXIAO_DATABASE_PASSWORD) to a PostgreSQL 18.";

    private Binaries() {}

    /** Returns the folder that holds {@code bin/postgres}. Throws {@link DatabaseRefused} where nothing is packed. */
    static Path unpacked(Path data, Consumer<String> progress) throws IOException {
        byte[] packed = packed();
        String mark = mark(packed);
        Path home = data.resolve("postgres-" + VERSION);
        Path markFile = home.resolve("packed-as");
        if (Files.isRegularFile(markFile) && Files.readString(markFile).equals(mark)) {
            return home;
        }
        progress.accept("Unpacking PostgreSQL " + VERSION + " into " + home + " …");
        Path half = data.resolve("postgres-" + VERSION + ".half");
        Folders.delete(half);
        Files.createDirectories(half);
        unpack(packed, half);
        Files.writeString(half.resolve("packed-as"), mark);
        Folders.delete(home);
        Files.move(half, home);
        return home;
    }

    private static byte[] packed() throws IOException {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String ours = arch.equals("aarch64") ? "arm_64" : "x86_64";
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");
        if (!linux || !(arch.equals("aarch64") || arch.equals("amd64") || arch.equals("x86_64"))) {
            throw new DatabaseRefused("The packed database runs on Linux (x86-64, ARM 64) only:"
                    + " set BANGXIAO_DATABASE_URL to a PostgreSQL 18.");
        }
        try (InputStream in = Binaries.class.getClassLoader().getResourceAsStream("postgres-linux-" + ours + ".txz")) {
            if (in == null) {
                throw new DatabaseRefused(MISSING);
            }
            return in.readAllBytes();
        }
    }

    private static String mark(byte[] packed) {
        CRC32 crc = new CRC32();
        crc.update(packed);
        return packed.length + "-" + Long.toHexString(crc.getValue());
    }

    private static void unpack(byte[] packed, Path home) throws IOException {
        try (InputStream xz = new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(packed)));
                TarArchiveInputStream tar = new TarArchiveInputStream(xz)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = home.resolve(entry.getName()).normalize();
                if (!target.startsWith(home)) {
                    throw new IOException("Entry outside the folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(parent(target));
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(parent(target));
                    Files.copy(tar, target);
                    boolean runs = (entry.getMode() & 0111) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static Path parent(Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            throw new IOException("No folder for " + target);
        }
        return parent;
    }
}
