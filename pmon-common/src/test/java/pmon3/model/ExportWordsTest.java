package pmon3.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExportWordsTest {
    @Test
    void eachFieldIsFoundByItsNameHoweverItIsSpelled() {
        for (ExportOrder order : ExportOrder.values()) {
            assertThat(ExportOrder.ofWord(order.word())).contains(order);
            assertThat(ExportOrder.ofWord(order.word().replace('_', '-'))).contains(order);
            assertThat(ExportOrder.ofWord(order.name())).contains(order);
            assertThat(ExportOrder.ofNumber(order.number())).contains(order);
        }
    }

    @Test
    void theGoProgramsColumnsAreKnownToo() {
        assertThat(ExportOrder.ofWord("process_file")).contains(ExportOrder.FILE);
        assertThat(ExportOrder.ofWord("username")).contains(ExportOrder.USER);
        assertThat(ExportOrder.ofWord("no-autorestart")).contains(ExportOrder.NO_AUTO_RESTART);
    }

    @Test
    void whatIsNoFieldOrFormatIsNone() {
        assertThat(ExportOrder.ofWord("")).isEmpty();
        assertThat(ExportOrder.ofWord("id; DROP TABLE processes")).isEmpty();
        assertThat(ExportOrder.ofNumber(0)).isEmpty();
        assertThat(ExportFormat.ofWord("yml")).isEmpty();
        assertThat(ExportFormat.ofWord("")).isEmpty();
        assertThat(ExportFormat.ofNumber(4)).isEmpty();
    }

    @Test
    void eachFormatIsFoundByWordAndNumber() {
        for (ExportFormat format : ExportFormat.values()) {
            assertThat(ExportFormat.ofWord(format.word())).contains(format);
            assertThat(ExportFormat.ofNumber(format.number())).contains(format);
        }
    }
}
