package org.bangxiao.platform.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * What holds for every route in {@code /q/openapi}: problems have one shape, pages are HTML. What one route does is said
 * at its method, what to send is shown in {@code META-INF/openapi.yaml}.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {
    private static final String PAGES = "Pages";
    private static final String PROBLEM = "#/components/schemas/Problem";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.addTag(OASFactory.createTag().name(PAGES).description("For people: HTML in Chinese and English."));
        api.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().values().forEach(operation -> {
                    if (path.startsWith("/api/")) {
                        describe(operation);
                    } else {
                        describePage(operation);
                    }
                }));
        // What templates are made of is nobody's business outside.
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        if (schemas != null) {
            List.of("TemplateInstance", "MultivaluedMapStringString").forEach(api.getComponents()::removeSchema);
        }
    }

    private static void describe(Operation operation) {
        APIResponse problem = OASFactory.createAPIResponse()
                .description("A problem, with a stable code")
                .content(content(
                        "application/problem+json", OASFactory.createSchema().ref(PROBLEM)));
        operation.getResponses().setDefaultValue(problem);
    }

    private static void describePage(Operation operation) {
        operation.setTags(List.of(PAGES));
        if (operation.getSummary() == null) {
            operation.setSummary("A page");
        }
        operation.setRequestBody(null);
        APIResponse page = OASFactory.createAPIResponse()
                .description("The page")
                .content(content("text/html", OASFactory.createSchema().addType(Schema.SchemaType.STRING)));
        operation.setResponses(OASFactory.createAPIResponses().addAPIResponse("200", page));
    }

    private static Content content(String type, Schema schema) {
        return OASFactory.createContent()
                .addMediaType(type, OASFactory.createMediaType().schema(schema));
    }
}
