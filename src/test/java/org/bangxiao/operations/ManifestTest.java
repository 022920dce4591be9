package org.bangxiao.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bangxiao.operations.ManifestShapes.BASE;
import static org.bangxiao.operations.ManifestShapes.SHAPES;
import static org.bangxiao.operations.ManifestShapes.files;
import static org.bangxiao.operations.ManifestShapes.shape;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads every manifest strictly: an unknown field, a loose image, a label that selects nothing is a fault. */
class ManifestTest {
    /** The secrets that an operator makes, and their keys; k8s/README.md says how. */
    private static final Map<String, Set<String>> SECRETS = Map.of(
            "bangxiao-database", Set.of("url", "user", "password", "service-user", "service-password"),
            "bangxiao-keys", Set.of("master.key"));

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    @Test
    void everyManifestHasItsExactShape() throws IOException {
        for (String file : files()) {
            assertThat(SHAPES).containsKey(file);
            assertThat(Shape.faults(file, one(file), shape(file))).isEmpty();
        }
        assertThat(files()).isEqualTo(new TreeSet<>(SHAPES.keySet()));
    }

    @Test
    void kustomizationListsEveryOtherFileOnce() throws IOException {
        List<String> listed = texts(one("kustomization.yaml").get("resources"));
        Set<String> expected = files();
        expected.remove("kustomization.yaml");
        assertThat(listed).containsExactlyElementsOf(expected);
    }

