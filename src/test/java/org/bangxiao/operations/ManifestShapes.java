package org.bangxiao.operations;

import static org.bangxiao.operations.Shape.between;
import static org.bangxiao.operations.Shape.list;
import static org.bangxiao.operations.Shape.matches;
import static org.bangxiao.operations.Shape.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What each manifest must look like, field by field: whatever is not written here is a fault. */
final class ManifestShapes {
    static final Path BASE = Path.of("k8s/base");

    private static final String NAME = "app.kubernetes.io/name";
    private static final String COMPONENT = "app.kubernetes.io/component";
    private static final Shape LABELS = object(NAME, "bangxiao");
    private static final Shape WEB = object(NAME, "bangxiao", COMPONENT, "web");
    private static final Shape MIGRATION = object(NAME, "bangxiao", COMPONENT, "migration");
    private static final Shape IMAGE = matches("[a-z0-9][a-z0-9./-]*(:\\d+\\.\\d+\\.\\d+|@sha256:[0-9a-f]{64})");
    private static final Shape CPU = matches("\\d+m|[1-9]\\d*");
    private static final Shape MEMORY = matches("[1-9]\\d*[MG]i");
    private static final Shape RESOURCES =
            object("requests", object("cpu", CPU, "memory", MEMORY), "limits", object("cpu", CPU, "memory", MEMORY));
    private static final Shape POD_SECURITY = object(
            "runAsNonRoot", true,
            "runAsUser", 10001,
            "runAsGroup", 10001,
            "fsGroup", 10001,
            "seccompProfile", object("type", "RuntimeDefault"));
    private static final Shape CONTAINER_SECURITY = object(
            "allowPrivilegeEscalation", false,
            "readOnlyRootFilesystem", true,
            "capabilities", object("drop", list(Shape.is("ALL"))));
    private static final Shape MOUNTS = list(
            object("name", "tmp", "mountPath", "/tmp"),
            object("name", "keys", "mountPath", "/etc/bangxiao/keys", "readOnly", true));
    private static final Shape VOLUMES = list(
            object("name", "tmp", "emptyDir", object("sizeLimit", MEMORY)),
            object("name", "keys", "secret", object("secretName", "bangxiao-keys", "defaultMode", 0440)));
    private static final Shape CONFIGURATION = list(object("configMapRef", object("name", "bangxiao")));

    static final Map<String, Shape> SHAPES = Map.of(
            "kustomization.yaml", (path, value, faults) -> kustomization().check(path, value, faults),
            "configmap.yaml", configMap(),
            "service.yaml", service(),
            "deployment.yaml", deployment(),
            "migration-job.yaml", job());

    private ManifestShapes() {}

    private static Shape kustomization() {
        Shape[] resources = SHAPES.keySet().stream()
                .filter(name -> !name.equals("kustomization.yaml"))
                .sorted()
                .map(Shape::is)
                .toArray(Shape[]::new);
        return object(
                "apiVersion", "kustomize.config.k8s.io/v1beta1",
                "kind", "Kustomization",
                "resources", list(resources));
    }

    private static Shape configMap() {
        return object(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                object("name", "bangxiao", "labels", LABELS),
                "data",
                object(
                        "BANGXIAO_DEMO", "false",
                        "BANGXIAO_MIGRATE", "false",
                        "BANGXIAO_DATA", "/tmp/bangxiao",
                        "BANGXIAO_KEYS_DIR", "/etc/bangxiao/keys",
                        "JAVA_TOOL_OPTIONS", matches("-XX:MaxRAMPercentage=[5-7]\\d .*"),
                        "QUARKUS_HTTP_PORT", "8080",
                        "QUARKUS_SHUTDOWN_TIMEOUT", matches("\\d+S")));
    }

    private static Shape service() {
        return object(
                "apiVersion",
                "v1",
                "kind",
                "Service",
                "metadata",
                object("name", "bangxiao", "labels", LABELS),
                "spec",
                object(
                        "type",
                        "ClusterIP",
                        "selector",
                        WEB,
                        "ports",
                        list(object("name", "http", "port", 80, "targetPort", "http", "protocol", "TCP"))));
    }

    private static Shape deployment() {
        Shape container = object(
                "name",
                "web",
                "image",
                IMAGE,
                "imagePullPolicy",
                "IfNotPresent",
                "ports",
                list(object("name", "http", "containerPort", 8080, "protocol", "TCP")),
                "envFrom",
                CONFIGURATION,
                "env",
                list(
                        database("URL", "url"),
                        database("USER", "service-user"),
                        database("PASSWORD", "service-password")),
                "startupProbe",
                probe("/q/health/started"),
                "livenessProbe",
                probe("/q/health/live"),
                "readinessProbe",
                probe("/q/health/ready"),
                "resources",
                RESOURCES,
                "securityContext",
                CONTAINER_SECURITY,
                "volumeMounts",
                MOUNTS);
        Shape pod = object(
                "automountServiceAccountToken",
                false,
                "enableServiceLinks",
                false,
                "terminationGracePeriodSeconds",
                between(30, 120),
                "securityContext",
                POD_SECURITY,
                "containers",
                list(container),
                "volumes",
                VOLUMES);
        Shape strategy = object("type", "RollingUpdate", "rollingUpdate", object("maxSurge", 1, "maxUnavailable", 0));
        return object(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                object("name", "bangxiao", "labels", WEB),
                "spec",
                object(
                        "replicas", between(1, 1),
                        "revisionHistoryLimit", between(1, 10),
                        "selector", object("matchLabels", WEB),
                        "strategy", strategy,
                        "template", object("metadata", object("labels", WEB), "spec", pod)));
    }

    private static Shape job() {
        Shape container = object(
                "name", "migration",
                "image", IMAGE,
                "imagePullPolicy", "IfNotPresent",
                "envFrom", CONFIGURATION,
                "env",
                        list(
                                object("name", "BANGXIAO_MODE", "value", "migrate"),
                                database("URL", "url"),
                                database("USER", "user"),
                                database("PASSWORD", "password")),
                "resources", RESOURCES,
                "securityContext", CONTAINER_SECURITY,
                "volumeMounts", MOUNTS);
        Shape pod = object(
                "restartPolicy",
                "Never",
                "automountServiceAccountToken",
                false,
                "enableServiceLinks",
                false,
                "securityContext",
                POD_SECURITY,
                "containers",
                list(container),
                "volumes",
                VOLUMES);
        return object(
                "apiVersion",
                "batch/v1",
                "kind",
                "Job",
                "metadata",
                object("name", "bangxiao-migration", "labels", MIGRATION),
                "spec",
                object(
                        "backoffLimit", between(0, 6),
                        "activeDeadlineSeconds", between(60, 7200),
                        "ttlSecondsAfterFinished", between(3600, 604800),
                        "template", object("metadata", object("labels", MIGRATION), "spec", pod)));
    }

    private static Shape database(String part, String key) {
        Shape secret = object("name", "bangxiao-database", "key", key);
        return object("name", "BANGXIAO_DATABASE_" + part, "valueFrom", object("secretKeyRef", secret));
    }

    private static Shape probe(String path) {
        return object(
                "httpGet", object("path", path, "port", "http"),
                "periodSeconds", between(1, 30),
                "timeoutSeconds", between(1, 10),
                "failureThreshold", between(1, 120));
    }

    static Shape shape(String file) {
        return Objects.requireNonNull(SHAPES.get(file), file);
    }

    static Set<String> files() throws IOException {
        try (Stream<Path> files = Files.list(BASE)) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(TreeSet::new, Set::add, Set::addAll);
        }
    }
}
