package pmon3.cli.output;

/** How far local time is ahead of UTC. */
public interface TimeZoneRules {
    TimeZoneRules UTC = new FixedOffset(0);

    /** Seconds to add to UTC at that moment, negative west of Greenwich. */
    int offsetSeconds(long epochSecond);

    /** The same offset at all times. */
    record FixedOffset(int seconds) implements TimeZoneRules {
        @Override
        public int offsetSeconds(long epochSecond) {
            return seconds;
        }
    }
}
