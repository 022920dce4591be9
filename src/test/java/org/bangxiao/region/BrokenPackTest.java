package org.bangxiao.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A broken pack stops the start, and the office that wrote it reads file, line and reason of every fault. */
class BrokenPackTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copyTheSoundPacks() {
        for (PackFolder pack : PackFolder.onClassPath()) {
            pack.files().forEach((name, bytes) -> {
                try {
                    Files.createDirectories(folder.resolve(pack.key()));
                    Files.write(folder.resolve(pack.key()).resolve(name), bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void aFolderOfSoundPacksIsRead() {
        assertThat(load().all())
                .extracting(PolicyPack::version)
                .isEqualTo(new PolicyPacks(Optional.empty())
                        .all().stream().map(PolicyPack::version).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pack.yaml    | shareBasisPoints: 2000     | shareBasisPoints: 20000   | maximum value of 10000
            pack.yaml    | shareBasisPoints: 2000     | shareBasisPoint: 2000     | shareBasisPoint
            pack.yaml    | link: PRODUCE              | link: GIFTS               | /criteria/2/link
            pack.yaml    | date: 2020-05-27           | date: 2020-05-32          | /scheme/date
            pack.yaml    | id: members                | id: workers               | 'workers' stands twice in criteria
            pack.yaml    | evidence: [lease-contracts]| evidence: [lease]         | 'lease' is not in documents
            pack.yaml    | papers: [food-licence]     | papers: [licence]        | 'licence' is not in documents
            pack.yaml    | - id: fruit                | - id: grain               | 'grain' stands twice in categories
            pack.yaml    | from: 2021-01-01           | from: 2020-12-31          | the times overlap
            pack.yaml    | from: 2021-01-01           | from: 2021-01-02          | a gap is left
            pack.yaml    | to: 2020-09-30             | to: 2020-08-30            | the last day is before the first
            pack.yaml    | id: month-2026             | id: month-2020            | 'month-2020' stands twice in campaigns
            pack.yaml    | key: guangxi               | key: guangdong            | is not the name of the folder
            pack.yaml    | source: [W9, W20]          | source: [W9, W77]         | source W77 is not in the list
            pack.yaml    | prefix: GX                 | prefix: [GX               | not YAML
            pack.yaml    | validityYears: 2           | name: {zh: a, en: b}      | 'name' stands twice
            pack.yaml    | problemDays: 7             | problemDays: 0            | minimum value of 1
            pack.yaml    | words: [桂七芒, 香芒]      | words: [桂七芒, 山楂]     | '山楂' shows two varieties
            pack.yaml    | leastLikeGoods: 3          | likeGoods: 3              | leastLikeGoods
            pack.yaml    | remedyDaysAtMost: 60       | remedyDaysAtMost: 400     | maximum value of 365
            pack.yaml    | officers: [city-officer]   | officers: [mayor]         | /levels/1/officers/0
            pack.yaml    | objections: {level: CITY   | objections: {level: COUNTY | go to a level above it
            pack.yaml    | objections: {level: CITY   | objections: {level: TOWN  | 'TOWN' is not in levels
            pack.yaml    | groups: [supervised-2020   | groups: [supervised       | 'supervised' is not in countyGroups
            counties.csv | 450124,马山县              | 450123,马山县             | 马山县 stands in an earlier row
            counties.csv | 450124,马山县              | 45012,马山县              | is not a code of six digits
            counties.csv | 450124,马山县              | 360124,马山县             | does not lie in 450000
            counties.csv | 田阳区,Tianyang District,451000,百色市,Baise,national | 田阳区,Tianyang District,451000,百色市,Baise,best | tier best
            counties.csv | Tianyang County,2019-08-31 | Tianyang County,2019-8-31 | is not a date
            counties.csv | 450124,马山县              | "450124,马山县            | after this line
            groups.csv   | 450225,deep-poverty        | 450225,deep               | group deep is not one of
            groups.csv   | 450225,deep-poverty        | 450225,supervised-2020    | by an earlier row in the same time
            pairings.csv | 450125,440900              | 450199,440900             | county 450199 is not in counties.csv
            pairings.csv | Huazhou City,2023-01-01    | Huazhou City,2020-12-31   | has another pairing by an earlier row
            pairings.csv | Dianbai District,2021-01-01, | Dianbai District,2021-01-01,2020-01-01 | before the first
            pairings.csv | 450125,440900              | 450125,44,0900            | the row has 11 fields
            holidays.csv | 2026-01-02,HOLIDAY         | 2026-01-01,HOLIDAY        | stands in an earlier row
            holidays.csv | 2026-01-02,HOLIDAY         | 2026-01-02,REST           | neither HOLIDAY nor WORKDAY
            mark.svg     | <defs>                     | <script/><defs>           | may not hold <script>
            mark.svg     | </defs>                    | </def>                    | not a picture
            """)
    void oneFaultIsReportedWithItsLine(String file, String sound, String broken, String reason) {
        int line = replace(file, sound, broken);
        // The row under the one that was made its double, or the line before a quote that is never closed.
        List<Fault> faults = faults();
        assertThat(faults).anySatisfy(fault -> {
            assertThat(fault.file()).endsWith("guangxi/" + file);
            assertThat(fault.what()).contains(reason);
            assertThat(fault.line()).isBetween(line - 1, line + 2);
        });
        assertThat(faults.get(0).toString()).matches("(?s).+:\\d+: .+");
    }

    @Test
    void aSchemaFaultStandsOnItsVeryLine() {
        int link = replace("pack.yaml", "link: PRODUCE", "link: GIFTS");
        int name = replace("counties.csv", "马山县,Mashan County", "马山县,");
        int pair = replace("pairings.csv", "450125,440900", "450199,440900");
        assertThat(faults())
                .extracting(f -> Path.of(f.file()).getFileName() + ":" + f.line())
                .as("all faults of all files, not the first alone")
                .contains("pack.yaml:" + link, "counties.csv:" + name, "pairings.csv:" + pair);
    }

    @Test
    void twoPacksMayNotShareAPrefix() {
        replace("pack.yaml", "prefix: GX", "prefix: JX");
        assertThat(faults())
                .singleElement()
                .satisfies(f -> assertThat(f.file()).endsWith("jiangxi/pack.yaml"))
                .satisfies(f -> assertThat(f.what()).contains("JX is taken by", "guangxi"));
    }

    @Test
    void filesAreCountedAndDecoded() throws IOException {
        Files.delete(folder.resolve("guangxi/groups.csv"));
        Files.writeString(folder.resolve("guangxi/pairing.csv"), "x");
        Files.write(folder.resolve("jiangxi/holidays.csv"), new byte[] {'d', '\n', (byte) 0xC3, '\n'});
        assertThat(faults())
                .extracting(Fault::toString)
                .anyMatch(f -> f.endsWith("guangxi/groups.csv:1: the file is missing"))
                .anyMatch(f -> f.endsWith("guangxi/pairing.csv:1: no file of a policy pack has this name"))
                .anyMatch(f -> f.endsWith("jiangxi/holidays.csv:2: the line is not UTF-8"));
    }

    @Test
    void anEmptyFolderIsAFaultToo(@TempDir Path empty) {
        BrokenPackException broken =
                catchThrowableOfType(BrokenPackException.class, () -> new PolicyPacks(Optional.of(empty.toString())));
        assertThat(broken).hasMessageContaining("no policy pack lies here");
    }

    private PolicyPacks load() {
        return new PolicyPacks(Optional.of(folder.toString()));
    }

    private List<Fault> faults() {
        BrokenPackException broken = catchThrowableOfType(BrokenPackException.class, this::load);
        assertThat(broken).as("the pack is broken and was taken").isNotNull();
        return broken.faults();
    }

    private int replace(String file, String sound, String broken) {
        try {
            Path path = folder.resolve("guangxi").resolve(file);
            String text = Files.readString(path);
            int at = text.indexOf(sound);
            assertThat(at).as("'" + sound + "' in " + file).isNotNegative();
            Files.writeString(path, text.substring(0, at) + broken + text.substring(at + sound.length()));
            return (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
