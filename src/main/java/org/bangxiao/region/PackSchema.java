package org.bangxiao.region;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** What every {@code pack.yaml} must look like, as the JSON Schema beside the packs says it. */
final class PackSchema {
    static final String RESOURCE = "certification/pack.schema.json";

    private final JsonSchema schema;

    PackSchema() {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .formatAssertionsEnabled(true)
                .locale(Locale.ENGLISH)
                .build();
        try (InputStream text = PackSchema.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (text == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(new ObjectMapper().readTree(text), config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True where nothing is wrong with the shape. */
    boolean holds(LinedYaml yaml) {
        boolean sound = true;
        for (ValidationMessage message : schema.validate(yaml.root())) {
            String place = message.getInstanceLocation().toString();
            String property = message.getProperty();
            String nearest = property == null ? place : place + "/" + property;
            yaml.fault(nearest, (place.isEmpty() ? "" : place + " ") + message.getError());
            sound = false;
        }
        return sound;
    }
}
