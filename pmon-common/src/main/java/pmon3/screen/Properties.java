package pmon3.screen;

import pmon3.screen.Properties.Property;

/** The two columns of {@code desc} and of a group's own rows. */
final class Properties implements Columns<Property> {
    private static final String[] HEADERS = {"property", "description"};
    private static final int WIDTH = 15;

    private final Table<Property> table;

    /** @param style the colour of the description */
    record Property(String name, String description, String style) {}

    Properties(boolean coloured) {
        table = new Table<>(this, coloured);
    }

    /** Left out if there is nothing to say. */
    void add(String name, String description) {
        add(name, description, Colours.PLAIN);
    }

    void add(String name, String description, String style) {
        if (!description.isEmpty()) {
            table.add(new Property(name, description, style));
        }
    }

    void draw(Page page) {
        table.draw(page);
    }

    @Override
    public int[] minimumWidths() {
        return new int[] {WIDTH, WIDTH};
    }

    @Override
    public String header(int column) {
        return HEADERS[column];
    }

    @Override
    public String[] cells(Property row) {
        return new String[] {row.name(), row.description()};
    }

    @Override
    public String style(Property row, int column) {
        return column == 0 ? Colours.KEY : row.style();
    }

    @Override
    public boolean isRightAligned(int column) {
        return false;
    }

    @Override
    public boolean isForeign(int column) {
        return column == 1;
    }
}
