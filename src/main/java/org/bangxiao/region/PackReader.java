package org.bangxiao.region;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads packs whole: every fault of every file is found before any of them stops the start. */
final class PackReader {
    private final ObjectMapper mapper =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private final PackSchema schema = new PackSchema();

    /** Throws {@link BrokenPackException} with all faults of all packs. */
    List<PolicyPack> read(List<PackFolder> folders, String place) {
        Faults faults = new Faults();
        if (folders.isEmpty()) {
            faults.add(place, 1, "no policy pack lies here");
        }
        List<PolicyPack> packs = new ArrayList<>();
        Map<String, String> taken = new HashMap<>();
        for (PackFolder folder : folders) {
            read(folder, taken, faults).ifPresent(packs::add);
        }
        if (faults.count() > 0) {
            throw new BrokenPackException(faults.inOrder());
        }
        return List.copyOf(packs);
    }

    private Optional<PolicyPack> read(PackFolder folder, Map<String, String> taken, Faults faults) {
        int before = faults.count();
        folder.checkNames(faults);
        String file = folder.path("pack.yaml");
        String text = folder.text("pack.yaml", faults);
        LinedYaml yaml =
                text == null ? null : LinedYaml.read(file, text, faults).orElse(null);
        PackDocument document = yaml == null ? null : document(yaml);
        if (yaml != null && document != null) {
            new PackReferences(yaml, document).check(folder.key());
            alone("/province/code", document.province().code(), yaml, folder, taken);
            alone("/certificate/prefix", document.certificate().prefix(), yaml, folder, taken);
        }
        PackTables tables = new PackTables(folder, known(document), faults);
        List<County> counties = tables.counties();
        List<Pairing> pairings = tables.pairings();
        WorkingDays workingDays = tables.workingDays();
        String mark = folder.text("mark.svg", faults);
        if (mark != null) {
            MarkPicture.check(folder.path("mark.svg"), mark, faults);
        }
        if (document == null || mark == null || faults.count() > before) {
            return Optional.empty();
        }
        return Optional.of(PolicyPack.of(folder.version(), document, counties, pairings, workingDays, mark));
    }

    private @Nullable PackDocument document(LinedYaml yaml) {
        if (!schema.holds(yaml)) {
            return null;
        }
        try {
            return mapper.treeToValue(yaml.root(), PackDocument.class);
        } catch (JsonProcessingException e) {
            yaml.fault("", e.getOriginalMessage());
            return null;
        }
    }

    private static PackTables.Known known(@Nullable PackDocument document) {
        if (document == null) {
            return PackTables.Known.NOTHING;
        }
        return new PackTables.Known(
                document.province().code(),
                ids(document.countyTiers()),
                ids(document.countyGroups()),
                document.sources().keySet());
    }

    private static Set<String> ids(List<Named> entries) {
        return entries.stream().map(Named::id).collect(Collectors.toSet());
    }

    private static void alone(
            String pointer, String value, LinedYaml yaml, PackFolder folder, Map<String, String> taken) {
        String other = taken.putIfAbsent(pointer + " " + value, folder.place());
        if (other != null) {
            yaml.fault(pointer, value + " is taken by " + other);
        }
    }
}
