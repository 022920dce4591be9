package org.bangxiao.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bangxiao.platform.Digests;
import org.jspecify.annotations.Nullable;

/** The files of one pack as they lie in their folder, in the order of their names. */
record PackFolder(String place, String key, SortedMap<String, byte[]> files) {
    static final List<String> FILES =
            List.of("counties.csv", "groups.csv", "holidays.csv", "mark.svg", "pack.yaml", "pairings.csv");

    /** The packs that the service was built with; works in a folder of classes and inside a jar. */
    static List<PackFolder> onClassPath() {
        URL schema = PackFolder.class.getClassLoader().getResource(PackSchema.RESOURCE);
        if (schema == null) {
            throw new IllegalStateException(PackSchema.RESOURCE + " is not on the class path");
        }
        String address = schema.toString();
        try {
            if (!address.startsWith("jar:")) {
                return under(Path.of(URI.create(address)).resolveSibling(""), "certification");
            }
            Path jar = Path.of(URI.create(address.substring("jar:".length(), address.indexOf("!/"))));
            try (FileSystem inside = FileSystems.newFileSystem(jar)) {
                return under(inside.getPath("certification"), "certification");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packs in a folder of an operator's choice: each folder in it is one. */
    static List<PackFolder> in(Path folder) {
        try {
            return under(folder, folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of policy packs cannot be read", e);
        }
    }

    private static List<PackFolder> under(Path folder, String place) throws IOException {
        List<PackFolder> packs = new ArrayList<>();
        for (Path pack : list(folder)) {
            if (!Files.isDirectory(pack)) {
                continue;
            }
            SortedMap<String, byte[]> files = new TreeMap<>();
            for (Path file : list(pack)) {
                if (Files.isRegularFile(file)) {
                    files.put(nameOf(file), Files.readAllBytes(file));
                }
            }
            packs.add(new PackFolder(place + "/" + nameOf(pack), nameOf(pack), files));
        }
        return packs;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(p -> !nameOf(p).startsWith(".")).sorted().toList();
        }
    }

    private static String nameOf(Path path) {
        // A folder inside a jar ends in a slash.
        return String.valueOf(path.getFileName()).replace("/", "");
    }

    String version() {
        return HexFormat.of().formatHex(Digests.sha256(files.values().toArray(byte[][]::new)));
    }

    String path(String name) {
        return place + "/" + name;
    }

    /** The text of a file, or nothing and a fault where it is missing or not UTF-8. */
    @Nullable
    String text(String name, Faults faults) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            faults.add(path(name), 1, "the file is missing");
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            faults.add(path(name), firstBadLine(bytes), "the line is not UTF-8");
            return null;
        }
    }

    private static int firstBadLine(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].indexOf('\uFFFD') >= 0) {
                return i + 1;
            }
        }
        return 1;
    }

    void checkNames(Faults faults) {
        for (String name : files.keySet()) {
            if (!FILES.contains(name)) {
                faults.add(path(name), 1, "no file of a policy pack has this name");
            }
        }
    }

    @Override
    public String toString() {
        return place + Arrays.toString(files.keySet().toArray());
    }
}
