package dev.linger.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final long LATEST = 5 * MILLI;

    private long now = 123_456_789_012L;
    private final TimerWheel wheel = new TimerWheel(now);
    private final List<Noted> gone = new ArrayList<>();

    private final class Noted extends Alarm {
        private final long due;
        private long wentOff = -1;

        Noted(long due) {
            this.due = due;
        }

        @Override
        protected void goesOff(long at) {
            wentOff = at;
            gone.add(this);
        }
    }

    private Noted set(long after) {
        Noted alarm = new Noted(now + after);
        wheel.set(alarm, now + after);
        return alarm;
    }

    private void pass(long nanos) {
        now += nanos;
        wheel.advance(now);
    }

    @Test
    void anAlarmGoesOffWhenItsTimeHasComeAndNotBefore() {
        Noted alarm = set(20 * MILLI);
        pass(19 * MILLI);
        assertEquals(-1, alarm.wentOff);
        pass(LATEST + MILLI);
        assertEquals(now, alarm.wentOff);
        assertFalse(alarm.isSet());
        assertEquals(0, wheel.count());
    }

    @Test
    void noAlarmIsEarlyOrLateHoweverFarAway() {
        Random random = new Random(7);
        List<Noted> alarms = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long scale = 1L << random.nextInt(48);
            alarms.add(set((long) (random.nextDouble() * scale)));
        }
        while (wheel.count() > 0) {
            long wait = wheel.untilNext(now);
            pass(Math.max(wait, 1));
        }
        for (Noted alarm : alarms) {
            assertTrue(alarm.wentOff >= alarm.due, "early");
            assertTrue(
                    alarm.wentOff <= alarm.due + LATEST, "late by " + (alarm.wentOff - alarm.due));
        }
    }

    @Test
    void anAlarmThatWasMovedGoesOffOnceAtItsLastTime() {
        Noted alarm = set(10 * MILLI);
        wheel.set(alarm, now + 3 * SECOND);
        pass(SECOND);
        assertEquals(List.of(), gone);
        wheel.set(alarm, now + 10 * MILLI);
        pass(SECOND);
        assertEquals(List.of(alarm), gone);
        pass(10 * SECOND);
        assertEquals(List.of(alarm), gone);
    }

    @Test
    void anAlarmThatWasStoppedDoesNotGoOff() {
        Noted alarm = set(10 * MILLI);
        wheel.stop(alarm);
        wheel.stop(alarm);
        pass(SECOND);
        assertEquals(List.of(), gone);
        assertEquals(0, wheel.count());
    }

    @Test
    void anAlarmMaySetItselfAgain() {
        int[] times = {0};
        Alarm again =
                new Alarm() {
                    @Override
                    protected void goesOff(long at) {
                        times[0]++;
                        if (times[0] < 5) {
                            wheel.set(this, at + 100 * MILLI);
                        }
                    }
                };
        wheel.set(again, now);
        for (int i = 0; i < 100; i++) {
            pass(10 * MILLI);
        }
        assertEquals(5, times[0]);
    }

    @Test
    void anAlarmThatThrowsKeepsNoOtherBack() {
        Alarm throwing =
                new Alarm() {
                    @Override
                    protected void goesOff(long at) {
                        throw new IllegalStateException("out of order");
                    }
                };
        wheel.set(throwing, now + 20 * MILLI);
        Noted other = set(20 * MILLI);
        assertThrows(IllegalStateException.class, () -> pass(30 * MILLI));
        assertEquals(0, wheel.untilNext(now));
        wheel.advance(now);
        assertEquals(List.of(other), gone);
    }

    @Test
    void aLongSleepLetsEverythingGoOffAtOnce() {
        for (int i = 0; i < 1000; i++) {
            set(i * 700L * MILLI);
        }
        pass(3600 * SECOND);
        assertEquals(1000, gone.size());
    }

    @Test
    void anEmptyWheelWaitsForEver() {
        assertEquals(Long.MAX_VALUE, wheel.untilNext(now));
        Noted alarm = set(50 * MILLI);
        long wait = wheel.untilNext(now);
        assertTrue(wait > 0 && wait <= 50 * MILLI + LATEST, wait + " ns");
        wheel.stop(alarm);
        assertEquals(Long.MAX_VALUE, wheel.untilNext(now));
    }
}