    @Test
    void theServiceReachesTheWebAndNothingElse() throws IOException {
        JsonNode service = one("service.yaml").get("spec");
        JsonNode web = one("deployment.yaml").get("spec");
        JsonNode job = one("migration-job.yaml").get("spec");
        assertThat(service.get("selector")).isEqualTo(web.at("/template/metadata/labels"));
        assertThat(web.at("/selector/matchLabels")).isEqualTo(web.at("/template/metadata/labels"));
        assertThat(service.get("selector")).isNotEqualTo(job.at("/template/metadata/labels"));
        JsonNode container = container("deployment.yaml");
        assertThat(service.at("/ports/0/targetPort")).isEqualTo(container.at("/ports/0/name"));
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.at("/" + probe + "/httpGet/port")).isEqualTo(container.at("/ports/0/name"));
        }
        assertThat(one("configmap.yaml").at("/data/QUARKUS_HTTP_PORT").asText())
                .isEqualTo(container.at("/ports/0/containerPort").asText());
    }

    @Test
    void webAndJobRunTheSameImageOnTheSameDatabaseAndOnlyTheJobAsItsOwner() throws IOException {
        JsonNode web = container("deployment.yaml");
        JsonNode job = container("migration-job.yaml");
        assertThat(job.get("image")).isEqualTo(web.get("image"));
        assertThat(secretKey(job, "BANGXIAO_DATABASE_URL")).isEqualTo(secretKey(web, "BANGXIAO_DATABASE_URL"));
        assertThat(secretKey(job, "BANGXIAO_DATABASE_USER")).isEqualTo("user");
        assertThat(secretKey(web, "BANGXIAO_DATABASE_USER")).isEqualTo("service-user");
        assertThat(secretKey(job, "BANGXIAO_DATABASE_PASSWORD")).isEqualTo("password");
        assertThat(secretKey(web, "BANGXIAO_DATABASE_PASSWORD")).isEqualTo("service-password");
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonNode config = one("configmap.yaml");
        for (String file : List.of("deployment.yaml", "migration-job.yaml")) {
            JsonNode container = container(file);
            assertThat(container.at("/envFrom/0/configMapRef/name")).isEqualTo(config.at("/metadata/name"));
            for (JsonNode entry : container.get("env")) {
                JsonNode secret = entry.at("/valueFrom/secretKeyRef");
                if (!secret.isMissingNode()) {
                    assertThat(SECRETS.get(secret.get("name").asText()))
                            .contains(secret.get("key").asText());
                }
                assertThat(config.get("data").has(entry.get("name").asText()))
                        .as("set twice: %s", entry.get("name"))
                        .isFalse();
            }
            JsonNode pod = one(file).at("/spec/template/spec");
            assertThat(names(container.get("volumeMounts"))).isEqualTo(names(pod.get("volumes")));
            assertThat(SECRETS)
                    .containsKey(pod.at("/volumes/1/secret/secretName").asText());
            assertThat(config.at("/data/BANGXIAO_KEYS_DIR")).isEqualTo(container.at("/volumeMounts/1/mountPath"));
            assertThat(config.at("/data/BANGXIAO_DATA").asText())
                    .startsWith(container.at("/volumeMounts/0/mountPath").asText() + "/");
        }
        String manual = Files.readString(Path.of("k8s/README.md"));
        SECRETS.forEach((secret, keys) -> {
            assertThat(manual).contains("`" + secret + "`");
            keys.forEach(key -> assertThat(manual).contains("`" + key + "`"));
        });
    }

    @Test
    void noSecretIsKeptHere() throws IOException {
        for (String file : files()) {
            assertThat(one(file).path("kind").asText()).isNotEqualTo("Secret");
        }
        assertThat(texts(one("configmap.yaml").get("data")))
                .noneMatch(value -> value.matches("(?i).*(password|secret|postgres(ql)?://).*"));
    }

    @Test
    void requestsStayBelowLimits() throws IOException {
        for (String file : List.of("deployment.yaml", "migration-job.yaml")) {
            JsonNode resources = container(file).get("resources");
            assertThat(mebibytes(resources.at("/requests/memory").asText()))
                    .isLessThanOrEqualTo(
                            mebibytes(resources.at("/limits/memory").asText()));
            assertThat(milliCores(resources.at("/requests/cpu").asText()))
                    .isLessThanOrEqualTo(milliCores(resources.at("/limits/cpu").asText()));
        }
    }

    /** A check that never fails is worth nothing: each of these spoilt manifests must be found out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deployment.yaml    | image: bangxiao:1.0.0        | image: bangxiao:latest          | image",
                "deployment.yaml    | image: bangxiao:1.0.0        | image: bangxiao                 | image",
                "deployment.yaml    | runAsNonRoot: true           | runAsNonRoot: false             | runAsNonRoot",
                "deployment.yaml    | readOnlyRootFilesystem: true | readOnlyRootFilesystm: true     | unknown",
                "deployment.yaml    | path: /q/health/live         | path: /health                   | livenessProbe",
                "deployment.yaml    | containerPort: 8080          | containerPort: '8080'           | containerPort",
                "deployment.yaml    | replicas: 1                  | replica: 1                      | replicas: missing",
                "deployment.yaml    | key: url                     | key: adress                     | key",
                "migration-job.yaml | value: migrate               | value: web                      | value",
                "migration-job.yaml | restartPolicy: Never         | restartPolicy: Always           | restartPolicy",
                "service.yaml       | targetPort: http             | targetPort: web                 | targetPort",
                "configmap.yaml     | kind: ConfigMap              | kind: Configmap                 | kind",
                "configmap.yaml     | '\"8080\"'                   | 8080                            | QUARKUS_HTTP_PORT",
                "kustomization.yaml | - service.yaml               | - services.yaml                 | resources"
            })
    void aSpoiltManifestIsFound(String file, String right, String wrong, String fault) throws IOException {
        String text = Files.readString(BASE.resolve(file));
        assertThat(text).contains(right);
        JsonNode spoilt = YAML.readTree(text.replace(right, wrong));
        assertThat(Shape.faults(file, spoilt, shape(file))).isNotEmpty().anyMatch(found -> found.contains(fault));
    }

    @Test
    void aFieldGivenTwiceIsFound() {
        assertThatThrownBy(() -> YAML.readTree("a: 1\na: 2\n")).isInstanceOf(IOException.class);
    }

    private static JsonNode one(String file) throws IOException {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(BASE.resolve(file).toFile())) {
            List<JsonNode> all = documents.readAll();
            assertThat(all).as(file).hasSize(1);
            return all.get(0);
        }
    }

    private static JsonNode container(String file) throws IOException {
        return one(file).at("/spec/template/spec/containers/0");
    }

    private static String secretKey(JsonNode container, String variable) {
        return StreamSupport.stream(container.get("env").spliterator(), false)
                .filter(entry -> entry.get("name").asText().equals(variable))
                .map(entry -> entry.at("/valueFrom/secretKeyRef/key").asText())
                .collect(Collectors.joining());
    }

    private static List<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> names(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(value -> value.path("name").asText())
                .toList();
    }

    private static int mebibytes(String quantity) {
        int number = Integer.parseInt(quantity.substring(0, quantity.length() - 2));
        return quantity.endsWith("Gi") ? number * 1024 : number;
    }

    private static int milliCores(String quantity) {
        return quantity.endsWith("m")
                ? Integer.parseInt(quantity.substring(0, quantity.length() - 1))
                : Integer.parseInt(quantity) * 1000;
    }
}
